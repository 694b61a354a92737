"""Which records a notice names, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from xinheng.areas.archive import service as archive
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.withdrawal.models import Withdrawn
from xinheng.areas.rights.withdrawal.rules import RecordNamed
from xinheng.areas.rights.withdrawal.terms import Cause, NoticeLine, Revocation, WithdrawnFacts
from xinheng.kernel.identifiers import instrument, normalise
from xinheng.plumbing.postgres.copying import copy_into

MISSING = RecordNamed(found=False)


def named(
    item: str, lines: Sequence[NoticeLine], *, at: datetime
) -> list[tuple[NoticeLine, bytes, tuple[str, str], RecordNamed]]:
    """Each line with the key, the subject (kind, id) and the facts of the record that it names."""
    by_key = [line for line in lines if line.key]
    others = [line for line in lines if not line.key]
    found = [
        *_joined(by_key, archive.named_by_key(item, [line.key for line in by_key], moment=at)),
        *_joined(
            others,
            archive.named_by_instrument(
                item, [normalise.code(line.subject) for line in others],
                [instrument.canonical(line.number) for line in others], moment=at,
            ),
        ),
    ]  # fmt: skip
    return sorted(found, key=lambda each: each[0].row)


def _joined(
    lines: Sequence[NoticeLine], found: pl.DataFrame
) -> list[tuple[NoticeLine, bytes, tuple[str, str], RecordNamed]]:
    rows = {row["place"]: row for row in found.iter_rows(named=True)}
    joined = []
    for place, line in enumerate(lines):
        row = rows.get(place)
        if row is None:
            joined.append((line, b"", ("", ""), MISSING))
            continue
        facts = RecordNamed(
            found=True, provider=row["provider"], organ=row["organ"], decided_on=row["decided_on"],
            withdrawn=row["gone"],
        )  # fmt: skip
        joined.append((line, row["key"], (row["subject_kind"], row["subject"]), facts))
    return joined


def keep(case: Case, fallen: Sequence[tuple[bytes, Revocation]]) -> None:
    """Keep the records of a notice, set-based."""
    copy_into(
        "rights_withdrawn",
        pl.DataFrame(
            {
                "case_id": [case.pk] * len(fallen),
                "item": [case.item] * len(fallen),
                "key": ["\\x" + key.hex() for key, _ in fallen],
                "cause": [revoked.cause.value for _, revoked in fallen],
                "instrument": [revoked.instrument.strip() for _, revoked in fallen],
                "decided_on": [revoked.decided_on for _, revoked in fallen],
            }
        ),
    )


def of_case(case_id: int, *, limit: int, offset: int = 0) -> tuple[WithdrawnFacts, ...]:
    """The records that fell with a notice, in the order in which it names them."""
    rows = Withdrawn.objects.filter(case_id=case_id).order_by("id")[offset : offset + limit]
    return tuple(
        WithdrawnFacts(row.item, bytes(row.key), Revocation(Cause(row.cause), row.instrument, row.decided_on))
        for row in rows
    )


def count(case_id: int) -> int:
    """How many records fell with a notice."""
    return Withdrawn.objects.filter(case_id=case_id).count()


def subjects_of(item: str, keys: Sequence[bytes], *, at: datetime) -> list[tuple[str, str]]:
    """(kind, id) of whom records are about, each once."""
    found = archive.named_by_key(item, keys, moment=at)
    return sorted(set(found.select("subject_kind", "subject").iter_rows()))
