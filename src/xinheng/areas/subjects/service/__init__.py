"""What others ask about subjects: the search, one organisation, codes, regions, shares."""

from xinheng.areas.subjects.service.organisations import (
    code_shares,
    counts_by_region,
    merge_line,
    merges,
    names_of,
    organisation,
    resolve_codes,
    unknown_codes,
)
from xinheng.areas.subjects.service.persons import own_roles, person
from xinheng.areas.subjects.service.search import AT_MOST, index_names, names_waiting, search
from xinheng.areas.subjects.store.places import regions

__all__ = [
    "AT_MOST",
    "code_shares",
    "counts_by_region",
    "index_names",
    "merge_line",
    "merges",
    "names_of",
    "names_waiting",
    "organisation",
    "own_roles",
    "person",
    "regions",
    "resolve_codes",
    "search",
    "unknown_codes",
]
