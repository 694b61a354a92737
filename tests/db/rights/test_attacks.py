"""What somebody with bad intent, or two at the same moment, would try."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.acceptance.rows import MILL
from tests.db.consent.support import entered, principal, user_of
from tests.db.rights import stage
from tests.db.rights.stage import SAYS, WEDNESDAY, applied, at, farmer, lodged, miller, record
from xinheng.areas.consent import actions as consent
from xinheng.areas.consent import service
from xinheng.areas.consent.terms import NewMandate, Power, Principal, UnableToAct
from xinheng.areas.ledger import service as ledger
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.store import NoSuchRecord
from xinheng.areas.rights.cases.terms import By, NoSuchCase, UnableToStep
from xinheng.areas.rights.objection import actions
from xinheng.areas.rights.objection.terms import Ground, Remedy
from xinheng.areas.rights.repair import actions as repairs

THURSDAY = WEDNESDAY + timedelta(days=1)


def agent(*powers: Power, last: Any = THURSDAY) -> tuple[Principal, int]:
    """Somebody whom the miller sent, and the number of the mandate."""
    sent = entered(7)
    given = consent.give_mandate(
        miller(),
        NewMandate(sent.person, "示例代理", frozenset(powers), WEDNESDAY, last),
        actor="miller",
        at=at(hour=8),
    )
    return principal(sent, f"mandate:{given.id}", at=at()), given.id


@pytest.mark.usefixtures("node")
class TestWhoMayNot:
    """Somebody else's record, a mandate that does not hold, grounds that were decided."""

    def test_object_to_a_record_that_is_not_theirs(self) -> None:
        with pytest.raises(UnableToStep, match="不是关于申请人"):
            lodged(record(), asker=farmer())
        assert Case.objects.count() == 0

    def test_object_to_what_is_not_there(self) -> None:
        with pytest.raises(NoSuchRecord):
            lodged(("penalty", b"x" * 16))

    @pytest.mark.requirement("PER-09")
    def test_object_to_another_persons_record_but_to_ones_own(self) -> None:
        person, other = entered(3), entered(4)
        own = record("黔示罚〔2026〕8号", subject=person.person, person=True)
        with pytest.raises(UnableToStep, match="不是关于申请人"):
            lodged(own, asker=principal(other, at=at()))
        assert lodged(own, asker=principal(person, at=at())).state == "lodged"

    def test_a_person_whom_a_record_names_may_object_to_it(self) -> None:
        named = entered(3)
        about = record(withheld={"CF_FR_ZJHM": named.person})
        assert lodged(about, asker=principal(named, at=at())).party.id == named.person

    def test_ask_again_what_was_decided(self) -> None:
        about = record()
        case = lodged(about)
        actions.find_own_fault(case.number, reason="归集", actor="officer", at=at(hour=11))
        actions.refuse(case.number, by=By.CENTRE, reason="一致", actor="officer", at=at(hour=12))
        with pytest.raises(UnableToStep) as refused:
            lodged(about, when=at(hour=13))
        assert refused.value.see == case.number
        assert (
            lodged(about, when=at(hour=14), asked=replace(SAYS, ground=Ground.TRADE_SECRET)).state == "lodged"
        )

    def test_a_forged_mandate(self) -> None:
        real, number = agent(Power.OBJECT)
        about = record()
        thief = user_of(entered(8))
        for chosen in (
            f"mandate:{number}",
            f"mandate:{number + 1}",
            f"organisation:{MILL}",
            "mandate:x",
            "self:x",
        ):
            assert service.principal(thief, chosen, at=at()) is None
        with pytest.raises(UnableToAct):
            lodged(about, asker=None)
        with pytest.raises(UnableToAct):
            applied(about, asker=real)
        assert Case.objects.count() == 0
        assert lodged(about, asker=real).party.mandate == number

    def test_an_expired_mandate(self) -> None:
        real, _ = agent(Power.OBJECT)
        about = record()
        with pytest.raises(UnableToAct):
            lodged(about, asker=real, at=at(THURSDAY + timedelta(days=1)))

    def test_a_mandate_revoked_while_the_case_is_open(self) -> None:
        real, number = agent(Power.OBJECT)
        case = lodged(record(), asker=real)
        consent.revoke_mandate(number, principal=miller(), why="不再委托", actor="miller", at=at(hour=11))
        for act in (
            lambda: actions.give_up(case.number, asker=real, actor="agent", at=at(hour=12)),
            lambda: actions.add_evidence(case.number, asker=real, files=(), actor="agent", at=at(hour=12)),
        ):
            with pytest.raises(UnableToAct):
                act()
        assert (
            actions.give_up(case.number, asker=miller(), actor="miller", at=at(hour=13)).state == "given_up"
        )

    def test_a_case_of_another_kind_or_none(self) -> None:
        case = lodged(record())
        with pytest.raises(NoSuchCase):
            repairs.accept(case.number, by=By.PROVIDER, actor="market", at=at(hour=11))
        with pytest.raises(NoSuchCase):
            actions.transfer("YY20261118-9999999", actor="officer", at=at(hour=11))

    def test_a_clock_that_runs_back(self) -> None:
        case = lodged(record())
        with pytest.raises(UnableToStep, match="早于上一步"):
            actions.transfer(case.number, actor="officer", at=at(hour=9))
        assert actions.transfer(case.number, actor="officer", at=at(hour=10)).state == "with_provider"

    def test_a_failed_step_leaves_nothing_behind(self) -> None:
        case = lodged(record())
        before = ledger.size()
        with pytest.raises(UnableToStep):
            actions.uphold(case.number, reason="x", actor="officer", at=at(hour=11))
        assert (ledger.size(), Case.objects.get(number=case.number).steps) == (before, 1)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, each on a connection of its own; what each gave, or why it was refused."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return act()
        except (UnableToStep, UnableToAct) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result(timeout=60) for done in [threads.submit(run, act) for act in acts]]


