"""What changes: logins, mandates, authorisations."""

from xinheng.areas.consent.actions.acting import must
from xinheng.areas.consent.actions.authorisations import (
    authorise,
    issue_code,
    revoke_authorisation,
    use_code,
)
from xinheng.areas.consent.actions.entering import UnableToEnter, enter, keep_represented, open_holder
from xinheng.areas.consent.actions.mandates import give_mandate, revoke_mandate
from xinheng.areas.consent.actions.telling import tell_access

__all__ = [
    "UnableToEnter",
    "authorise",
    "enter",
    "give_mandate",
    "issue_code",
    "keep_represented",
    "must",
    "open_holder",
    "revoke_authorisation",
    "revoke_mandate",
    "tell_access",
    "use_code",
]
