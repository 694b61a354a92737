"""Every Chinese text of the interface has an English one, with the same placeholders, in the file Django reads."""

from __future__ import annotations

import gettext
import re
import string
from functools import cache
from itertools import chain

import pytest
from babel.messages.catalog import Catalog, Message

from scripts.messages import PO, renewed

PERCENT = re.compile(r"%\(\w+\)[a-z]|%[sdif]")
HAN = re.compile("[\u3400-\u9fff]")
# a language is named in its own tongue, and the name of the platform is explained by its characters
OWN_TONGUE = ("中文", "信是信用，衡是秤")


@cache
def _catalogue() -> Catalog:
    return renewed()


def _texts() -> list[Message]:
    return [message for message in _catalogue() if message.id]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> list[str]:
    braces = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return sorted(chain(PERCENT.findall(text), braces))


def test_the_extraction_finds_the_interface() -> None:
    found = {message.id for message in _texts()}
    assert {"信用查询", "质量看板", "工作人员登录", "公示合法性审查"} <= found


def test_every_text_has_an_english_one() -> None:
    missing = [message.id for message in _texts() if not all(_forms(message.string))]
    assert missing == [], "fill them in django.po, then `make messages`"


def test_placeholders_agree() -> None:
    differing = [
        (message.id, english)
        for message in _texts()
        for english in _forms(message.string)
        if _placeholders(english) != _placeholders(_forms(message.id)[-1])
    ]
    assert differing == []


def test_no_chinese_is_left_in_the_english() -> None:
    left = [
        (message.id, english)
        for message in _texts()
        for english in _forms(message.string)
        if HAN.search(english) and not str(message.id).startswith(OWN_TONGUE)
    ]
    assert left == []


def test_django_reads_what_the_texts_say() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    stale = [
        message.id
        for message in _texts()
        if isinstance(message.id, str)
        and message.context is None
        and read.gettext(message.id) != message.string
    ]
    assert stale == [], "make messages"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第 %(n)s 行：", ["%(n)s"]),
        ("%(part)s / %(whole)s", ["%(part)s", "%(whole)s"]),
        ("长度不超过 {length}，%d 条", ["%d", "{length}"]),
        ("无占位符，100%", []),
    ],
)
def test_placeholders_are_found(text: str, expected: list[str]) -> None:
    assert _placeholders(text) == expected
