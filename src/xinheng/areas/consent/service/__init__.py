"""Who acts for whom, and who may read what: asked anew for every request, and once more by what relies on it."""

from xinheng.areas.consent.actions import must
from xinheng.areas.consent.rules import (
    authorisation_standing,
    mandate_standing,
    may,
    may_end_mandate,
    may_give_mandates,
)
from xinheng.areas.consent.service.authorisations import (
    authorisation,
    authorisations_given,
    authorisations_to,
    codes_of,
)
from xinheng.areas.consent.service.principals import (
    choices,
    holder,
    holder_for,
    mandate,
    mandates_given,
    mandates_held,
    name_of,
    name_of_party,
    person_of,
    principal,
)
from xinheng.areas.consent.service.reading import basis_words, read_authorised, read_for_matter, read_own

__all__ = [
    "authorisation",
    "authorisation_standing",
    "authorisations_given",
    "authorisations_to",
    "basis_words",
    "choices",
    "codes_of",
    "holder",
    "holder_for",
    "mandate",
    "mandate_standing",
    "mandates_given",
    "mandates_held",
    "may",
    "may_end_mandate",
    "may_give_mandates",
    "must",
    "name_of",
    "name_of_party",
    "person_of",
    "principal",
    "read_authorised",
    "read_for_matter",
    "read_own",
]
