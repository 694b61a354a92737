"""What a pure rule answers: an outcome, the reasons for it, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text

Outcome = TypeVar("Outcome", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, by its code and in words for the person it concerns."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Decision(Generic[Outcome]):
    """Outcome, reasons and citations of one question put to a rule."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    citations: tuple[Citation, ...] = ()
