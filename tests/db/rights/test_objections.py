"""An objection from its first day to its last: clocks, annotation, display, notices, the log."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.db.rights.stage import (
    AGENCY,
    MARKET,
    SAYS,
    WEDNESDAY,
    at,
    clocks_of,
    corrected,
    farmer,
    lodged,
    miller,
    pdf,
    record,
    shown,
)
from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.clocks import service as clocks
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.actions import handed_in, known_files, sweep_evidence
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import By, Channel, OnBehalf, PartyKind, UnableToStep
from xinheng.areas.rights.objection import actions
from xinheng.areas.rights.objection.terms import Ground, Remedy
from xinheng.plumbing import clock
from xinheng.plumbing.files.store import file_store

pytestmark = pytest.mark.usefixtures("node")
THURSDAY = WEDNESDAY + timedelta(days=1)
OFFICER = {"actor": "officer"}


def annotations(about: tuple[str, bytes], when: date = WEDNESDAY) -> list[bool]:
    """Whether each objected mark stands."""
    marks = archive.marks(item=about[0], key=about[1], moment=at(when, 23))
    return [mark.ended_at is None for mark in marks if mark.kind is MarkKind.OBJECTED]


def kinds(number: str) -> list[str]:
    """What the log says of a case, area and verb."""
    return [entry.kind for entry in ledger.entries_about("objection", number)]


@pytest.mark.requirement("OBJ-03")
def test_the_record_is_annotated_with_the_objection_itself() -> None:
    about = record()
    case = lodged(about)
    assert case.state == "lodged"
    assert annotations(about) == [True]
    assert clocks_of(case) == {"objection-annotate": ClockState.MET, "objection-transfer": ClockState.RUNNING}
    assert shown(about, at(hour=11))
    (told,) = notices.inbox(Addressee(AddresseeKind.ORGANISATION, case.party.id))
    assert (told.kind, told.about, told.text.due_on) == (
        NoticeKind.OBJECTION_RECEIVED, ("objection", case.number), date(2026, 11, 20)
    )  # fmt: skip
    assert kinds(case.number) == [
        "clocks.started", "archive.marked", "clocks.stopped", "clocks.started", "rights.objection_lodged"
    ]  # fmt: skip


@pytest.mark.requirement("OBJ-05", "OBJ-06")
def test_transferred_and_granted_by_the_provider_with_a_correction() -> None:
    about = record()
    case = actions.transfer(lodged(about).number, at=at(THURSDAY), **OFFICER)
    assert (case.state, case.department) == ("with_provider", MARKET)
    running = {clock.deadline: clock.due_on for clock in clocks.clocks_about(case.about) if clock.running}
    assert running == {"objection-decide-provider": date(2026, 11, 26)}
    assert [each.kind for each in notices.inbox(Addressee(AddresseeKind.DEPARTMENT, MARKET))] == [
        NoticeKind.OBJECTION_TRANSFERRED
    ]
    assert actions.acknowledge(case.number, actor="market", at=at(THURSDAY, 11)).state == "with_provider"
    decide = {"by": By.PROVIDER, "remedy": Remedy.CORRECT, "reason": "录入有误", "actor": "market"}
    with pytest.raises(UnableToStep, match="没有变化"):
        actions.grant(case.number, at=at(THURSDAY, 12), **decide)
    corrected(about, on=THURSDAY, CF_NR_FK="0.1")
    case = actions.grant(case.number, at=at(THURSDAY, 13), **decide)
    assert (case.state, case.settled) == ("granted", True)
    assert clocks_of(case)["objection-decide-provider"] is ClockState.MET
    assert annotations(about, THURSDAY) == [False]
    assert shown(about, at(THURSDAY, 14))
    told = notices.notices_about(case.about)[-1]
    assert (told.kind, told.text.reasons) == (NoticeKind.OBJECTION_DECIDED, "录入有误")
    assert told.text.basis
    assert told.text.remedy is not None


def test_granted_by_removal_the_record_is_gone_with_the_decision() -> None:
    about = record()
    case = actions.transfer(lodged(about).number, at=at(THURSDAY), **OFFICER)
    actions.grant(
        case.number,
        by=By.PROVIDER,
        remedy=Remedy.REMOVE,
        reason="主体认定错误",
        actor="market",
        at=at(THURSDAY, 12),
    )
    assert not shown(about, at(THURSDAY, 12))
    assert shown(about, at(THURSDAY, 11))
    with pytest.raises(UnableToStep) as refused:
        lodged(about, when=at(THURSDAY, 13))
    assert {reason.code for reason in refused.value.reasons} == {"withdrawn", "decided_before"}


@pytest.mark.requirement("OBJ-04")
def test_the_platforms_own_fault_is_decided_by_the_centre_in_its_time_from_receipt() -> None:
    about = record()
    case = lodged(about)
    case = actions.find_own_fault(case.number, reason="转换程序漏了小数点", at=at(THURSDAY), **OFFICER)
    running = {clock.deadline: clock.due_on for clock in clocks.clocks_about(case.about) if clock.running}
    assert running == {"objection-decide-own": date(2026, 11, 25)}
    assert clocks_of(case)["objection-transfer"] is ClockState.CANCELLED
    corrected(about, on=THURSDAY, CF_NR_FK="0.1")
    case = actions.grant(
        case.number, by=By.CENTRE, remedy=Remedy.CORRECT, reason="已改正", at=at(THURSDAY, 12), **OFFICER
    )
    assert case.state == "granted"


@pytest.mark.requirement("OBJ-11")
def test_refused_with_reasons_and_looked_at_again_once_by_somebody_else() -> None:
    about = record()
    case = actions.transfer(lodged(about).number, at=at(THURSDAY), **OFFICER)
    with pytest.raises(UnableToStep, match="理由"):
        actions.refuse(case.number, by=By.PROVIDER, reason=" ", actor="market", at=at(THURSDAY, 11))
    actions.refuse(case.number, by=By.PROVIDER, reason="与决定书一致", actor="market", at=at(THURSDAY, 11))
    assert annotations(about, THURSDAY) == [False]
    case = actions.ask_again(
        case.number, asker=miller(), reason="决定书第二页有更正", actor="miller", at=at(THURSDAY, 12)
    )
    assert case.state == "second_look"
    assert annotations(about, THURSDAY) == [False, True]
    case = actions.uphold(case.number, reason="核对原件无误", at=at(THURSDAY, 15), **OFFICER)
    assert (case.state, case.settled) == ("upheld", True)
    with pytest.raises(UnableToStep):
        actions.ask_again(case.number, asker=miller(), reason="再看一次", actor="miller", at=at(THURSDAY, 16))
    assert notices.notices_about(case.about)[-1].kind is NoticeKind.OBJECTION_LOOKED_AT_AGAIN


def test_who_refused_does_not_look_again() -> None:
    case = lodged(record())
    actions.find_own_fault(case.number, reason="归集程序", at=at(THURSDAY), **OFFICER)
    actions.refuse(case.number, by=By.CENTRE, reason="一致", at=at(THURSDAY, 11), **OFFICER)
    actions.ask_again(case.number, asker=miller(), reason="请复核", actor="miller", at=at(THURSDAY, 12))
    again = {"reason": "复核", "at": at(THURSDAY, 13)}
    for decide in (
        lambda actor: actions.uphold(case.number, actor=actor, **again),
        lambda actor: actions.grant(case.number, by=By.CENTRE, remedy=Remedy.REMOVE, actor=actor, **again),
    ):
        with pytest.raises(UnableToStep, match="不能由作出原决定的人员"):
            decide("officer")
    assert actions.uphold(case.number, actor="another", **again).state == "upheld"


@pytest.mark.requirement("OBJ-12")
def test_lapsed_it_is_suspended_at_midnight_taken_over_and_the_provider_decides_no_more() -> None:
    about = record()
    case = actions.transfer(lodged(about).number, at=at(THURSDAY), **OFFICER)
    last = date(2026, 11, 26)
    with pytest.raises(UnableToStep, match="尚未届满"):
        actions.take_over(case.number, reason="逾期", at=at(last, 23), **OFFICER)
    after = last + timedelta(days=1)
    case = actions.take_over(case.number, reason="逾期未决", at=at(after), **OFFICER)
    assert case.state == "taken_over"
    for late in (
        lambda: actions.refuse(case.number, by=By.PROVIDER, reason="一致", actor="market", at=at(after, 11)),
        lambda: actions.grant(
            case.number, by=By.PROVIDER, remedy=Remedy.REMOVE, reason="错", actor="market", at=at(after, 11)
        ),
        lambda: actions.acknowledge(case.number, actor="market", at=at(after, 11)),
    ):
        with pytest.raises(UnableToStep, match="不能进行这一步"):
            late()
    assert clocks_of(case)["objection-decide-provider"] is ClockState.RUNNING
    case = actions.refuse(case.number, by=By.CENTRE, reason="与决定书一致", at=at(after, 12), **OFFICER)
    assert clocks_of(case)["objection-decide-provider"] is ClockState.MET_LATE
    assert {each.kind for each in notices.inbox(Addressee(AddresseeKind.DEPARTMENT, MARKET))} == {
        NoticeKind.OBJECTION_TRANSFERRED, NoticeKind.OBJECTION_TAKEN_OVER
    }  # fmt: skip


@pytest.mark.requirement("OBJ-02", "OBJ-08", "OBJ-09", "OBJ-10")
def test_at_an_agency_its_own_clocks_run_and_its_answer_names_the_source() -> None:
    about = record()
    mill = OnBehalf(PartyKind.ORGANISATION, miller().acts_for, "出示营业执照")
    asked = replace(SAYS, channel=Channel.AGENCY, identity="出示营业执照")
    case = actions.lodge(about, asked, asker=mill, agency=AGENCY, actor="agency", at=at())
    assert (case.state, case.department) == ("with_agency", AGENCY)
    due = {clock.deadline: clock.due_on for clock in clocks.clocks_about(case.about) if clock.running}
    assert due == {
        "objection-annotate-agency": date(2026, 11, 19), "objection-decide-agency": date(2026, 11, 27)
    }  # fmt: skip
    case = actions.annotate(case.number, actor="agency", at=at(THURSDAY))
    assert clocks_of(case)["objection-annotate-agency"] is ClockState.MET
    refuse = {"by": By.AGENCY, "reason": "与来源一致", "actor": "agency", "at": at(THURSDAY, 11)}
    with pytest.raises(UnableToStep, match="信息来源"):
        actions.refuse(case.number, **refuse)
    case = actions.refuse(case.number, source="信用中国（贵州）", **refuse)
    assert case.state == "refused_by_agency"
    assert "信用中国（贵州）" in notices.notices_about(case.about)[-1].text.says.zh
    case = actions.hand_on(case.number, asker=miller(), actor="miller", at=at(THURSDAY, 12))
    assert (case.state, annotations(about, THURSDAY)) == ("lodged", [False, True])
    assert {clock.deadline for clock in clocks.clocks_about(case.about) if clock.running} == {
        "objection-transfer"
    }
    case = actions.transfer(case.number, at=at(THURSDAY, 13), **OFFICER)
    assert case.department == MARKET


@pytest.mark.requirement("OBJ-02")
def test_at_the_provider_it_has_the_case_at_once() -> None:
    mill = OnBehalf(PartyKind.ORGANISATION, miller().acts_for, "法定代表人到场")
    asked = replace(SAYS, channel=Channel.PROVIDER, identity="法定代表人到场")
    case = actions.lodge(record(), asked, asker=mill, actor="market", at=at())
    assert case.state == "with_provider"
    assert clocks_of(case)["objection-decide-provider"] is ClockState.RUNNING
    entry = ledger.entries_about("objection", case.number)[-1]
    assert entry.payload["identity"] == "法定代表人到场"


def test_given_up_nothing_is_left_running_and_it_may_be_lodged_again() -> None:
    about = record()
    case = actions.give_up(lodged(about).number, asker=miller(), actor="miller", at=at(THURSDAY))
    assert set(clocks_of(case).values()) == {ClockState.MET, ClockState.CANCELLED}
    assert annotations(about, THURSDAY) == [False]
    assert lodged(about, when=at(THURSDAY, 12)).number != case.number


def test_evidence_is_kept_once_and_nobody_else_adds_to_a_case() -> None:
    about = record()
    with handed_in([pdf()]) as files:
        case = lodged(about, evidence=files)
    with handed_in([pdf("另一个名字.pdf")]) as same, pytest.raises(UnableToStep, match="没有新的文件"):
        actions.add_evidence(case.number, asker=miller(), files=same, actor="miller", at=at(hour=11))
    with handed_in([pdf(more=b"2")]) as more, pytest.raises(UnableToStep, match="不是您的事项"):
        actions.add_evidence(case.number, asker=farmer(), files=more, actor="farmer", at=at(hour=11))
    with handed_in([pdf(more=b"2")]) as more:
        actions.add_evidence(case.number, asker=miller(), files=more, actor="miller", at=at(hour=12))
    assert Case.objects.get(number=case.number).evidence.count() == 2


def test_the_claim_is_kept_as_it_was_made() -> None:
    from xinheng.areas.rights.objection import store

    asked = replace(SAYS, claims={"CF_NR_FK": "0.1"}, ground=Ground.INCOMPLETE)
    case = lodged(record(), asked=asked)
    assert store.says(case.id).claims == {"CF_NR_FK": "0.1"}
    assert store.says(case.id).ground is Ground.INCOMPLETE


def test_files_that_a_killed_process_left_are_swept_and_those_of_cases_kept() -> None:
    with handed_in([pdf()]) as files:
        lodged(record(), evidence=files)
    left = file_store().store(io.BytesIO(b"x"), purpose="evidence")
    now = clock.now()
    assert sweep_evidence(before=now - timedelta(days=1)) == 0
    assert sweep_evidence(before=now + timedelta(seconds=5)) == 1
    assert not file_store().exists(left)
    assert list(known_files()) == file_store().names("evidence")


def test_a_refused_case_leaves_no_file() -> None:
    with pytest.raises(UnableToStep), handed_in([pdf()]) as files:
        lodged(record(), evidence=files, asker=farmer())
    assert file_store().names("evidence") == []


@pytest.mark.requirement("OBJ-12")
def test_a_day_that_may_still_move_is_told_and_listed_so() -> None:
    about = record(decided_on=date(2026, 11, 2), known_on=date(2026, 11, 4))
    case = lodged(about, when=at(date(2026, 12, 30)))
    (told,) = notices.inbox(Addressee(AddresseeKind.ORGANISATION, case.party.id))
    assert told.text.due_on == date(2027, 1, 4)
    assert "日期暂定" in told.text.says.zh
    assert "provisional" in told.text.says.en
    (line,) = service.cases_of_party(case.party.kind, case.party.id, day=date(2026, 12, 30), limit=5).lines
    assert (line.due_on, line.provisional) == (date(2027, 1, 4), True)
    sure = lodged(record("黔示罚〔2026〕2号"))
    (told, _) = notices.inbox(Addressee(AddresseeKind.ORGANISATION, case.party.id))
    assert (told.about[1], "暂定" in told.text.says.zh) == (sure.number, False)
