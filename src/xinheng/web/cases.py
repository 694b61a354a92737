"""What a case is called and where its page is, by the kind that clocks, marks and notices name it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case; `route` takes its id and is None where it has no page on the desks."""

    title: Text
    route: str | None = None


KINDS: Final[Mapping[str, CaseKind]] = {
    "objection": CaseKind(Text(zh="异议", en="Objection"), "rights:case"),
    "repair": CaseKind(Text(zh="信用修复", en="Repair"), "rights:case"),
    "withdrawal": CaseKind(Text(zh="撤销公示", en="Withdrawal"), "rights:case"),
}


def case_title(kind: str) -> Text:
    """What a kind is called; its own word where nobody named it."""
    known = KINDS.get(kind)
    return known.title if known else Text(zh=kind, en=kind)


def case_url(about: tuple[str, str]) -> str:
    """The page of a case on the desks; "" where there is none."""
    kind, number = about
    known = KINDS.get(kind)
    return reverse(known.route, args=[number]) if known and known.route else ""
