"""When repair may be asked for, and which record falls with a notice of revocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.areas.rights.facts import FARMER, MILLER, TODAY, party, record
from xinheng.areas.catalogue.service import lawbook
from xinheng.areas.rights.cases.terms import Party, RecordFacts, Ruling
from xinheng.areas.rights.repair.rules import Applying, Earlier, RepairLaw, admissible
from xinheng.areas.rights.repair.terms import RepairState
from xinheng.areas.rights.withdrawal.rules import RecordNamed, Revocation, Teller, may_withdraw
from xinheng.areas.rights.withdrawal.terms import Cause
from xinheng.kernel.text import Text

CONDITIONS = (
    ("performed", Text(zh="已履行义务", en="duty performed")),
    ("corrected", Text(zh="已纠正行为", en="act corrected")),
)
LAW = RepairLaw(entry="test/repair", conditions=CONDITIONS, citations=())
ASKED = Applying(met=frozenset({"performed", "corrected"}), says="罚款已缴清", proofs=1)
OPEN = Earlier("XF20260701-0000001", RepairState.APPLIED, settled=False)


def codes(
    asked: Applying = ASKED, *, of: RecordFacts | None = None, by: Party = MILLER, law: RepairLaw | None = LAW,
    earlier: Sequence[Earlier] = (), day: date = TODAY,
) -> list[str]:  # fmt: skip
    answer = admissible(asked, record=of or record(), party=by, earlier=earlier, law=law, day=day)
    assert (answer.outcome is Ruling.PERMITTED) == (not answer.reasons)
    return [reason.code for reason in answer.reasons]


@pytest.mark.requirement("REP-01", "REP-08")
def test_amends_made_and_proven_open_the_way() -> None:
    assert codes() == []


def test_every_condition_must_be_met() -> None:
    answer = admissible(
        replace(ASKED, met=frozenset({"corrected"})),
        record=record(),
        party=MILLER,
        earlier=(),
        law=LAW,
        day=TODAY,
    )
    assert [reason.code for reason in answer.reasons] == ["condition"]
    assert "已履行义务" in answer.reasons[0].text.zh
    assert "已纠正行为" not in answer.reasons[0].text.zh
    assert codes(replace(ASKED, proofs=0)) == ["no_proof"]
    assert codes(replace(ASKED, says="")) == ["no_words"]


@pytest.mark.requirement("REP-01")
def test_what_is_past_its_term_needs_no_repair() -> None:
    assert codes(of=record(shown=False)) == ["not_shown"]
    assert codes(of=record(effect="favourable")) == ["not_adverse"]


def test_a_minimum_time_of_display_is_waited_for() -> None:
    law = replace(LAW, earliest=TODAY)
    assert codes(law=law, day=TODAY - timedelta(days=1)) == ["too_early"]
    assert codes(law=law) == []
    assert codes(law=replace(LAW, never=True)) == ["never"]
    assert codes(law=None) == ["no_rule"]


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
    assert told(by=Teller("credit-centre", centre=True)) == []
    assert told(of=RecordNamed(found=False)) == ["not_found"]
    assert told(of=replace(NAMED, withdrawn=True)) == ["withdrawn_before"]
