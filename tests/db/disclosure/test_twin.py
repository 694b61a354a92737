"""What the database shows is what the pure rule says, for whatever facts, marks, reviews and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.db.archive.support import hold, key_of
from xinheng.areas.archive import actions
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.clocks.models import Clock
from xinheng.areas.clocks.models import Lapse as LapseRule
from xinheng.areas.disclosure import service
from xinheng.areas.disclosure.models import Review, Term
from xinheng.areas.disclosure.rules import DisplayFacts, Lapse, MarkOn, visibility
from xinheng.areas.disclosure.terms import ReviewDecision, ReviewScope, Visibility
from xinheng.kernel.lawbook.meta import DisclosureTerm, Mode, Status, TermStart, Until
from xinheng.kernel.lawbook.periods import Period
from xinheng.kernel.lawbook.ruling import Ruled
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
KNOWN = 20
"""The day, counted from `FIRST`, on which the record came in."""
WORDS = Text(zh="标注", en="mark")


@dataclass(frozen=True)
class Running:
    """A clock of a mark's case by days counted from `FIRST`; `stops` None: it runs on; `until` of its lapse rule."""

    starts: int
    due: int
    stops: int | None
    until: int | None


@dataclass(frozen=True)
class Marking:
    """A mark by days counted from `FIRST`; `ends` None: it stands for good."""

    kind: MarkKind
    begins: int
    ends: int | None
    clocks: tuple[Running, ...] = ()


days = st.integers(0, 60)
running = st.builds(Running, st.integers(KNOWN, 60), days, st.none() | days, st.none() | days).map(
    lambda c: Running(c.starts, c.due, None if c.stops is None else c.starts + c.stops, c.until)
)
markings = st.builds(
    Marking, st.sampled_from(MarkKind), st.integers(KNOWN, 60), st.none() | days,
    st.lists(running, max_size=2).map(tuple),
).map(lambda m: replace(m, ends=None if m.ends is None else m.begins + m.ends))  # fmt: skip
lengths = st.builds(Period, st.integers(0, 1), st.integers(1, 12))
until = st.sampled_from(Until)
terms = st.one_of(
    st.builds(
        lambda **given: DisclosureTerm.model_construct(id="t", item="penalty", until=None, **given),
        mode=st.sampled_from([Mode.PROACTIVE, Mode.ON_APPLICATION]), starts=st.sampled_from(TermStart), length=lengths,
        review=st.booleans(),
    ),
    st.builds(
        lambda **given: DisclosureTerm.model_construct(id="t", item="penalty", starts=None, length=None, **given),
        mode=st.just(Mode.PROACTIVE), until=until, review=st.booleans(),
    ),
)  # fmt: skip
reviews = st.lists(
    st.tuples(st.sampled_from(ReviewScope), st.integers(KNOWN, 60), st.sampled_from(ReviewDecision)),
    max_size=3,
)


def day_of(number: int | None) -> date | None:
    return None if number is None else FIRST + timedelta(days=number)


def moment_of(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, 1, hour, tzinfo=SHANGHAI) + timedelta(days=number)


def keep(term: DisclosureTerm) -> None:
    Term.objects.create(
        item=term.item, first=FIRST - timedelta(days=400), last=None, mode=term.mode, starts=term.starts or "",
        months=term.length.months if term.length else 0, days=term.length.days if term.length else 0,
        until=term.until or "period", review=term.review, entry="t/t", pack="t", version="1", status="in_force",
    )  # fmt: skip


def shown_by_sql(day: date, moment: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM disclosure_shown(%s, %s) WHERE item = 'penalty' AND key = %s",
            [day, moment, key_of("one")],
        )
        return bool(cursor.fetchone()[0])


