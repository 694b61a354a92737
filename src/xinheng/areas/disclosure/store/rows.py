"""Rows of a query as mappings."""

from __future__ import annotations

from typing import Any

from django.db import connection

Row = dict[str, Any]


def rows_of(statement: str, values: Row) -> list[Row]:
    """Every row, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
