"""The pure machine and the database, driven together: whatever is tried, both say the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.db.rights.support import NOON, case, provider
from xinheng.areas.rights.cases.models import Case, Step
from xinheng.areas.rights.cases.rules import may_step
from xinheng.areas.rights.cases.terms import By, Machine, Ruling
from xinheng.areas.rights.objection.terms import OBJECTION
from xinheng.areas.rights.repair.terms import REPAIR
from xinheng.areas.rights.withdrawal.terms import WITHDRAWAL

pytestmark = pytest.mark.django_db

REASONS = st.sampled_from(["", " ", "\u3000\t", "理由"])
SHIFTS = st.sampled_from([-1, 0, 0, 1, 3600])


class Driven(RuleBasedStateMachine):
    """One case of one kind; steps that are drawn freely, and steps that the table offers."""

    machine: Machine

    @initialize()
    def begin(self) -> None:
        """A case without a step."""
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.case = case(self.machine.kind)
        self.state, self.steps, self.last_at = "", 0, NOON

    @rule(data=st.data(), by=st.sampled_from(By), reason=REASONS, seconds=SHIFTS)
    def anything(self, data: Any, by: By, reason: str, seconds: int) -> None:
        """Any step by anybody to anywhere."""
        step = data.draw(st.sampled_from(sorted(self.machine.steps)))
        target = data.draw(st.sampled_from(sorted(self.machine.states)))
        self._try(step, by, reason=reason, seconds=seconds, target=target)

    @rule(data=st.data(), by=st.sampled_from(By), reason=REASONS, seconds=SHIFTS)
    def what_is_offered(self, data: Any, by: By, reason: str, seconds: int) -> None:
        """A step that the table offers to somebody here."""
        if offered := self.machine.open_to(self.state, by):
            step = data.draw(st.sampled_from(offered))
            self._try(
                step, by, reason=reason, seconds=seconds, target=self.machine.target(self.state, step, by)
            )

    @rule(state=st.text(max_size=5), settled=st.booleans())
    def by_hand(self, state: str, settled: bool) -> None:
        """Moving the case without a step."""
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=self.case.pk).update(state=state.replace("\0", ""), settled=settled)

    def _try(self, step: str, by: By, *, reason: str, seconds: int, target: str | None) -> None:
        at = self.last_at + timedelta(seconds=seconds)
        answer = may_step(
            self.machine, step, by=by, state=self.state, last_at=self.last_at, at=at, reason=reason
        )
        permitted = answer.outcome is Ruling.PERMITTED and self.machine.target(self.state, step, by) == target
        try:
            with transaction.atomic():
                Step.objects.create(
                    case=self.case, no=self.steps + 1, step=step, by=by.value, source=self.state, target=target or "",
                    actor="test", at=at, reason=reason,
                )  # fmt: skip
        except DatabaseError:
            assert not permitted, (self.state, step, by, reason, seconds)
        else:
            assert permitted, (self.state, step, by, reason, seconds)
            self.state, self.steps, self.last_at = target or "", self.steps + 1, at

    @invariant()
    def both_say_the_same(self) -> None:
        """State, number of steps, whether anything is awaited."""
        if not hasattr(self, "case"):
            return
        kept = Case.objects.get(pk=self.case.pk)
        assert (kept.state, kept.steps, kept.last_at) == (self.state, self.steps, self.last_at)
        assert kept.settled == (self.state in self.machine.settled)

    def teardown(self) -> None:
        """Nothing of this run is left for the next."""
        if hasattr(self, "rolled_back"):
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)


@pytest.mark.parametrize("machine", [OBJECTION, REPAIR, WITHDRAWAL], ids=lambda each: each.kind.value)
def test_database_and_rules_agree(machine: Machine) -> None:
    provider()
    driven = type("DrivenCase", (Driven,), {"machine": machine})
    run_state_machine_as_test(
        driven,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
