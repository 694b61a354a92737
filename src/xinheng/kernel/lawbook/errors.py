"""What can be wrong with a lawpack, and with a question put to the lawbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; the file is named from the folder of the packs on."""

    file: str
    line: int

    def __str__(self) -> str:
        """As editors and compilers write it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and why."""

    place: Place
    reason: Text

    def in_(self, language: str) -> str:
        """One line for people."""
        return f"{self.place}: {self.reason.en if language == 'en' else self.reason.zh}"


class BrokenPack(Exception):
    """The packs cannot be used. `file`, `line`, `reason` tell of the first fault, `faults` of all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        self.file, self.line, self.reason = first.place.file, first.place.line, first.reason
        super().__init__(f"{first.place}: {first.reason.zh} / {first.reason.en}")


class NotInCatalogue(LookupError):
    """No catalogue entry of that id is in force on that day (Guizhou draft regulation, art. 10)."""

    def __init__(self, item: str, day: date) -> None:
        self.item, self.day = item, day
        self.reason = Text(
            zh=f"{day:%Y-%m-%d} 的目录中没有事项“{item}”",
            en=f"The catalogue of {day:%Y-%m-%d} holds no item “{item}”",
        )
        super().__init__(str(self.reason))


class NotRuled(LookupError):
    """No effective rule says it on that day; without a rule nothing has effect."""

    def __init__(self, what: Text, name: str, day: date) -> None:
        self.name, self.day = name, day
        self.reason = Text(
            zh=f"{day:%Y-%m-%d} 没有生效的{what.zh}：“{name}”",
            en=f"On {day:%Y-%m-%d} no {what.en} is in effect for “{name}”",
        )
        super().__init__(str(self.reason))
