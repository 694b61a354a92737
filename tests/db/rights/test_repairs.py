"""An application for repair: asked for with proof, accepted or not, decided, looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.db.rights.stage import (
    MARKET,
    OTHER,
    WEDNESDAY,
    applied,
    at,
    clocks_of,
    department,
    farmer,
    lodged,
    miller,
    pdf,
    record,
    shown,
)
from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.repair import actions
from xinheng.areas.rights.repair.terms import Application
from xinheng.kernel.lawbook.meta import RepairCondition

pytestmark = pytest.mark.usefixtures("node")
THURSDAY = WEDNESDAY + timedelta(days=1)
MARKET_OFFICER = {"by": By.PROVIDER, "actor": "market"}


@pytest.mark.requirement("REP-03", "REP-04", "REP-07")
def test_repaired_it_is_gone_with_the_decision() -> None:
    about = record()
    case = applied(about)
    assert (case.state, case.department) == ("applied", MARKET)
    case = actions.accept(case.number, at=at(hour=11), **MARKET_OFFICER)
    assert case.state == "accepted"
    assert shown(about, at(THURSDAY, 9))
    with pytest.raises(UnableToStep, match="文号"):
        actions.repair(case.number, instrument=" ", at=at(THURSDAY), **MARKET_OFFICER)
    with handed_in([pdf("修复决定书.pdf", more=b"d")]) as files:
        case = actions.repair(
            case.number, instrument="黔示修〔2026〕1号", evidence=files, at=at(THURSDAY), **MARKET_OFFICER
        )
    assert (case.state, case.settled) == ("repaired", True)
    assert not shown(about, at(THURSDAY))
    assert clocks_of(case)["repair-withdraw"] is ClockState.MET
    (mark,) = archive.marks_of_case(case.about)
    assert (mark.kind, mark.ended_at) == (MarkKind.REPAIRED, None)
    told = notices.inbox(Addressee(AddresseeKind.ORGANISATION, miller().acts_for))[0]
    assert (told.kind, "黔示修〔2026〕1号" in told.text.says.zh) == (NoticeKind.REPAIR_DECIDED, True)
    entry = ledger.entries_about("repair", case.number)[-1]
    assert (entry.kind, entry.payload["instrument"]) == ("rights.repair_decided", "黔示修〔2026〕1号")


def test_the_rule_is_the_packs_and_named_in_the_case() -> None:
    from xinheng.areas.rights.repair import store

    case = applied(record())
    said = store.says(case.id)
    assert said is not None
    assert said.rule.startswith("cn-gz/repair-general@")
    assert said.decider is By.PROVIDER


def test_documents_that_the_rule_asks_for_come_with_it() -> None:
    with pytest.raises(UnableToStep, match="缺少材料"):
        applied(record(), evidence=())
    with pytest.raises(UnableToStep, match="未满足修复条件"):
        applied(record("黔示罚〔2026〕2号"), asked=Application(met=frozenset(), says="已缴清"))


@pytest.mark.requirement("REP-01")
def test_what_is_over_is_not_repaired() -> None:
    old = record(decided_on=date(2022, 3, 2), known_on=date(2022, 3, 4))
    with pytest.raises(UnableToStep, match="已不再公示"):
        applied(old)


@pytest.mark.requirement("REP-07")
def test_not_accepted_with_reasons_then_sent_back_then_refused_again() -> None:
    case = applied(record())
    with pytest.raises(UnableToStep, match="理由"):
        actions.decline(case.number, reason="", at=at(hour=11), **MARKET_OFFICER)
    case = actions.decline(case.number, reason="罚款尚欠500元", at=at(hour=11), **MARKET_OFFICER)
    assert (case.state, case.settled) == ("not_accepted", True)
    told = notices.inbox(Addressee(AddresseeKind.ORGANISATION, miller().acts_for))[0]
    assert (told.text.reasons, told.text.remedy is not None) == ("罚款尚欠500元", True)
    case = actions.ask_again(case.number, asker=miller(), reason="附缴款凭证", actor="miller", at=at(hour=12))
    case = actions.send_back(case.number, reason="凭证显示已缴清", actor="officer", at=at(hour=13))
    assert case.state == "redecide"
    case = actions.refuse(case.number, reason="产品未召回", at=at(hour=14), **MARKET_OFFICER)
    assert case.state == "refused_again"
    with pytest.raises(UnableToStep):
        actions.ask_again(case.number, asker=miller(), reason="再看", actor="miller", at=at(hour=15))


def test_refused_and_upheld() -> None:
    case = applied(record())
    actions.accept(case.number, at=at(hour=11), **MARKET_OFFICER)
    actions.refuse(case.number, reason="整改未完成", at=at(hour=12), **MARKET_OFFICER)
    actions.ask_again(case.number, asker=miller(), reason="已完成", actor="miller", at=at(hour=13))
    case = actions.uphold(case.number, reason="现场核查未完成", actor="officer", at=at(hour=14))
    assert case.state == "upheld"


def test_only_the_decider_of_the_rule_decides() -> None:
    case = applied(record())
    with pytest.raises(UnableToStep, match="不由您决定"):
        actions.accept(case.number, by=By.CENTRE, actor="officer", at=at(hour=11))


def test_nobody_else_gives_up_or_asks_again() -> None:
    case = applied(record())
    with pytest.raises(UnableToStep, match="不是您的事项"):
        actions.give_up(case.number, asker=farmer(), actor="farmer", at=at(hour=11))
    assert actions.give_up(case.number, asker=miller(), actor="miller", at=at(hour=11)).state == "given_up"


def test_an_objection_and_an_application_about_one_record_go_beside_each_other() -> None:
    about = record()
    objection, repair = lodged(about), applied(about)
    assert (objection.state, repair.state) == ("lodged", "applied")
    actions.accept(repair.number, at=at(hour=11), **MARKET_OFFICER)
    actions.repair(repair.number, instrument="黔示修〔2026〕2号", at=at(hour=12), **MARKET_OFFICER)
    assert not shown(about, at(hour=12))


@pytest.mark.requirement("REP-02", "REP-14")
def test_a_provider_proves_repair_that_nobody_applied_for() -> None:
    about = record()
    prove = {"instrument": "筑关修〔2026〕7号", "reason": "海关信用修复决定", "actor": "market", "at": at()}
    with pytest.raises(UnableToStep, match="不由您决定"):
        actions.prove(about, by=department(OTHER), **prove)
    case = actions.prove(about, by=department(MARKET), **prove)
    assert case.state == "repaired"
    assert not shown(about, at())
    told = notices.inbox(Addressee(AddresseeKind.ORGANISATION, miller().acts_for))[0]
    assert told.kind is NoticeKind.REPAIR_DECIDED
    with pytest.raises(UnableToStep, match="无须修复"):
        actions.prove(about, by=department(MARKET), **prove)


@pytest.mark.requirement("EXT-01")
def test_reorganised_enterprises_wait_for_their_own_rule() -> None:
    from xinheng.kernel.lawbook.meta import Regime

    asked = Application(met=frozenset(RepairCondition), says="重整计划执行完毕", regime=Regime.REORGANISED)
    with pytest.raises(UnableToStep, match="现行规则没有规定"):
        applied(record(), asked=asked)
    assert applied(record(), asked=replace(asked, regime=Regime.ORDINARY)).state == "applied"
