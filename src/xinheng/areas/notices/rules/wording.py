"""A notice in the words that leave the platform: a letter in both languages, a short message. Pure.

What goes to a person outside tells that there is a notice, and nothing of what it says (R1): it is read after a login.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinheng.areas.notices.terms import KIND_TITLES, PART_TITLES, AddresseeKind, NoticeFacts, Part
from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Language, Text

LONGEST_MESSAGE = 280
NONE = Text(zh="无", en="none")
"""What a heading says that has nothing below it: a reader sees that it was not forgotten."""
_LINK = Text(zh="办理", en="Where")
_NUMBER = Text(zh="通知编号", en="Number of this notice")
_REPEATED = Text(
    zh="本通知此前可能已经送达过一次；通知编号相同的，是同一份通知，不必重复处理。",
    en="This notice may have reached you before; one with the same number is the same notice.",
)
_PRIVATE = Text(
    zh="您有一份新通知。为保护您的信息，内容请登录后查看。",
    en="There is a notice for you. To protect your information, please log in to read it.",
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the node's name, and what its links begin with."""

    name: str
    site: str


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body."""

    subject: str
    body: str


def letter(notice: NoticeFacts, sender: Sender, *, repeated: bool) -> Words:
    """An e-mail: Chinese, then English, each with basis, reasons, remedy and due day."""
    private = notice.addressee.kind is AddresseeKind.PERSON
    subject = KIND_TITLES[notice.kind] if private else notice.text.subject
    languages: tuple[Language, ...] = ("zh", "en")
    parts = [
        _in_language(notice, sender, language, private=private, repeated=repeated) for language in languages
    ]
    return Words(f"[{sender.name}] {subject.zh}", "\n\n――――――――――\n\n".join(parts) + "\n")


def short_message(notice: NoticeFacts, sender: Sender, *, repeated: bool) -> Words:
    """A text message: what it is about, by when, and where to read it."""
    private = notice.addressee.kind is AddresseeKind.PERSON
    subject = KIND_TITLES[notice.kind].zh if private else notice.text.subject.zh
    due = f"，期限 {notice.text.due_on.isoformat()}" if notice.text.due_on and not private else ""
    again = "（可能重复发送）" if repeated else ""
    ending = f"。编号 {notice.number}{again}，请登录查看：{address(notice, sender)}"
    room = LONGEST_MESSAGE - len(f"【{sender.name}】{due}{ending}")
    return Words(subject, f"【{sender.name}】{_cut(subject, room)}{due}{ending}")


def address(notice: NoticeFacts, sender: Sender) -> str:
    """Where the addressee reads and acts."""
    return f"{sender.site}{notice.text.link or '/'}"


def headings(notice: NoticeFacts, language: Language) -> list[tuple[Part, str]]:
    """The four parts, in their order; one that is empty says so."""
    text = notice.text
    basis = "\n".join(cited(each, language) for each in text.basis)
    remedy = text.remedy.in_(language) if text.remedy else ""
    found = {
        Part.BASIS: basis, Part.REASONS: text.reasons, Part.REMEDY: remedy, Part.DUE_DAY: _day(text.due_on),
    }  # fmt: skip
    return [(part, said or NONE.in_(language)) for part, said in found.items()]


def cited(citation: Citation, language: Language) -> str:
    """A basis in one line, with its words as they stand in the law."""
    if language == "en":
        return f"{citation.title.en}, {_article(citation.article, 'en')}: “{citation.quote or ''}”"
    return f"{citation.title.zh}{_article(citation.article, 'zh')}：“{citation.quote or ''}”"


def _in_language(
    notice: NoticeFacts, sender: Sender, language: Language, *, private: bool, repeated: bool
) -> str:
    colon = ": " if language == "en" else "："
    lines = [_PRIVATE.in_(language) if private else notice.text.says.in_(language), ""]
    if not private:
        lines += [
            f"{PART_TITLES[part].in_(language)}{colon}{said}" for part, said in headings(notice, language)
        ]
    lines += [
        f"{_LINK.in_(language)}{colon}{address(notice, sender)}",
        f"{_NUMBER.in_(language)}{colon}{notice.number}",
    ]
    if repeated:
        lines.append(_REPEATED.in_(language))
    return "\n".join(lines)


def _article(anchor: str, language: Language) -> str:
    """An anchor of a source as people write it: 33 → 第33条, item-38 → 第38项."""
    if anchor.isdigit():
        return f"第{anchor}条" if language == "zh" else f"art. {anchor}"
    if anchor.startswith("item-"):
        number = anchor.removeprefix("item-")
        return f"第{number}项" if language == "zh" else f"item {number}"
    return anchor


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 0)] + "…"
