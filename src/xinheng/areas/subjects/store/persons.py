"""Persons by keyed hash and role."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from django.db import connection

from xinheng.areas.subjects.models import Person, PersonRoleHeld
from xinheng.areas.subjects.store.staging import staged
from xinheng.areas.subjects.terms import PersonRole, RoleFacts

_TYPES = {
    "keyed_hash": "text",
    "encrypted": "text",
    "role": "text",
    "uscc": "text",
    "since": "date",
    "until": "date",
    "source": "text",
}


def save(rows: pl.DataFrame, *, at: datetime) -> int:
    """Add persons and the roles in which they are known; returns how many persons were new.

    `rows`: keyed_hash, encrypted (hexadecimal), role, uscc, since, until, source. A role in an organisation
    that is not known is left out.
    """
    with staged("subjects_saving", rows, _TYPES) as table, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO subjects_person (keyed_hash, encrypted, since)
            SELECT DISTINCT ON (keyed_hash) keyed_hash, decode(encrypted, 'hex'), %s FROM {table}
            ON CONFLICT DO NOTHING
            """,
            [at],
        )
        new = int(cursor.rowcount)
        cursor.execute(
            f"""
            INSERT INTO subjects_personroleheld (person_id, role, organisation_id, since, until, source)
            SELECT DISTINCT ON (s.keyed_hash, s.role, o.id, s.source)
                s.keyed_hash, s.role, o.id, s.since, s.until, s.source
            FROM {table} s LEFT JOIN subjects_organisation o USING (uscc)
            WHERE o.id IS NOT NULL OR s.uscc IS NULL
            ON CONFLICT DO NOTHING
            """
        )
    return new


def encrypted(keyed_hash: str) -> bytes | None:
    """The encrypted number of a person."""
    found = Person.objects.filter(pk=keyed_hash).values_list("encrypted", flat=True).first()
    return None if found is None else bytes(found)


def roles(keyed_hash: str, *, day: date) -> tuple[RoleFacts, ...]:
    """The roles that hold on a day."""
    rows = PersonRoleHeld.objects.filter(person=keyed_hash).select_related("organisation").order_by("pk")
    return tuple(
        RoleFacts(
            role=PersonRole(row.role),
            organisation=None if row.organisation is None else row.organisation.uscc,
            since=row.since,
            until=row.until,
            source=row.source,
        )
        for row in rows
        if (row.since is None or row.since <= day) and (row.until is None or day <= row.until)
    )
