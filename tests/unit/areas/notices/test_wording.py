"""The words that leave: complete in both languages, silent about a person, and honest about a second sending."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.db.notices.support import ADVERSE, AT, BASIS, CASE, MILL, PERSON, PLAIN
from xinheng.areas.notices.rules.addresses import compact, hint
from xinheng.areas.notices.rules.outcome import may_repeat, state_after
from xinheng.areas.notices.rules.templates import TEMPLATES, worded
from xinheng.areas.notices.rules.wording import LONGEST_MESSAGE, Sender, letter, short_message
from xinheng.areas.notices.terms import (
    ADVERSE as ADVERSE_KINDS,
)
from xinheng.areas.notices.terms import (
    MOST_TRIES,
    Addressee,
    AdverseText,
    Channel,
    DeliveryState,
    Grounds,
    NoticeFacts,
    NoticeKind,
    NoticeText,
    TryOutcome,
    UnableToNotify,
)
from xinheng.kernel.text import Text

SENDER = Sender(name="信衡示例", site="https://credit.example.cn")
GROUNDS = Grounds(
    basis=(BASIS,), reasons="2026 年内两次受到处罚。", remedy=Text(zh="可以申辩。", en="You may state your case."),
    due_on=ADVERSE.due_on, link="/mine/",
)  # fmt: skip
WHAT, WHO = Text(zh="列入名单", en="entry in a list"), Text(zh="示例市监局", en="Example office")


def notice(text: NoticeText = ADVERSE, to: Addressee = MILL) -> NoticeFacts:
    return NoticeFacts(
        id=1, number="TZ20260305-0000001", addressee=to, kind=NoticeKind.ADVERSE_EFFECT_INTENDED, text=text,
        about=CASE, by="centre", at=AT, leaf=b"l" * 32,
    )  # fmt: skip


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_words_that_carry_basis_reasons_remedy_and_due_day(kind: NoticeKind) -> None:
    text = worded(kind, what=WHAT, number="LR1", who=WHO, grounds=GROUNDS)
    assert isinstance(text, AdverseText) is (kind in ADVERSE_KINDS)
    said = f"{text.subject.zh}{text.says.zh}", f"{text.subject.en}{text.says.en}"
    assert all("LR1" in each and "{" not in each for each in said)
    body = letter(replace(notice(text), kind=kind), SENDER, repeated=False).body
    for part in (
        BASIS.quote,
        GROUNDS.reasons,
        "可以申辩。",
        "You may state your case.",
        "2026-03-12",
        "第34条",
        "art. 34",
    ):
        assert str(part) in body


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize(
    "lack", [{"basis": ()}, {"reasons": ""}, {"remedy": Text(zh="", en="")}, {"due_on": None}]
)
def test_words_without_grounds_cannot_be_made(kind: NoticeKind, lack: dict[str, object]) -> None:
    grounds = replace(GROUNDS, **lack)  # type: ignore[arg-type]
    if "due_on" in lack and kind not in ADVERSE_KINDS:
        assert worded(kind, what=WHAT, number="LR1", who=WHO, grounds=grounds).due_on is None
        return
    with pytest.raises(UnableToNotify):
        worded(kind, what=WHAT, number="LR1", who=WHO, grounds=grounds)


def test_every_kind_has_a_template() -> None:
    assert set(TEMPLATES) == set(NoticeKind)


def test_a_letter_says_what_has_nothing_below_it_and_where_to_act() -> None:
    body = letter(notice(PLAIN), SENDER, repeated=False).body
    assert "依据：无" in body
    assert "Remedy: none" in body
    assert f"https://credit.example.cn{PLAIN.link}" in body
    assert "TZ20260305-0000001" in body


def test_a_person_is_told_outside_only_that_there_is_a_notice() -> None:
    for words in (
        letter(notice(to=PERSON), SENDER, repeated=False),
        short_message(notice(to=PERSON), SENDER, repeated=False),
    ):
        for secret in (
            ADVERSE.reasons,
            ADVERSE.says.zh,
            ADVERSE.subject.zh,
            "2026-03-12",
            str(BASIS.quote),
            PERSON.id,
        ):
            assert secret not in words.subject + words.body


def test_a_second_sending_says_so() -> None:
    for make in (letter, short_message):
        first, second = (make(notice(), SENDER, repeated=again).body for again in (False, True))
        assert first != second
        assert ("重复" in second, "重复" in first) == (True, False)
    assert "may have reached you before" in letter(notice(), SENDER, repeated=True).body


@given(st.text(max_size=500))
def test_a_message_stays_short_and_keeps_number_and_address(subject: str) -> None:
    text = replace(PLAIN, subject=Text(zh=subject, en="x"))
    body = short_message(notice(text), SENDER, repeated=True).body
    assert len(body) <= LONGEST_MESSAGE
    assert body.endswith(
        f"编号 TZ20260305-0000001（可能重复发送），请登录查看：https://credit.example.cn{PLAIN.link}"
    )


@given(
    st.lists(
        st.sampled_from([each for each in TryOutcome if each is not TryOutcome.ACCEPTED]),
        max_size=MOST_TRIES + 2,
    )
)
def test_what_may_have_arrived_is_never_called_undeliverable(outcomes: list[TryOutcome]) -> None:
    state = state_after(outcomes)
    unclear = TryOutcome.UNCLEAR in outcomes
    assert may_repeat(outcomes) == unclear
    if unclear:
        assert state in {DeliveryState.TRYING_AGAIN, DeliveryState.UNCERTAIN}
    if len(outcomes) >= MOST_TRIES:
        assert state in {DeliveryState.UNDELIVERABLE, DeliveryState.UNCERTAIN}
    assert state_after([*outcomes, TryOutcome.ACCEPTED]) is DeliveryState.SENT


@pytest.mark.parametrize(
    ("channel", "address", "found"),
    [
        (Channel.EMAIL, " a.b@example.gov.cn ", "a.b@example.gov.cn"),
        (Channel.EMAIL, "a@b", None),
        (Channel.EMAIL, "a@example.cn\nBcc: x@y.cn", None),
        (Channel.EMAIL, "a b@example.cn", None),
        (Channel.EMAIL, f"{'a' * 65}@example.cn", None),
        (Channel.EMAIL, "", None),
        (Channel.MESSAGE, "+86 138 0000 0009", "13800000009"),
        (Channel.MESSAGE, "12345", None),
        (Channel.MESSAGE, "11000000000", None),
        (Channel.INBOX, "a@example.cn", None),
    ],
)
def test_addresses(channel: Channel, address: str, found: str | None) -> None:
    assert compact(channel, address) == found


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_hint_does_not_tell_the_number(number: str) -> None:
    assert number not in hint(Channel.MESSAGE, number)