@pytest.fixture
def committed(transactional_db: None, settings: Any, tmp_path: Any) -> None:
    """The stage, for several connections."""
    stage.law()


@pytest.mark.usefixtures("committed")
class TestAtOnce:
    """Two who act at the same moment."""

    def test_two_deciders(self) -> None:
        case = actions.transfer(lodged(record()).number, actor="officer", at=at(hour=11))
        decide = {"by": By.PROVIDER, "reason": "理由", "at": at(hour=12)}
        done = at_once(
            lambda: actions.grant(case.number, remedy=Remedy.REMOVE, actor="one", **decide),
            lambda: actions.refuse(case.number, actor="two", **decide),
        )
        assert sum(isinstance(each, UnableToStep) for each in done) == 1
        kept = Case.objects.get(number=case.number)
        assert (kept.steps, kept.state in {"granted", "refused"}) == (3, True)
        decided = [e for e in ledger.entries_about(*case.about) if e.kind == "rights.objection_decided"]
        assert [entry.payload["outcome"] for entry in decided] == [kept.state]

    def test_the_same_objection_twice(self) -> None:
        about = record()
        asker = miller()
        done = at_once(*[lambda: lodged(about, asker=asker) for _ in range(3)])
        assert sum(isinstance(each, UnableToStep) for each in done) == 2
        assert Case.objects.filter(party=MILL).count() == 1

    def test_deciding_and_giving_up(self) -> None:
        case = actions.transfer(lodged(record()).number, actor="officer", at=at(hour=11))
        asker = miller()
        done = at_once(
            lambda: actions.give_up(case.number, asker=asker, actor="miller", at=at(hour=12)),
            lambda: actions.refuse(
                case.number, by=By.PROVIDER, reason="一致", actor="market", at=at(hour=12)
            ),
        )
        assert sum(isinstance(each, UnableToStep) for each in done) == 1
