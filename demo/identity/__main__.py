"""`python -m demo.identity FOLDER`: people and client into the stand-in's database; run again, it is the same."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path


def main() -> None:
    """Make the database."""
    parser = argparse.ArgumentParser(prog="python -m demo.identity", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    os.environ["STANDIN_FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "demo.identity.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(json.loads((folder / "client.json").read_text(encoding="utf-8")))


def fill(client: dict[str, object]) -> None:
    """One user for each person, and the platform as the one client: `id`, `secret`, `redirect_uris`."""
    from allauth.idp.oidc.models import Client
    from django.conf import settings
    from django.contrib.auth import get_user_model

    for username, person in settings.PEOPLE.items():
        user, _ = get_user_model().objects.get_or_create(username=username)
        user.set_password(person["password"])
        user.save()
    row = Client.objects.filter(pk=client["id"]).first() or Client(id=client["id"], name="信衡")
    row.scopes, row.grant_types, row.response_types = "openid\nprofile", "authorization_code", "code"
    row.redirect_uris, row.skip_consent = "\n".join(client["redirect_uris"]), True  # type: ignore[arg-type]
    row.set_secret(str(client["secret"]))
    row.save()


if __name__ == "__main__":
    main()
