"""What a notice says, as one JSON value whose hash the ledger keeps; whether its text is complete. Pure."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.notices.terms import (
    ADVERSE,
    Addressee,
    AdverseText,
    NoticeKind,
    NoticeText,
    UnableToNotify,
)
from xinheng.kernel.lawbook.meta import InstrumentLevel
from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.kernel.tlog.entries import moment
from xinheng.kernel.tlog.hashing import leaf_hash


def must_be_complete(kind: NoticeKind, text: NoticeText) -> None:
    """Raises UnableToNotify where the text lacks what its kind must carry.

    A notice of an adverse effect takes an `AdverseText`: it is complete by its type.
    """
    missing = text.missing(kind)
    if missing:
        raise UnableToNotify(kind, missing)
    if kind in ADVERSE and not isinstance(text, AdverseText):
        raise TypeError(f"a notice of {kind} takes an AdverseText")


def content(
    number: str,
    addressee: Addressee,
    kind: NoticeKind,
    text: NoticeText,
    *,
    about: tuple[str, str],
    at: datetime,
) -> dict[str, Json]:
    """All that a notice says and whom it goes to: what its hash covers."""
    return {
        "number": number,
        "at": moment(at),
        "addressee": {"kind": str(addressee.kind), "id": addressee.id},
        "kind": str(kind),
        "about": {"kind": about[0], "id": about[1]},
        "subject": both(text.subject),
        "says": both(text.says),
        "basis": [citation_json(each) for each in text.basis],
        "reasons": text.reasons,
        "remedy": None if text.remedy is None else both(text.remedy),
        "due_on": None if text.due_on is None else text.due_on.isoformat(),
        "link": text.link,
    }


def leaf_of(said: dict[str, Json], *, salt: bytes) -> bytes:
    """The salted hash of a notice's content: nobody who sees it in a proof can guess the content."""
    return leaf_hash(canonical(said), salt=salt)


def both(text: Text) -> dict[str, Json]:
    """A bilingual text as JSON."""
    return {"zh": text.zh, "en": text.en}


def citation_json(citation: Citation) -> dict[str, Json]:
    """A citation as JSON."""
    return {
        "instrument": citation.instrument,
        "title": both(citation.title),
        "number": citation.number,
        "level": str(citation.level),
        "article": citation.article,
        "quote": citation.quote,
    }


def citation_from(value: dict[str, object]) -> Citation:
    """A citation from the JSON that `citation_json` wrote."""
    title = value["title"]
    if not isinstance(title, dict):
        raise TypeError("the title of a citation is a mapping")
    number, quote = value["number"], value["quote"]
    return Citation(
        instrument=str(value["instrument"]),
        title=Text(zh=title["zh"], en=title["en"]),
        number=None if number is None else str(number),
        level=InstrumentLevel(str(value["level"])),
        article=str(value["article"]),
        quote=None if quote is None else str(quote),
    )
