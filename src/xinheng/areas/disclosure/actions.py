"""Disclosure's state changes: the terms that packs give, and the legality review before first display."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from xinheng.areas.disclosure.models import Review, Term
from xinheng.areas.disclosure.terms import ReviewDecision, ReviewScope
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.lawbook import Lawbook
from xinheng.kernel.lawbook.meta import DisclosureTerm, Mode
from xinheng.kernel.lawbook.ruling import Ruled
from xinheng.kernel.tlog.canonical import Json


@recorded("disclosure.terms_loaded")
def load_terms(lawbook: Lawbook, *, actor: str, at: datetime) -> Recorded[int]:
    """Put the packs' terms in the place of those that stood. Returns their number."""
    rows = list(_resolved(lawbook))
    Term.objects.all().delete()
    Term.objects.bulk_create(rows)
    entries: list[Json] = [*sorted({f"{row.entry}@{row.version}" for row in rows})]
    return Recorded(len(rows), about=("lawpacks", lawbook.digest), payload={"entries": entries})


def _resolved(lawbook: Lawbook) -> Iterator[Term]:
    """Each item's terms one after the other, between the days on which the law changes."""
    days = lawbook.days_of_change()
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following - timedelta(days=1) if following else None
        for ruled in lawbook.as_of(first).disclosures():
            if ruled.value.mode is not Mode.NOT_PUBLIC:
                yield _term(ruled, first=first, last=last)


def _term(ruled: Ruled[DisclosureTerm], *, first: date, last: date | None) -> Term:
    term = ruled.value
    return Term(
        item=term.item,
        first=first,
        last=last,
        mode=term.mode.value,
        starts=term.starts.value if term.starts else "",
        months=term.length.months if term.length else 0,
        days=term.length.days if term.length else 0,
        until=term.until.value if term.until else "period",
        review=term.review,
        entry=ruled.entry,
        pack=ruled.pack,
        version=ruled.version,
        status=ruled.status.value,
    )


class RefusalNeedsReason(ValueError):
    """A refusal without a reason would be an effect that nobody can contest (R2)."""


@recorded("disclosure.reviewed")
def review(
    scope: ReviewScope, about: int, *, decision: ReviewDecision, reason: str, actor: str, at: datetime
) -> Recorded[int]:
    """Record the legality review of a version or of all versions of a submission. Returns the review's number."""
    if decision is ReviewDecision.REFUSED and not reason.strip():
        raise RefusalNeedsReason("state why the publication is refused")
    row = Review.objects.create(
        scope=scope, about=about, decision=decision, reason=reason.strip(), actor=actor, at=at
    )
    return Recorded(
        row.pk,
        about=(scope.value, str(about)),
        payload={"decision": decision.value, "reason": row.reason, "review": row.pk},
    )
