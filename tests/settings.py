"""Settings of a test run: the demo's freedoms, a state of its own, and the embedded server unless DATABASE_URL is set."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from xinheng.plumbing.postgres.embedded import EmbeddedServer

os.environ.setdefault("XINHENG_DEMO", "1")
os.environ.setdefault("XINHENG_STATE", str(Path(__file__).resolve().parents[1] / ".xinheng" / "test"))
made_here: list[str] = []
"""Folders of this run, removed when it ends."""


def own_folder(name: str) -> str:
    """An empty folder."""
    made_here.append(tempfile.mkdtemp(prefix=f"xinheng-{name}-"))
    return made_here[-1]


if "XINHENG_FILE_ROOT" not in os.environ:
    os.environ["XINHENG_FILE_ROOT"] = own_folder("files")

server: EmbeddedServer | None = None
if "DATABASE_URL" not in os.environ:
    server = EmbeddedServer(Path(os.environ["XINHENG_STATE"]), durable=False)
    started_here = not server.running()
    os.environ["DATABASE_URL"] = server.start()
    # processes of this run find DATABASE_URL set, as with a server of somebody else
    os.environ["XINHENG_TEST_SERVER"] = "embedded"

from xinheng.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# nothing is collected for tests; the folder is looked for all the same
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# pages are drawn without `collectstatic`
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT = own_folder("static")
