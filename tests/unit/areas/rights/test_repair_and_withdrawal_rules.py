"""When repair may be asked for, and which record falls with a notice of revocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.areas.rights.facts import FARMER, MILLER, TODAY, party, record
from xinheng.areas.catalogue.service import lawbook
from xinheng.areas.rights.cases.terms import By, Channel, Party, RecordFacts, Ruling
from xinheng.areas.rights.repair.rules import Earlier, admissible, decider_of
from xinheng.areas.rights.repair.terms import Application, RepairState
from xinheng.areas.rights.withdrawal.rules import RecordNamed, Teller, may_withdraw
from xinheng.areas.rights.withdrawal.terms import Cause, Revocation
from xinheng.kernel.lawbook import Period, Ruled
from xinheng.kernel.lawbook.meta import Decider, RepairCondition, RepairRule, Status, TermStart

RULE = RepairRule.model_validate(
    {
        "id": "repair-test", "title": {"zh": "修复", "en": "Repair"}, "item": None, "regime": "ordinary",
        "permitted": True, "conditions": ["duty_performed", "act_corrected"],
        "documents": [
            {"id": "receipt", "title": {"zh": "缴款凭证", "en": "Receipt"}, "required": True},
            {"id": "letter", "title": {"zh": "承诺书", "en": "Letter"}, "required": False},
        ],
        "remedy": {"zh": "依法申请复议。", "en": "Reconsideration."}, "basis": [],
        "in_force": {"from": None, "to": None}, "status": "unverified",
    }
)  # fmt: skip
ASKED = Application(met=frozenset(RULE.conditions), says="罚款已缴清")
OPEN = Earlier("XF20260701-0000001", RepairState.APPLIED, settled=False)


def ruled(**changes: Any) -> Ruled[RepairRule]:
    rule = RULE.model_copy(update=changes)
    return Ruled(rule, "test/repair-test", rule.title, "test", "1", Status.IN_FORCE, ())


def codes(
    asked: Application = ASKED, *, proofs: Sequence[str] = ("receipt",), of: RecordFacts | None = None,
    by: Party = MILLER, law: Ruled[RepairRule] | None = None, earlier: Sequence[Earlier] = (), day: date = TODAY,
    without_law: bool = False,
) -> list[str]:  # fmt: skip
    answer = admissible(
        asked, proofs=proofs, record=of or record(), party=by, earlier=earlier, day=day,
        law=None if without_law else law or ruled(),
    )  # fmt: skip
    assert (answer.outcome is Ruling.PERMITTED) == (not answer.reasons)
    return [reason.code for reason in answer.reasons]


@pytest.mark.requirement("REP-01", "REP-08")
def test_amends_made_and_proven_open_the_way() -> None:
    assert codes() == []


@pytest.mark.requirement("REP-08")
def test_every_condition_must_be_met_and_every_document_brought() -> None:
    answer = admissible(
        replace(ASKED, met=frozenset({RepairCondition.ACT_CORRECTED})), proofs=[], record=record(), party=MILLER,
        earlier=(), law=ruled(), day=TODAY,
    )  # fmt: skip
    assert [reason.code for reason in answer.reasons] == ["condition", "no_proof"]
    assert "已履行义务" in answer.reasons[0].text.zh
    assert "已纠正" not in answer.reasons[0].text.zh
    assert "缴款凭证" in answer.reasons[1].text.zh
    assert "承诺书" not in answer.reasons[1].text.zh
    assert codes(replace(ASKED, says="")) == ["no_words"]


@pytest.mark.requirement("REP-01")
def test_what_is_past_its_term_needs_no_repair() -> None:
    assert codes(of=record(live=False)) == ["over"]
    assert codes(of=record(live=False), law=ruled(within_term=False)) == []
    assert codes(of=record(withdrawn=True), law=ruled(within_term=False)) == ["over"]
    assert codes(of=record(effect="favourable")) == ["not_adverse"]


def test_a_minimum_time_of_display_is_waited_for() -> None:
    law = ruled(after=Period(months=3, days=0), starts=TermStart.KNOWN_ON)
    known = record(known_on=date(2026, 8, 24))
    assert codes(of=known, law=law, day=date(2026, 11, 24)) == ["too_early"]
    assert codes(of=known, law=law, day=date(2026, 11, 25)) == []
    assert codes(of=record(ends_on=None), law=ruled(after=Period(3, 0), starts=TermStart.ENDS_ON)) == [
        "too_early"
    ]


def test_what_the_law_excludes_or_does_not_rule_is_not_repaired() -> None:
    assert codes(law=ruled(permitted=False, conditions=(), documents=()), proofs=()) == ["never"]
    assert codes(without_law=True) == ["no_rule"]


def test_a_counter_says_how_it_knew_the_applicant() -> None:
    assert codes(replace(ASKED, channel=Channel.COUNTER)) == ["no_identity"]
    assert codes(replace(ASKED, channel=Channel.COUNTER, identity="营业执照原件")) == []


def test_the_rule_says_who_decides() -> None:
    assert decider_of(RULE) is By.PROVIDER
    assert decider_of(RULE.model_copy(update={"decider": Decider.CENTRE})) is By.CENTRE


def test_only_whom_it_is_about_and_once_at_a_time() -> None:
    assert codes(by=FARMER) == ["not_theirs"]
    assert codes(by=party(powers=frozenset({"object"}))) == ["no_power"]
    assert codes(earlier=[OPEN]) == ["open_before"]
    assert codes(earlier=[replace(OPEN, state=RepairState.REFUSED_AGAIN, settled=True)]) == []


REVOKED = Revocation(Cause.RECONSIDERATION, "黔府行复〔2026〕9号", date(2026, 11, 20))
NAMED = RecordNamed(found=True, provider="gz-market", organ="ORGAN", decided_on=date(2026, 3, 2))
PROVIDER = Teller("gz-market")


def told(revoked: Revocation = REVOKED, *, of: RecordNamed = NAMED, by: Teller = PROVIDER) -> list[str]:
    answer = may_withdraw(revoked, record=of, teller=by, day=TODAY, law=lawbook().as_of(TODAY))
    assert (answer.outcome is Ruling.PERMITTED) == (not answer.reasons)
    return [reason.code for reason in answer.reasons]


@pytest.mark.requirement("WDR-01")
@pytest.mark.parametrize("cause", list(Cause))
def test_three_causes(cause: Cause) -> None:
    assert told(replace(REVOKED, cause=cause)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"instrument": " "}, "no_instrument"),
        ({"decided_on": TODAY + timedelta(days=1)}, "in_future"),
        ({"decided_on": date(2026, 3, 1)}, "before_the_act"),
    ],
)
def test_the_revoking_act_is_named(changes: dict[str, Any], code: str) -> None:
    assert told(replace(REVOKED, **changes)) == [code]


def test_the_provider_or_the_organ_tells_and_nobody_else() -> None:
    assert told(by=Teller("other")) == ["not_yours"]
    assert told(by=Teller("other", uscc="ORGAN")) == []
    assert told(of=replace(NAMED, organ=""), by=Teller("other", uscc="")) == ["not_yours"]
    assert told(of=RecordNamed(found=False)) == ["not_found"]
    assert told(of=replace(NAMED, withdrawn=True)) == ["withdrawn_before"]
