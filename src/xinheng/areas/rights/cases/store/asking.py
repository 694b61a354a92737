"""Who asks, and for whom: a user who acts for a subject, or somebody who came to a counter."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.rights.cases.terms import OnBehalf, Party, PartyKind
from xinheng.areas.subjects import service as subjects


def party_of(asker: Principal | OnBehalf, power: Power, *, at: datetime) -> Party:
    """The party, with the power if it holds now: what gives it is locked until the caller's transaction ends.

    Whoever checked an identity at a counter answers for it; nobody there acts by a mandate of the platform. Raises
    `consent.terms.UnableToAct`.
    """
    if isinstance(asker, OnBehalf):
        return Party(asker.kind, asker.id, codes_of(asker.kind, asker.id), frozenset({power.value}))
    principal = consent.must(asker, power, at=at)
    kind = PartyKind(principal.acts_for_kind.value)
    return Party(
        kind, principal.acts_for, codes_of(kind, principal.acts_for),
        frozenset(each.value for each in principal.powers), principal.mandate,
    )  # fmt: skip


def codes_of(kind: PartyKind, ident: str) -> frozenset[str]:
    """Every code that an organisation ever had; a person's one hash."""
    found = subjects.organisation(ident) if kind is PartyKind.ORGANISATION else None
    return frozenset({ident, *(found.absorbed if found else ())})
