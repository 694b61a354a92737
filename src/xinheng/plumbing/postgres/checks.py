"""What a PostgreSQL server must be before the platform starts on it."""

from __future__ import annotations

from django.db import connection

OLDEST_VERSION = 150_000


class UnfitServer(RuntimeError):
    """The server is too old or would sort and match Chinese wrongly."""


def check_server() -> None:
    """Refuse a server older than 15, one whose database is not UTF-8, and lc_ctype C without UTF-8."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), datctype, datlocprovider"
            " FROM pg_database WHERE datname = current_database()"
        )
        version, encoding, ctype, provider = cursor.fetchone()
    if version < OLDEST_VERSION:
        raise UnfitServer(f"PostgreSQL 15 or newer is needed; this server is {version // 10_000}")
    if encoding != "UTF8":
        raise UnfitServer(
            f"the database must be UTF-8; it is {encoding}: createdb --encoding=UTF8 --template=template0"
        )
    if provider == "c" and ctype in {"C", "POSIX"}:
        raise UnfitServer(
            f"lc_ctype {ctype} does not know Chinese letters: createdb --lc-ctype=C.UTF-8 --template=template0"
        )
