"""What of the catalogue comes in, and with which codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinheng.areas.quality.terms.counts import Share
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive holds of a department's item: standing records, and when the last came in."""

    records: int
    last_on: date


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One catalogue item: departments that are named as its providers, those of them that delivered, records.

    `open_to_any`: every organ may provide it, so that nobody's silence can be called an omission.
    """

    item: str
    title: Text
    expected: tuple[str, ...]
    delivered: tuple[str, ...]
    open_to_any: bool
    records: int
    last_on: date | None

    @property
    def share(self) -> Share:
        """Named providers that delivered, of those named."""
        return Share(sum(1 for code in self.expected if code in self.delivered), len(self.expected))


@dataclass(frozen=True, slots=True)
class Coverage:
    """COL-01: `items` of the catalogue with at least one record, `pairs` of item and named provider."""

    items: Share
    pairs: Share
    lines: tuple[CoverageLine, ...]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A department's use of unified codes (USCC-03, USCC-05), over all it delivered.

    `wrong` and `duplicate` rows were sent back for their code; `coded` records carry one, `uncoded` rows
    wait for want of one.
    """

    code: str
    title: Text
    received: int
    wrong: int
    duplicate: int
    coded: int
    uncoded: int

    @property
    def fault_share(self) -> Share:
        """Wrong or duplicate codes of the rows received."""
        return Share(self.wrong + self.duplicate, self.received)

    @property
    def use_share(self) -> Share:
        """Rows about organisations that carry a code."""
        return Share(self.coded, self.coded + self.uncoded)


@dataclass(frozen=True, slots=True)
class ClassShare:
    """Subjects of one class with a unified code (USCC-02)."""

    title: Text
    share: Share
