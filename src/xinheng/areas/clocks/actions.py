"""Clocks begin, are met, are cancelled; their days are reckoned again when law or calendar changes.

    clock = clocks.start("objection-transfer", about=("objection", number), bound=CENTRE,
                         event_on=day_of(at), actor=actor, at=at)
    clocks.stop(("objection", number), "objection-transfer", actor=actor, at=at)

Both give None where the law in effect has no such deadline: then nothing runs and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import rules
from xinheng.areas.clocks.models import Clock
from xinheng.areas.clocks.store import cases, lapses, reckoning
from xinheng.areas.clocks.store.reckoning import Fresh
from xinheng.areas.clocks.terms import Bound, ClockFacts, ClockState, Reckoning
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.lawbook import Lawbook, NotRuled
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of


class UnableToStart(RuntimeError):
    """The clock of this deadline already runs for the case."""


class UnableToStop(RuntimeError):
    """The end lies before the beginning (somebody's clock goes wrong), or no reason was given."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@transaction.atomic
def start(
    deadline_id: str, *, about: tuple[str, str], bound: Bound, event_on: date, actor: str, at: datetime
) -> ClockFacts | None:
    """Let a deadline run from an event. None, and nothing kept, where the law of that day has no such deadline.

    Raises UnableToStart when it runs already. Called in the caller's transaction; one entry of the log.
    """
    lawbook = catalogue.lawbook()
    try:
        reckoned = rules.reckon(deadline_id, event_on, lawbook.as_of(event_on))
    except NotRuled:
        return None
    if cases.running(about, deadline_id):
        raise UnableToStart(f"{deadline_id} already runs for {about}")
    clock = Clock(
        deadline=deadline_id,
        title_zh=reckoned.title.zh,
        title_en=reckoned.title.en,
        about_kind=about[0],
        about_id=about[1],
        bound_kind=bound.kind.value,
        bound_id=bound.id,
        event_on=event_on,
        due_on=reckoned.due_on,
        provisional=reckoned.provisional,
        rule=reckoned.rule,
        status=reckoned.status.value,
        statutory=reckoned.statutory,
        started_at=at,
    )
    return _start(clock, law=lawbook.digest, actor=actor, at=at)


@recorded("clocks.started")
def _start(clock: Clock, *, law: str, actor: str, at: datetime) -> Recorded[ClockFacts]:
    clock.save(force_insert=True)
    cases.keep_reckonings([clock], why=Reckoning.STARTED.value, law=law, at=at)
    payload: dict[str, Json] = _said(clock) | {
        "bound": [clock.bound_kind, clock.bound_id],
        "event_on": clock.event_on.isoformat(),
        "rule": clock.rule,
        "status": clock.status,
        "statutory": clock.statutory,
    }
    return Recorded(clock.as_facts, about=(clock.about_kind, clock.about_id), payload=payload)


@transaction.atomic
def stop(about: tuple[str, str], deadline_id: str, *, actor: str, at: datetime) -> ClockFacts | None:
    """What the deadline asks for is done: met in time through its last day, late from the day after.

    None where no such clock runs. Raises UnableToStop when `at` lies before the clock's beginning.
    """
    found = cases.running(about, deadline_id)
    return _stop(found[0], actor=actor, at=at) if found else None


@recorded("clocks.stopped")
def _stop(clock: Clock, *, actor: str, at: datetime) -> Recorded[ClockFacts]:
    _end(clock, rules.ended(clock.due_on, done_on=day_of(at)), at=at)
    payload = _said(clock) | {"state": clock.state}
    return Recorded(clock.as_facts, about=(clock.about_kind, clock.about_id), payload=payload)


@transaction.atomic
def cancel(about: tuple[str, str], *, why: str, actor: str, at: datetime) -> int:
    """End every running clock of a case whose matter fell away; the number of them. 0 leaves no trace."""
    found = cases.running(about)
    if found and not why.strip():
        raise UnableToStop(Text(zh="终止时限须说明理由。", en="State why the clock is cancelled."))
    return _cancel(found, about, why=why.strip(), actor=actor, at=at) if found else 0


@recorded("clocks.cancelled")
def _cancel(
    clocks: list[Clock], about: tuple[str, str], *, why: str, actor: str, at: datetime
) -> Recorded[int]:
    for clock in clocks:
        _end(clock, ClockState.CANCELLED, at=at)
    payload: dict[str, Json] = {"clocks": [_said(clock) for clock in clocks], "why": why}
    return Recorded(len(clocks), about=about, payload=payload)


@recorded("clocks.lapses_loaded")
def load_lapses(lawbook: Lawbook, *, actor: str, at: datetime) -> Recorded[int]:
    """Put the packs' lapse rules in the place of those that stood. Returns their number."""
    rows = lapses.replace_lapses(lawbook)
    entries: list[Json] = [*sorted({row.rule for row in rows})]
    return Recorded(len(rows), about=("lawpacks", lawbook.digest), payload={"entries": entries})


@transaction.atomic
def recompute(lawbook: Lawbook, *, actor: str, at: datetime) -> int:
    """Reckon again what runs, and what ended on a provisional day; called wherever packs are loaded.

    The law of the day of the event counts, as these packs have it. A clock whose deadline they no longer have
    keeps its day. Returns how many clocks got another day, rule or standing; 0 leaves no trace.
    """
    fresh = tuple(_reckoned_again(lawbook))
    if not reckoning.differing(fresh):
        return 0
    return _recompute(fresh, law=lawbook.digest, actor=actor, at=at)


@recorded("clocks.recomputed")
def _recompute(fresh: tuple[Fresh, ...], *, law: str, actor: str, at: datetime) -> Recorded[int]:
    changed = reckoning.reckon_again(fresh, law=law, at=at)
    payload: dict[str, Json] = {"clocks": len(changed), "days": reckoning.digest_of(changed)}
    return Recorded(len(changed), about=("lawpacks", law), payload=payload)


def _reckoned_again(lawbook: Lawbook) -> Iterator[Fresh]:
    for deadline, event_on in reckoning.open_events():
        try:
            reckoned = rules.reckon(deadline, event_on, lawbook.as_of(event_on))
        except NotRuled:
            continue
        yield Fresh(deadline, event_on, reckoned)


def _end(clock: Clock, state: ClockState, *, at: datetime) -> None:
    if at < clock.started_at:
        raise UnableToStop(
            Text(
                zh="结束时间早于开始时间，请检查系统时钟。",
                en="The end lies before the beginning: check the system's clock.",
            )
        )
    clock.state, clock.stopped_at = state.value, at
    clock.save(update_fields=["state", "stopped_at"])


def _said(clock: Clock) -> dict[str, Json]:
    return {
        "clock": clock.pk,
        "deadline": clock.deadline,
        "due_on": clock.due_on.isoformat(),
        "provisional": clock.provisional,
    }
