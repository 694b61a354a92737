"""Departments come, change and stop; their code stays theirs for ever."""

from __future__ import annotations

import re
from datetime import datetime

from xinheng.areas.departments.models import Department
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.identifiers import region, uscc
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class UnableToChangeDepartment(ValueError):
    """`text` says why, to the person who asked."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@recorded("departments.department_created")
def create_department(department: DepartmentFacts, *, actor: str, at: datetime) -> Recorded[DepartmentFacts]:
    """Take up a department. Raises `UnableToChangeDepartment` when something is used or malformed."""
    _check(department)
    if Department.objects.filter(code=department.code).exists():
        raise UnableToChangeDepartment(
            Text(zh=f"部门代码“{department.code}”已被使用。", en=f"The code {department.code} is in use.")
        )
    row = Department.objects.create(code=department.code, **_columns(department))
    return _told(row)


@recorded("departments.department_changed")
def change_department(department: DepartmentFacts, *, actor: str, at: datetime) -> Recorded[DepartmentFacts]:
    """Give the department of that code these facts; also starts one again that was deactivated."""
    _check(department)
    row = _existing(department.code)
    for column, value in _columns(department).items():
        setattr(row, column, value)
    row.save()
    return _told(row)


@recorded("departments.department_deactivated")
def deactivate_department(code: str, *, reason: str, actor: str, at: datetime) -> Recorded[DepartmentFacts]:
    """End a department's part: its users and systems may nothing any more, what it provided stays."""
    row = _existing(code)
    row.is_active = False
    row.save()
    return Recorded(row.as_facts, about=("department", code), payload={"code": code, "reason": reason})


def _existing(code: str) -> Department:
    row = Department.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise UnableToChangeDepartment(Text(zh=f"没有部门“{code}”。", en=f"There is no department {code}."))
    return row


def _check(department: DepartmentFacts) -> None:
    if not _CODE.fullmatch(department.code) or len(department.code) > 40:
        raise UnableToChangeDepartment(
            Text(
                zh="部门代码只能用小写字母、数字和连字符，最长 40 个字符。",
                en="A department's code has lower-case letters, digits and hyphens, 40 at most.",
            )
        )
    if not department.name.zh.strip() or not department.kind:
        raise UnableToChangeDepartment(
            Text(zh="部门须有名称和类别。", en="A department needs a name and a kind.")
        )
    if not region.is_valid(department.region):
        raise UnableToChangeDepartment(
            Text(zh="行政区划代码须为六位数字。", en="A region code has six digits.")
        )
    if department.uscc is not None and not uscc.is_valid(department.uscc):
        raise UnableToChangeDepartment(
            Text(zh="统一社会信用代码有误。", en="The unified social credit code is wrong.")
        )
    taken = Department.objects.exclude(code=department.code)
    if taken.filter(name_zh=department.name.zh).exists() or (
        department.uscc is not None and taken.filter(uscc=department.uscc).exists()
    ):
        raise UnableToChangeDepartment(
            Text(zh="名称或统一社会信用代码已属于另一部门。", en="Another department has this name or code.")
        )


def _columns(department: DepartmentFacts) -> dict[str, str | bool | None]:
    return {
        "uscc": department.uscc,
        "name_zh": department.name.zh,
        "name_en": department.name.en,
        "kind": department.kind,
        "region": department.region,
        "is_active": department.active,
    }


def _told(row: Department) -> Recorded[DepartmentFacts]:
    payload: dict[str, Json] = {
        "code": row.code,
        "uscc": row.uscc or "",
        "name": row.name_zh,
        "kind": row.kind,
        "region": row.region,
        "active": row.is_active,
    }
    return Recorded(row.as_facts, about=("department", row.code), payload=payload)
