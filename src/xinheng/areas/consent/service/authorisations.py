"""Questions about authorisations."""

from __future__ import annotations

from xinheng.areas.consent import store
from xinheng.areas.consent.terms import AuthorisationFacts, CodeFacts, Principal


def authorisation(number: str, principal: Principal) -> AuthorisationFacts | None:
    """The principal's own authorisation of that number; None for anybody else's."""
    found = store.authorisation(number)
    if found is None or (found.grantor_kind, found.grantor) != (principal.acts_for_kind, principal.acts_for):
        return None
    return found


def authorisations_given(principal: Principal) -> tuple[AuthorisationFacts, ...]:
    """Every authorisation that the subject gave, the latest first."""
    return store.authorisations_given(principal.acts_for_kind, principal.acts_for)


def authorisations_to(grantee: str, *, limit: int = 50, offset: int = 0) -> tuple[AuthorisationFacts, ...]:
    """Authorisations to a department, the latest first; whose department it is, is for the caller to see to."""
    return store.authorisations_to(grantee, limit=limit, offset=offset)


def codes_of(found: AuthorisationFacts) -> tuple[CodeFacts, ...]:
    """The one-time codes of an authorisation, the latest first."""
    return store.codes_of(found.number)
