"""Lets a transactional test end: Django empties all tables, which insert-only tables refuse.

The triggers are off while Django truncates, and only then; nothing in the product knows a way round them.
"""

from __future__ import annotations

import functools
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

_REFUSING = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND tgparentid = 0 AND tgtype & 32 = 32
"""


def _switch(word: str) -> None:
    """ENABLE or DISABLE the triggers of every table that refuses TRUNCATE."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUSING)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")


def install() -> None:
    """Wrap the teardown of transactional tests."""
    original = TransactionTestCase._fixture_teardown

    @functools.wraps(original)
    def teardown(self: Any) -> None:
        _switch("DISABLE")
        try:
            # Django leaves tables alone that it did not make itself, and the partitioned one and the jobs' are such
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE archive_version, procrastinate_jobs CASCADE")
            original(self)
        finally:
            _switch("ENABLE")

    TransactionTestCase._fixture_teardown = teardown


install()