def shown_of(moments: list[datetime]) -> list[datetime]:
    """Those of the moments at which the record is on display."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m FROM unnest(%s::timestamptz[]) AS m WHERE EXISTS (SELECT FROM disclosure_shown("
            "(m AT TIME ZONE 'Asia/Shanghai')::date, m) s WHERE s.item = 'penalty' AND s.key = %s)",
            [moments, key_of("one")],
        )
        return [moment for (moment,) in cursor.fetchall()]


def newest(found: Sequence[tuple[ReviewScope, int, ReviewDecision]], moment: int) -> ReviewDecision | None:
    """A decision about the version goes before one about its submission; then the later, then the last kept."""
    known = [
        (scope is ReviewScope.VERSION, day, at, decision) for at, (scope, day, decision) in enumerate(found)
    ]
    return max((one for one in known if one[1] <= moment), default=(0, 0, 0, None))[3]


def lapses_of(marking: Marking, moment: int) -> list[Lapse]:
    """Of the clocks that run at the moment."""
    return [
        Lapse(FIRST + timedelta(days=clock.due), day_of(clock.until))
        for clock in marking.clocks
        if clock.starts <= moment and (clock.stops is None or clock.stops >= moment)
    ]


def run(clock: Running, case: tuple[str, str], deadline: str) -> None:
    LapseRule.objects.create(
        deadline=deadline, effect="suspend_display", own_rule=True, first=FIRST - timedelta(days=400), last=day_of(clock.until), rule="t/t@1",
        status="in_force",
    )  # fmt: skip
    Clock.objects.create(
        deadline=deadline, title_zh="时限", title_en="deadline", about_kind=case[0], about_id=case[1],
        bound_kind="centre", bound_id="", event_on=FIRST, due_on=FIRST + timedelta(days=clock.due),
        provisional=False, rule="t/t@1", status="in_force", started_at=moment_of(clock.starts, hour=11),
        stopped_at=None if clock.stops is None else moment_of(clock.stops, hour=13),
        state="running" if clock.stops is None else "met" if clock.stops <= clock.due else "met_late",
    )  # fmt: skip


def mark(marking: Marking, number: int) -> None:
    case = ("case", str(number))
    record = ("penalty", key_of("one"))
    actions.mark([record], marking.kind, case=case, words=WORDS, actor="t", at=moment_of(marking.begins))
    for at, clock in enumerate(marking.clocks):
        run(clock, case, f"deadline-{number}-{at}")
    if marking.ends is not None:
        actions.end_marks(
            case=case, kinds=[marking.kind], why="办结", actor="t", at=moment_of(marking.ends, hour=13)
        )


def stage(
    term: DisclosureTerm | None, decided: int | None, ends: int | None, person: bool, withdrawn: bool,
    found: list[tuple[ReviewScope, int, ReviewDecision]], marks: list[Marking],
) -> None:  # fmt: skip
    """Put the record into the tables with its term, its reviews, its marks and their clocks."""
    number = hold(
        "one", known_from=moment_of(KNOWN), decided_on=day_of(decided), ends_on=day_of(ends), person=person,
        change="withdrawn" if withdrawn else "new",
    )  # fmt: skip
    if term:
        keep(term)
    for scope, at, decision in found:
        about = number if scope is ReviewScope.VERSION else 1
        Review.objects.create(
            scope=scope, about=about, decision=decision, reason="理由", actor="t", at=moment_of(at)
        )
    for at, marking in enumerate(marks):
        mark(marking, at)


@pytest.mark.requirement("DIS-08")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    term=st.none() | terms, decided=st.none() | days, ends=st.none() | days, person=st.booleans(),
    withdrawn=st.booleans(), found=reviews, marks=st.lists(markings, max_size=3), day=days,
    moment=st.integers(KNOWN, 60),
)  # fmt: skip
def test_the_function_and_its_pure_twin_agree(
    term: DisclosureTerm | None, decided: int | None, ends: int | None, person: bool, withdrawn: bool,
    found: list[tuple[ReviewScope, int, ReviewDecision]], marks: list[Marking], day: int, moment: int,
) -> None:  # fmt: skip
    facts = DisplayFacts(
        decided_on=day_of(decided), begins_on=None, ends_on=day_of(ends), known_on=moment_of(KNOWN).date(),
        about_person=person, withdrawn=withdrawn, review=newest(found, moment),
        marks=[MarkOn(one.kind, lapses_of(one, moment)) for one in marks
               if one.begins <= moment and (one.ends is None or one.ends >= moment)],
    )  # fmt: skip
    ruled = term and Ruled(
        value=term, entry="t/t", title=WORDS, pack="t", version="1", status=Status.IN_FORCE, citations=()
    )
    says = visibility(facts, term=ruled, day=FIRST + timedelta(days=day)).outcome
    with transaction.atomic():
        stage(term, decided, ends, person, withdrawn, found, marks)
        shown = shown_by_sql(FIRST + timedelta(days=day), moment_of(moment))
        transaction.set_rollback(True)
    assert shown is (says is Visibility.SHOWN), says


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(term=terms, decided=days, ends=st.none() | days, found=reviews, marks=st.lists(markings, max_size=3))
def test_since_when_a_record_is_gone_is_the_moment_after_which_no_view_has_it(
    term: DisclosureTerm, decided: int, ends: int | None,
    found: list[tuple[ReviewScope, int, ReviewDecision]], marks: list[Marking],
) -> None:  # fmt: skip
    now = moment_of(70)
    with transaction.atomic():
        stage(term, decided, ends, False, False, found, marks)
        gone = service.when_gone("penalty", key_of("one"), at=now)
        seen = shown_of([moment_of(KNOWN, hour=0) + timedelta(hours=hour) for hour in range(0, 24 * 50, 4)])
        if gone is None:
            assert not seen or shown_by_sql(now.date(), now)
        else:
            before = gone.at - timedelta(microseconds=1)
            assert shown_by_sql(before.date(), before)
            assert not shown_by_sql(gone.at.astimezone(SHANGHAI).date(), gone.at)
            assert all(moment < gone.at for moment in seen)
        transaction.set_rollback(True)
