"""A rule as it has effect: the value, and which entry of which pack gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from xinheng.kernel.lawbook.meta import Adoption, InstrumentLevel, Status
from xinheng.kernel.text import Text

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands, in its own words. `quote` is None where the text is not at hand."""

    instrument: str
    title: Text
    number: str | None
    level: InstrumentLevel
    article: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Ruled(Generic[Value]):
    """A value and its authority. `entry` is `<pack>/<id>`; `version` that of the pack."""

    value: Value
    entry: str
    title: Text
    pack: str
    version: str
    status: Status
    citations: tuple[Citation, ...]
    note: Text | None = None
    adoption: Adoption | None = None

    @property
    def provisional(self) -> bool:
        """True where a signed decision of this node uses a draft's value; pages that show it say so."""
        return self.status is Status.ADOPTED_PROVISIONAL
