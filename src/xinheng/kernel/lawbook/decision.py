"""What a pure rule answers: an outcome, why, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text

Outcome = TypeVar("Outcome", bound=StrEnum, covariant=True)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `code` is stable, the text is for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Decision(Generic[Outcome]):
    """An outcome with its reasons and citations."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    citations: tuple[Citation, ...] = ()
