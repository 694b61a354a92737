"""Whatever is done with clocks in whatever order: tables, log and a model that knows the rules agree."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.db.clocks.support import at, rows
from tests.db.clocks.test_reckoned_again import CALENDAR_2027, law_with
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions, service
from xinheng.areas.clocks.terms import CENTRE, ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.lawbook import Lawbook, due_on

pytestmark = pytest.mark.django_db
DEADLINES = ("objection-transfer", "objection-decide-own", "repair-withdraw")
CASES = ("a", "b")
FIRST = date(2026, 12, 29)
REWRITES = (
    "UPDATE clocks_clock SET state = 'running', stopped_at = NULL WHERE id = %s AND state <> 'running'",
    "UPDATE clocks_clock SET state = 'met', stopped_at = due_on + interval '3 days' WHERE id = %s",
    "UPDATE clocks_clock SET event_on = event_on - 1 WHERE id = %s",
    "DELETE FROM clocks_clock WHERE id = %s",
)
_run = itertools.count(1)


class Clocks(RuleBasedStateMachine):
    """Cases come and go while the days pass; now and then the packs are loaded."""

    provisional_law: Lawbook
    announced_law: Lawbook

    @initialize()
    def begin(self) -> None:
        # rows are never deleted: every run has cases of its own
        self.run = next(_run)
        self.today = FIRST
        self.calendar = self.provisional_law.calendar()
        self.model: dict[tuple[str, str], dict[str, Any]] = {}
        self.ended: list[dict[str, Any]] = []
        self.entries: dict[tuple[str, str], list[str]] = {self.case(name): [] for name in CASES}

    def case(self, name: str) -> tuple[str, str]:
        return "objection", f"life-{self.run}-{name}"

    def now(self) -> datetime:
        return at(self.today)

    @rule()
    def a_day_passes(self) -> None:
        self.today += timedelta(days=1)

    @precondition(lambda self: self.model)
    @rule(which=st.integers(0, 5))
    def a_last_day_comes(self, which: int) -> None:
        days = [known["due"][0] for known in self.model.values()]
        self.today = max(self.today, days[which % len(days)])

    @rule(name=st.sampled_from(CASES), deadline=st.sampled_from(DEADLINES), back=st.integers(0, 3))
    def something_begins(self, name: str, deadline: str, back: int) -> None:
        event_on = self.today - timedelta(days=back)
        told = {
            "about": self.case(name),
            "bound": CENTRE,
            "event_on": event_on,
            "actor": "o",
            "at": self.now(),
        }
        if (name, deadline) in self.model:
            with pytest.raises(actions.UnableToStart):
                actions.start(deadline, **told)
            return
        clock = actions.start(deadline, **told)
        assert clock is not None
        # the node's own law reckons; the model follows when the packs are loaded
        self.model[name, deadline] = {
            "id": clock.id, "deadline": deadline, "event_on": event_on, "due": self._due(deadline, event_on, own=True),
            "state": ClockState.RUNNING, "stopped_on": None,
        }  # fmt: skip
        self.entries[self.case(name)].append("clocks.started")

    @precondition(lambda self: self.model)
    @rule(which=st.integers(0, 5))
    def one_is_done(self, which: int) -> None:
        self._done(*list(self.model)[which % len(self.model)])

    @rule(name=st.sampled_from(CASES), deadline=st.sampled_from(DEADLINES))
    def any_is_done(self, name: str, deadline: str) -> None:
        self._done(name, deadline)

    def _done(self, name: str, deadline: str) -> None:
        clock = actions.stop(self.case(name), deadline, actor="o", at=self.now())
        known = self.model.pop((name, deadline), None)
        assert (clock is None) == (known is None)
        if known:
            in_time = self.today <= known["due"][0]
            known |= {"state": ClockState.MET if in_time else ClockState.MET_LATE, "stopped_on": self.today}
            self.ended.append(known)
            self.entries[self.case(name)].append("clocks.stopped")

    @precondition(lambda self: len(self.model) > 1)
    @rule(name=st.sampled_from(CASES))
    def the_case_falls_away(self, name: str) -> None:
        gone = [key for key in self.model if key[0] == name]
        assert actions.cancel(self.case(name), why="撤回", actor="o", at=self.now()) == len(gone)
        for key in gone:
            self.ended.append(self.model.pop(key) | {"state": ClockState.CANCELLED})
        if gone:
            self.entries[self.case(name)].append("clocks.cancelled")

    @rule(announced=st.booleans())
    def the_packs_are_loaded(self, announced: bool) -> None:
        law = self.announced_law if announced else self.provisional_law
        self.calendar = law.calendar()
        actions.recompute(law, actor="o", at=self.now())
        for known in self.model.values():
            known["due"] = self._due(known["deadline"], known["event_on"])
        for known in self.ended:
            if known["state"] is not ClockState.CANCELLED and known["due"][1]:
                known["due"] = self._due(known["deadline"], known["event_on"])
                in_time = known["stopped_on"] <= known["due"][0]
                known["state"] = ClockState.MET if in_time else ClockState.MET_LATE

    @precondition(lambda self: self.model or self.ended)
    @rule(rewrite=st.sampled_from(REWRITES), which=st.integers(0, 20))
    def somebody_writes_into_the_table(self, rewrite: str, which: int) -> None:
        known = [*self.model.values(), *self.ended]
        chosen = known[which % len(known)]
        if "state <> 'running'" in rewrite and chosen["state"] is ClockState.RUNNING:
            return
        with pytest.raises(Error), transaction.atomic():
            rows(f"{rewrite} RETURNING id", chosen["id"])

    @invariant()
    def tables_and_model_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        found = {clock.id: clock for name in CASES for clock in service.clocks_about(self.case(name))}
        known = {one["id"]: one for one in [*self.model.values(), *self.ended]}
        assert found.keys() == known.keys()
        for number, clock in found.items():
            assert (clock.due_on, clock.provisional) == known[number]["due"], clock
            assert clock.state is known[number]["state"], clock
            newest = service.reckonings(number)[-1]
            assert (newest.due_on, newest.provisional, newest.rule) == (
                clock.due_on,
                clock.provisional,
                clock.rule,
            )

    @invariant()
    def the_log_tells_every_step(self) -> None:
        for case, kinds in getattr(self, "entries", {}).items():
            assert [entry.kind for entry in ledger.entries_about(*case)] == kinds

    def _due(self, deadline: str, event_on: date, *, own: bool = False) -> tuple[date, bool]:
        calendar = catalogue.lawbook().calendar() if own else self.calendar
        due = due_on(catalogue.lawbook().as_of(event_on).deadline(deadline).value, event_on, calendar)
        return due.day, due.provisional


@pytest.mark.requirement("OBJ-12")
def test_tables_log_and_model_agree(tmp_path: Path) -> None:
    Clocks.provisional_law = catalogue.lawbook()
    Clocks.announced_law = law_with(tmp_path, {"cn-gz/calendar/2027.yml": CALENDAR_2027})
    run_state_machine_as_test(
        Clocks, settings=settings(max_examples=30, stateful_step_count=30, deadline=None)
    )
