"""Who may object to what, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.areas.rights.facts import FARMER, MILLER, PERSON, TODAY, party, record
from xinheng.areas.archive.terms import SubjectKind
from xinheng.areas.catalogue.service import lawbook
from xinheng.areas.rights.cases.terms import Channel, Party, RecordFacts, Ruling
from xinheng.areas.rights.objection.rules import Earlier, admissible, may_look_again, may_take_over
from xinheng.areas.rights.objection.terms import Ground, Lodging, ObjectionState, Remedy

ASKED = Lodging(ground=Ground.WRONG, says="金额写错", wants=Remedy.CORRECT)
DECIDED = Earlier(
    "YY20260701-0000007", Ground.WRONG, ObjectionState.REFUSED, settled=True, content_hash=b"h" * 32
)


def codes(
    asked: Lodging = ASKED,
    *,
    of: RecordFacts | None = None,
    by: Party = MILLER,
    earlier: Sequence[Earlier] = (),
) -> list[str]:
    answer = admissible(asked, record=of or record(), party=by, earlier=earlier, law=lawbook().as_of(TODAY))
    assert (answer.outcome is Ruling.PERMITTED) == (not answer.reasons)
    return [reason.code for reason in answer.reasons]


@pytest.mark.requirement("OBJ-01")
@pytest.mark.parametrize("ground", list(Ground))
def test_the_subject_may_object_on_every_ground_of_the_law(ground: Ground) -> None:
    assert codes(replace(ASKED, ground=ground)) == []


def test_the_answer_cites_the_article() -> None:
    answer = admissible(ASKED, record=record(), party=MILLER, earlier=(), law=lawbook().as_of(TODAY))
    assert {citation.article for citation in answer.citations} == {"34"}


def test_a_record_of_somebody_else_is_not_contested() -> None:
    assert codes(by=FARMER) == ["not_theirs"]
    assert codes(by=PERSON) == ["not_theirs"]
    assert codes(by=party(codes=frozenset({"old", *MILLER.codes}))) == []


def test_a_person_contests_what_is_about_the_person_or_names_the_person() -> None:
    about = record(subject_kind=SubjectKind.PERSON, subject=PERSON.id)
    assert codes(of=about, by=PERSON) == []
    assert codes(of=record(named=PERSON.codes), by=PERSON) == []
    # an organisation's code is no person's hash, whatever it looks like
    assert codes(of=replace(about, subject=MILLER.id), by=MILLER) == ["not_theirs"]


def test_a_mandate_that_ended_gives_no_power() -> None:
    assert codes(by=party(powers=frozenset({"read"}), mandate=7)) == ["no_power"]


@pytest.mark.parametrize("state", [ObjectionState.REFUSED, ObjectionState.UPHELD, ObjectionState.GRANTED])
def test_what_was_decided_is_not_asked_again(state: ObjectionState) -> None:
    decided = replace(DECIDED, state=state)
    assert codes(earlier=[decided]) == ["decided_before"]
    assert codes(replace(ASKED, ground=Ground.PRIVACY), earlier=[decided]) == []
    assert codes(of=record(content_hash=b"n" * 32), earlier=[decided]) == []


def test_the_refusal_points_to_the_decision() -> None:
    answer = admissible(ASKED, record=record(), party=MILLER, earlier=[DECIDED], law=lawbook().as_of(TODAY))
    assert "YY20260701-0000007" in answer.reasons[0].text.zh
    assert "YY20260701-0000007" in answer.reasons[0].text.en


def test_what_was_given_up_may_be_asked_again_and_what_is_open_not() -> None:
    assert codes(earlier=[replace(DECIDED, state=ObjectionState.GIVEN_UP)]) == []
    open_one = replace(DECIDED, state=ObjectionState.LODGED, settled=False)
    assert codes(replace(ASKED, ground=Ground.PRIVACY), earlier=[open_one]) == ["open_before"]


def test_it_says_what_is_wrong_and_a_counter_says_whom_it_saw() -> None:
    assert codes(replace(ASKED, says=" 　")) == ["no_words"]
    assert codes(replace(ASKED, channel=Channel.COUNTER)) == ["no_identity"]
    assert codes(replace(ASKED, channel=Channel.COUNTER, identity="出示营业执照和授权书")) == []


def test_what_is_withdrawn_is_not_contested() -> None:
    assert codes(of=record(withdrawn=True)) == ["withdrawn"]


def test_the_centre_takes_over_the_day_after_the_last_and_not_before() -> None:
    assert may_take_over(due_on=TODAY, day=TODAY).outcome is Ruling.REFUSED
    assert may_take_over(due_on=TODAY, day=TODAY + timedelta(days=1)).outcome is Ruling.PERMITTED
    assert may_take_over(due_on=None, day=TODAY).outcome is Ruling.REFUSED


def test_who_refused_does_not_look_again() -> None:
    assert may_look_again(refused_by="a", actor="a").outcome is Ruling.REFUSED
    assert may_look_again(refused_by="a", actor="b").outcome is Ruling.PERMITTED
