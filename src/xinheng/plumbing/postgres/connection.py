"""The connection URI of Django's database, for the drivers that do not go through Django (ADBC, procrastinate)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.db import connection


def connection_uri() -> str:
    """libpq URI of the database that Django is connected to, a test's own database included."""
    settings = connection.settings_dict
    host, port = str(settings["HOST"]), str(settings["PORT"] or "")
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if isinstance(value, str)}
    if host.startswith("/"):
        options["host"] = host
        host = ""
    address = f"{host}:{port}" if port else host
    account = f"{quote(settings['USER'], safe='')}:{quote(settings['PASSWORD'], safe='')}"
    # libpq does not read + as a space
    return f"postgresql://{account}@{address}/{quote(settings['NAME'])}?{urlencode(options, quote_via=quote)}"
