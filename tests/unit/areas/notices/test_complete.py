"""What a notice must carry, and what its hash covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.db.notices.support import ADVERSE, AT, BASIS, CASE, COMPLETE, MILL, PERSON, PLAIN
from xinheng.areas.notices import terms
from xinheng.areas.notices.rules import content as rules
from xinheng.areas.notices.terms import AdverseText, NoticeKind, NoticeText, Part, UnableToNotify
from xinheng.kernel.text import Text

LACKING: dict[Part, dict[str, Any]] = {
    Part.BASIS: {"basis": ()},
    Part.REASONS: {"reasons": "  "},
    Part.REMEDY: {"remedy": None},
    Part.DUE_DAY: {"due_on": None},
}


@pytest.mark.parametrize("part", Part)
def test_an_adverse_text_that_lacks_a_part_cannot_be_made(part: Part) -> None:
    with pytest.raises(UnableToNotify) as refused:
        AdverseText(**COMPLETE | LACKING[part])
    assert refused.value.missing == {part}


def test_a_basis_without_its_words_is_none() -> None:
    with pytest.raises(UnableToNotify):
        AdverseText(**COMPLETE | {"basis": (replace(BASIS, quote=None),)})
    with pytest.raises(UnableToNotify):
        AdverseText(**COMPLETE | {"remedy": Text(zh="可以申辩。", en="")})


@pytest.mark.parametrize("kind", sorted(terms.ADVERSE))
def test_a_notice_of_an_adverse_effect_takes_nothing_but_an_adverse_text(kind: NoticeKind) -> None:
    with pytest.raises(TypeError):
        rules.must_be_complete(kind, NoticeText(**COMPLETE))
    rules.must_be_complete(kind, ADVERSE)


@pytest.mark.parametrize("kind", sorted(terms.DECIDED))
@pytest.mark.parametrize("part", [Part.BASIS, Part.REASONS, Part.REMEDY])
def test_a_decision_is_told_with_basis_reasons_and_remedy(kind: NoticeKind, part: Part) -> None:
    with pytest.raises(UnableToNotify):
        rules.must_be_complete(kind, NoticeText(**COMPLETE | LACKING[part]))


def test_other_notices_may_be_plain() -> None:
    rules.must_be_complete(NoticeKind.OBJECTION_RECEIVED, PLAIN)


def test_every_kind_has_its_title() -> None:
    assert set(terms.KIND_TITLES) == set(NoticeKind)


def test_the_hash_covers_everything_that_is_said_and_the_salt() -> None:
    said = rules.content("TZ1", MILL, NoticeKind.ADVERSE_EFFECT_INTENDED, ADVERSE, about=CASE, at=AT)
    leaf = rules.leaf_of(said, salt=b"s" * 16)
    others = [said | {key: "other"} for key in said]
    found = {rules.leaf_of(each, salt=b"s" * 16) for each in others} | {rules.leaf_of(said, salt=b"t" * 16)}
    assert len(found - {leaf}) == len(said) + 1
    assert (
        rules.content("TZ1", PERSON, NoticeKind.ADVERSE_EFFECT_INTENDED, ADVERSE, about=CASE, at=AT) != said
    )


def test_a_citation_survives_its_json() -> None:
    assert rules.citation_from(rules.citation_json(BASIS)) == BASIS
