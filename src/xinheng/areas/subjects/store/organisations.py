"""Sets of organisations into the table, and single ones out of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from xinheng.areas.subjects.models import Organisation, OrganisationCode, OrganisationName
from xinheng.areas.subjects.rules.registration import CODES, FACTS, renamed
from xinheng.areas.subjects.store import merges
from xinheng.areas.subjects.store.staging import staged
from xinheng.areas.subjects.terms import CodeKind, FormerName, OrganisationFacts, Registered, Status

_STUB = {"uscc": "text", "name": "text", "kind": "text", "region": "text"}
_FACTS = {name: "date" if kind == pl.Date else "text" for name, kind in FACTS.items()}
_HISTORY = ("kind", "sub_kind", "region", "status", "established_on", "closed_on")


def open_unknown(rows: pl.DataFrame, *, synthetic: bool, opened_by: str, at: datetime) -> int:
    """Add the organisations whose code is unknown; returns how many. `rows`: uscc, name, kind, region."""
    with staged("subjects_opening", rows, _STUB) as table, connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH opened AS (
                INSERT INTO subjects_organisation (uscc, name, kind, region, synthetic, opened_by, opened_at)
                SELECT s.uscc, s.name, s.kind, s.region, %s, %s, %s FROM {table} s
                WHERE NOT EXISTS (SELECT FROM subjects_organisation o WHERE o.uscc = s.uscc)
                ORDER BY s.uscc COLLATE "C" -- the index grows in its own order
                ON CONFLICT (uscc) DO NOTHING RETURNING id
            )
            INSERT INTO subjects_searchpending SELECT id FROM opened ON CONFLICT DO NOTHING
            """,
            [synthetic, opened_by, at],
        )
        return int(cursor.rowcount)


def apply_facts(rows: pl.DataFrame, *, synthetic: bool, source: str, at: datetime, today: date) -> Registered:
    """Bring organisations to what a register delivered (`FACTS`, each code once); what was is kept."""
    with staged("subjects_facts", rows, _FACTS), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM subjects_organisation o JOIN subjects_facts f USING (uscc) FOR UPDATE OF o"
        )
        names = _keep_former_names(source=source, today=today)
        _keep_history(source=source, at=at)
        cursor.execute(_APPLY, {"synthetic": synthetic, "source": source, "at": at})
        new, changed = cursor.fetchone()
    return Registered(new=new, changed=changed, unchanged=rows.height - new - changed, renamed=names)


# What a delivery does not say stays as it is, so the row to insert is completed from the one that is there.
_APPLY = """
    WITH wanted AS (
        SELECT f.uscc, coalesce(f.name, o.name, '') AS name,
            CASE WHEN f.name = o.name THEN o.name_since ELSE f.changed_on END AS name_since,
            coalesce(f.kind, o.kind) AS kind, coalesce(f.sub_kind, o.sub_kind) AS sub_kind,
            coalesce(f.region, o.region) AS region, coalesce(f.status, o.status, 'unknown') AS status,
            coalesce(f.established_on, o.established_on) AS established_on,
            coalesce(f.closed_on, o.closed_on) AS closed_on, coalesce(f.facts::jsonb, o.facts, '{}') AS facts
        FROM subjects_facts f LEFT JOIN subjects_organisation o USING (uscc)
    ), applied AS (
        INSERT INTO subjects_organisation AS o (
            uscc, name, name_since, kind, sub_kind, region, status, established_on, closed_on, facts,
            facts_source, synthetic, opened_by, opened_at
        )
        SELECT wanted.*, %(source)s, %(synthetic)s, %(source)s, %(at)s FROM wanted
        ON CONFLICT (uscc) DO UPDATE SET
            name = excluded.name, name_since = excluded.name_since, kind = excluded.kind,
            sub_kind = excluded.sub_kind, region = excluded.region, status = excluded.status,
            established_on = excluded.established_on, closed_on = excluded.closed_on, facts = excluded.facts,
            facts_source = excluded.facts_source
        WHERE (o.name, o.kind, o.sub_kind, o.region, o.status, o.established_on, o.closed_on, o.facts)
            IS DISTINCT FROM (
                excluded.name, excluded.kind, excluded.sub_kind, excluded.region, excluded.status,
                excluded.established_on, excluded.closed_on, excluded.facts
            )
        RETURNING id, xmax = 0 AS new
    ), waiting AS (
        INSERT INTO subjects_searchpending SELECT id FROM applied ON CONFLICT DO NOTHING
    )
    SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) FROM applied
"""


def _keep_former_names(*, source: str, today: date) -> int:
    """Keep the names that a delivery gives up; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.id, o.name, f.name, o.name_since, f.changed_on FROM subjects_organisation o
            JOIN subjects_facts f USING (uscc) WHERE f.name <> o.name
            """
        )
        schema = {
            "id": pl.Int64,
            "name": pl.String,
            "new_name": pl.String,
            "since": pl.Date,
            "until": pl.Date,
        }
        given_up = renamed(pl.DataFrame(cursor.fetchall(), schema=schema, orient="row"))
        OrganisationName.objects.bulk_create(
            [
                OrganisationName(
                    organisation_id=number, name=name, since=since, until=until or today, source=source
                )
                for number, name, _new, since, until in given_up.iter_rows()
            ],
            ignore_conflicts=True,
        )
        return given_up.height


