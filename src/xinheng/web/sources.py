"""Who sent something, by name."""

from __future__ import annotations

from collections.abc import Iterable

from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.web.language import current_language


def source_name(code: str, departments: Iterable[DepartmentFacts]) -> str:
    """The department that a code (its own, or its USCC) means, by name; the code where it is none of ours."""
    for department in departments:
        if code and code in (department.code, department.uscc):
            return department.name.in_(current_language())
    return code
