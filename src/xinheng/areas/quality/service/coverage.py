"""What of the catalogue comes in, and with which codes."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.quality.rules.covering import coverage as covered
from xinheng.areas.quality.service.titles import department_titles
from xinheng.areas.quality.store import codes
from xinheng.areas.quality.terms import (
    Asked,
    ClassShare,
    CodeUse,
    Coverage,
    Share,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook.meta import Head
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

UNCLASSED = Text(zh="未分类", en="No class known")


def coverage(asked: Asked, *, moment: datetime) -> Coverage:
    """Which items of the catalogue come in, and from whom (COL-01)."""
    items = [ruled.value for ruled in catalogue.lawbook().as_of(day_of(moment)).items()]
    kinds = {
        each.code: each.kind
        for each in departments.departments()
        if each.active and (asked.departments is None or each.code in asked.departments)
    }
    return covered(items, kinds, codes.held(asked, moment=moment))


def code_use(asked: Asked, *, moment: datetime) -> tuple[CodeUse, ...]:
    """Wrong, duplicate and missing unified codes by department (USCC-03, USCC-05)."""
    titles = department_titles()
    found = codes.code_use(asked, registrations=_registrations(day_of(moment)), moment=moment)
    return tuple(CodeUse(title=titles[row["code"]], **row) for row in found)


def code_shares(day: date) -> tuple[ClassShare, ...]:
    """Subjects with a unified code by class (USCC-02)."""
    titles = {ruled.value.id: ruled.title for ruled in catalogue.lawbook().as_of(day).subject_kinds()}
    return tuple(
        ClassShare(titles.get(each.kind or "", UNCLASSED), Share(each.with_uscc, each.organisations))
        for each in subjects.code_shares()
    )


def registration_coverage(*, moment: datetime) -> Share:
    """Of the registrations that registration authorities delivered, those in the library (SUB-05)."""
    standing, waiting = codes.registrations(_registrations(day_of(moment)), moment=moment)
    return Share(standing, standing + waiting)


def _registrations(day: date) -> list[str]:
    law = catalogue.lawbook().as_of(day)
    return [ruled.value.id for ruled in law.items() if ruled.value.head is Head.REGISTRATION]