def keep_stated_former_names(rows: pl.DataFrame, *, source: str) -> None:
    """Former names that a register states beside the name of today. `rows`: `FACTS`."""
    stated = rows.filter(pl.col("former_name").is_not_null() & (pl.col("former_name") != "")).select(
        "uscc", "former_name"
    )
    if stated.is_empty():
        return
    types = {"uscc": "text", "former_name": "text"}
    with staged("subjects_stated", stated, types) as table, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO subjects_organisationname (organisation_id, name, source)
            SELECT DISTINCT o.id, s.former_name, %s FROM {table} s JOIN subjects_organisation o USING (uscc)
            WHERE NOT EXISTS (
                SELECT FROM subjects_organisationname n
                WHERE n.organisation_id = o.id AND n.name = s.former_name
            )
            """,
            [source],
        )
        cursor.execute(
            f"""
            INSERT INTO subjects_searchpending
            SELECT o.id FROM {table} JOIN subjects_organisation o USING (uscc) ON CONFLICT DO NOTHING
            """
        )


def _keep_history(*, source: str, at: datetime) -> None:
    """Write down each fact that a delivery is about to change; a first statement is no change."""
    parts = [
        f"""
        SELECT o.id, '{column}', o.{column}::text, f.{column}::text, %(source)s, %(at)s
        FROM subjects_organisation o JOIN subjects_facts f USING (uscc)
        WHERE f.{column} IS NOT NULL AND o.{column} IS NOT NULL AND o.{column}::text <> f.{column}::text
          AND o.{column}::text <> 'unknown'
        """
        for column in _HISTORY
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO subjects_organisationchange (organisation_id, what, before, after, source, at) "
            + " UNION ALL ".join(parts),
            {"source": source, "at": at},
        )


def link_codes(rows: pl.DataFrame, *, source: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Link earlier codes (`CODES`); returns (kind, value) of those that another organisation has."""
    if rows.is_empty():
        return ()
    types = dict.fromkeys(CODES, "text")
    with staged("subjects_linking", rows.unique(), types) as table, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO subjects_organisationcode (organisation_id, kind, value, source, linked_at)
            SELECT o.id, s.kind, s.value, %s, %s FROM {table} s JOIN subjects_organisation o USING (uscc)
            ON CONFLICT (kind, value) DO NOTHING
            """,
            [source, at],
        )
        cursor.execute(
            f"""
            SELECT DISTINCT s.kind, s.value FROM {table} s
            JOIN subjects_organisationcode c ON c.kind = s.kind AND c.value = s.value
            JOIN subjects_organisation o ON o.id = c.organisation_id
            WHERE o.uscc IS DISTINCT FROM s.uscc ORDER BY 1, 2
            """
        )
        return tuple(cursor.fetchall())


_RESOLVE = """
    SELECT c.value, min(c.organisation_id) FROM subjects_organisationcode c
    WHERE c.kind = %(kind)s AND c.value = ANY(%(values)s) GROUP BY 1
"""
# An organisation code is part of the USCC; where two organisations share one, it tells neither.
_RESOLVE_IN_USCC = """
    UNION ALL
    SELECT substring(o.uscc, 9, 9), min(o.id) FROM subjects_organisation o
    WHERE %(kind)s = 'organisation_code' AND substring(o.uscc, 9, 9) = ANY(%(values)s)
    GROUP BY 1 HAVING count(*) = 1
"""


def resolve_codes(kind: CodeKind, values: list[str]) -> dict[str, str]:
    """USCC of today for each earlier code that is linked; merges are followed."""
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE + _RESOLVE_IN_USCC, {"kind": kind.value, "values": values})
        found: dict[str, int] = {}
        for value, number in cursor.fetchall():
            found.setdefault(value, number)
        today = merges.survivors(list(found.values()))
        owners = {value: today.get(number, number) for value, number in found.items()}
        cursor.execute(
            "SELECT id, uscc FROM subjects_organisation WHERE id = ANY(%s) AND uscc IS NOT NULL",
            [list(owners.values())],
        )
        usccs = dict(cursor.fetchall())
    return {value: usccs[number] for value, number in owners.items() if number in usccs}


def organisation(uscc: str) -> OrganisationFacts | None:
    """Everything that is public about one organisation, in five queries at most."""
    row = Organisation.objects.filter(uscc=uscc).first()
    if row is None:
        return None
    survivor = merges.survivors([row.pk]).get(row.pk)
    related = [*([] if survivor is None else [survivor]), *merges.absorbed_by(row.pk)]
    usccs = dict(Organisation.objects.filter(pk__in=related).values_list("pk", "uscc")) if related else {}
    former = OrganisationName.objects.filter(organisation=row).order_by("until", "pk")
    codes = OrganisationCode.objects.filter(organisation=row).order_by("kind", "value")
    return OrganisationFacts(
        **_columns(row),
        former_names=tuple(FormerName(name.name, name.since, name.until) for name in former),
        codes=tuple((CodeKind(code.kind), code.value) for code in codes),
        merged_into=None if survivor is None else usccs[survivor],
        absorbed=tuple(sorted(code for key, code in usccs.items() if code and key != survivor)),
    )


def _columns(row: Organisation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "uscc": row.uscc,
        "name": row.name,
        "kind": row.kind,
        "sub_kind": row.sub_kind,
        "region": row.region,
        "status": Status(row.status),
        "established_on": row.established_on,
        "closed_on": row.closed_on,
        "synthetic": row.synthetic,
        "facts": row.facts,
        "facts_source": row.facts_source,
    }
