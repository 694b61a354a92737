"""The words of the area: states of a catalogue version, the facts a move between them needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinheng.kernel.lawbook.meta import Opinion
from xinheng.kernel.text import Text


class CatalogueState(StrEnum):
    """The states of a catalogue version, in their order (Guizhou draft regulation, art. 10)."""

    COMPILED = "compiled"
    CONSULTED = "consulted"
    APPROVED = "approved"
    PUBLISHED = "published"


STATE_TITLES: Mapping[CatalogueState, Text] = {
    CatalogueState.COMPILED: Text(zh="已编制", en="Compiled"),
    CatalogueState.CONSULTED: Text(zh="已征求意见", en="Consulted on"),
    CatalogueState.APPROVED: Text(zh="已批准", en="Approved"),
    CatalogueState.PUBLISHED: Text(zh="已公布", en="Published"),
}


class Move(StrEnum):
    """Whether a version may go to the next state."""

    PERMITTED = "permitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version as the rules see it; empty text = not recorded."""

    state: CatalogueState
    reasons: str
    may_reduce_rights: bool
    consultation: str = ""
    approval: str = ""
    assessment: str = ""
    opinions: tuple[Opinion, ...] = ()
