"""Why a record is on display or not, since when it is not, and whether it is sealed."""

from __future__ import annotations

import json
from datetime import date, datetime
from itertools import pairwise

from xinheng.areas.archive.terms import Change, MarkKind, SubjectKind
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import rules, store
from xinheng.areas.disclosure.terms import Gone, ReviewDecision, Visibility
from xinheng.kernel.lawbook import LawOnDay, NotRuled
from xinheng.kernel.lawbook.decision import Decision
from xinheng.kernel.lawbook.meta import DisclosureTerm
from xinheng.kernel.lawbook.ruling import Ruled
from xinheng.plumbing.clock import day_of

SEALED = frozenset(
    {Visibility.WITHDRAWN, Visibility.REVOKED, Visibility.REMOVED, Visibility.REPAIRED, Visibility.OVER}
)
"""Withdrawal, repair and expiry leave a copy that is evidence only: the audit role reads it, nobody else (WDR-04)."""


def visibility_of(item: str, key: bytes, *, day: date, moment: datetime) -> Decision[Visibility] | None:
    """Why the record is on display on a day, from what was known at a moment, or why it is not; None: it never was held.

    A record whose every submission was taken back is withdrawn.
    """
    row = store.standing(item=item, key=key, moment=moment)
    if row is None:
        held = store.changes(item=item, key=key, moment=moment)
        return rules.visibility(_NOTHING_STANDS, term=None, day=day) if held else None
    return rules.visibility(facts_of(row), term=term_of(item, catalogue.lawbook().as_of(day)), day=day)


def is_sealed(item: str, key: bytes, *, at: datetime) -> bool:
    """Whether only the audit role may read the record any more."""
    found = visibility_of(item, key, day=day_of(at), moment=at)
    return found is not None and found.outcome in SEALED


def when_gone(item: str, key: bytes, *, at: datetime) -> Gone | None:
    """Since when the record is not on display any more, and why; None while it is, and when it never was.

    For a withdrawal or a repair compare `at` of the answer with the moment at which the notice or the proof came.
    """
    changes = store.changes(item=item, key=key, moment=at)
    if not changes or changes[-1][1]:
        return None
    ends = [after for (_, shown), (after, still) in pairwise(changes) if shown and not still]
    if not ends:
        return None
    gone = max(ends)
    why = visibility_of(item, key, day=day_of(gone), moment=gone)
    return None if why is None else Gone(at=gone, why=why.outcome)


_NOTHING_STANDS = rules.DisplayFacts(
    decided_on=None, begins_on=None, ends_on=None, known_on=date.min, withdrawn=True
)


def facts_of(row: store.Row) -> rules.DisplayFacts:
    """What display hangs on, of a row of `store.standing`."""
    return rules.DisplayFacts(
        decided_on=row["decided_on"],
        begins_on=row["begins_on"],
        ends_on=row["ends_on"],
        known_on=row["known_on"],
        about_person=row["subject_kind"] == SubjectKind.PERSON,
        withdrawn=row["change"] == Change.WITHDRAWN,
        review=ReviewDecision(row["review"]) if row["review"] else None,
        marks=[_mark(one) for one in json.loads(row["marks"] or "[]")],
    )


def _mark(one: dict[str, object]) -> rules.MarkOn:
    lapses = one["lapses"] or []
    return rules.MarkOn(
        kind=MarkKind(str(one["kind"])),
        lapses=[
            rules.Lapse(
                due_on=date.fromisoformat(lapse["due_on"]),
                until=date.fromisoformat(lapse["until"]) if lapse["until"] else None,
            )
            for lapse in lapses  # type: ignore[attr-defined]
        ],
    )


def term_of(item: str, law: LawOnDay) -> Ruled[DisclosureTerm] | None:
    """The term of the item on the law's day; None where there is none."""
    try:
        return law.disclosure(item)
    except NotRuled:
        return None
