"""Disclosure's state changes: the terms that packs give, and the legality review before first display."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xinheng.areas.disclosure.models import Review
from xinheng.areas.disclosure.models import Term as TermRow
from xinheng.areas.disclosure.terms import ReviewDecision, ReviewScope, Term
from xinheng.areas.ledger.actions import Recorded, recorded


@recorded("disclosure.terms_loaded")
def load_terms(terms: Iterable[Term], *, actor: str, at: datetime) -> Recorded[int]:
    """Put the packs' terms in the place of those that stood. Returns their number."""
    rows = [TermRow(**vars(term)) for term in terms]
    TermRow.objects.all().delete()
    TermRow.objects.bulk_create(rows)
    entries = sorted({f"{row.pack}@{row.version}/{row.entry}" for row in rows})
    return Recorded(len(rows), about=("lawpacks", "disclosure"), payload={"entries": entries})


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
