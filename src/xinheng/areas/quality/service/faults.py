"""Late, wrong and concealed reports, and records that should be shown and are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.quality.rules.reconciling import match
from xinheng.areas.quality.service.titles import department_titles
from xinheng.areas.quality.store import counts, faults
from xinheng.areas.quality.terms import (
    Asked,
    Fault,
    LateRecord,
    Match,
    ProblemLine,
    ProblemTally,
    Reconciled,
    SourceLine,
    Span,
    UndisplayedLine,
)
from xinheng.kernel.lawbook import NotRuled
from xinheng.kernel.lawbook.meta import InformationClass
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of


def late_records(
    asked: Asked, *, span: Span, moment: datetime, limit: int | None = None, offset: int = 0
) -> tuple[LateRecord, ...]:
    """Records that became known in the period after their due day (DQ-03), the latest first."""
    calendar = catalogue.lawbook().calendar()
    found = faults.late(asked, first=span.first, last=span.last, moment=moment, limit=limit, offset=offset)
    return tuple(
        LateRecord(**row, working_days_late=calendar.between(row["due_day"], row["known_on"]))
        for row in found
    )


def late_count(asked: Asked, *, span: Span, moment: datetime) -> int:
    """How many records were late in the period."""
    return faults.late_count(asked, first=span.first, last=span.last, moment=moment)


def late_department(submission: int, *, moment: datetime) -> str | None:
    """The department of a submission that brought late records."""
    found = faults.late_of_submission(submission, moment=moment)
    return str(found["department"]) if found else None


def reconciliation(
    asked: Asked, *, moment: datetime, ending: tuple[date, date] | None = None
) -> tuple[Reconciled, ...]:
    """Source counts beside what stands for their days; `ending`: periods that end between two days."""
    today = day_of(moment)
    return tuple(_reconciled(row, today) for row in counts.counted(asked, moment=moment, ending=ending))


def source_department(number: int, *, moment: datetime) -> str | None:
    """The department of a source count that still counts."""
    found = counts.counted(Asked(), moment=moment, number=number)
    return str(found[0]["department"]) if found else None


def problems(asked: Asked, *, moment: datetime) -> tuple[ProblemLine, ...]:
    """Problems of all time by department and fault, as they stand (DQ-04)."""
    by_fault = {
        Fault.WRONG: faults.wrong_problems(asked),
        Fault.LATE: faults.late_problems(asked, moment=moment),
        Fault.CONCEALED: _concealed(asked, moment),
    }
    titles = department_titles()
    units = sorted({unit for found in by_fault.values() for unit in found})
    made = [
        ProblemLine(
            code=unit,
            title=titles.get(unit, Text(zh=unit, en=unit)),
            by_fault={fault: found.get(unit, ProblemTally()) for fault, found in by_fault.items()},
        )
        for unit in units
    ]
    return tuple(sorted(made, key=lambda line: (-line.all.open, line.code)))


def undisplayed(asked: Asked, *, day: date, moment: datetime) -> tuple[UndisplayedLine, ...]:
    """Records of the public class that are not shown although no legal bar is recorded (PUB-03)."""
    return faults.undisplayed(asked, day=day, moment=moment, unruled=_unruled(day))


def _reconciled(row: Mapping[str, Any], today: date) -> Reconciled:
    line = SourceLine(row["department"], row["item"], row["first"], row["last"], row["count"])
    return Reconciled(
        id=row["id"],
        line=line,
        received=row["received"],
        due_day=row["due_day"],
        match=match(
            counted=line.count,
            received=row["received"],
            due_day=row["due_day"],
            explained=bool(row["reason"]),
            today=today,
        ),
        reported_at=row["reported_at"],
        reason=row["reason"],
    )


def _concealed(asked: Asked, moment: datetime) -> dict[str, ProblemTally]:
    """Missing records by department: still missing, or explained."""
    found: dict[str, ProblemTally] = {}
    for told in reconciliation(asked, moment=moment):
        open_ones = told.missing if told.match is Match.CONCEALED else 0
        closed = told.missing if told.match is Match.EXPLAINED else 0
        if open_ones or closed:
            mine = found.get(told.line.department, ProblemTally())
            found[told.line.department] = mine + ProblemTally(open=open_ones, closed=closed)
    return found


def _unruled(day: date) -> list[str]:
    """Items of the public class that no rule says anything about: neither shown nor barred."""
    law = catalogue.lawbook().as_of(day)
    found = []
    for ruled in law.items():
        if ruled.value.class_ is not InformationClass.PUBLIC:
            continue
        try:
            law.disclosure(ruled.value.id)
        except NotRuled:
            found.append(ruled.value.id)
    return found
