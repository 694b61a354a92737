"""Questions to the quality board. Every answer names a moment (whose knowledge) and a day or a period."""

from xinheng.areas.quality.service.boards import (
    after,
    before,
    board,
    last_complete,
    report,
    report_rule,
    span,
    trend,
)
from xinheng.areas.quality.service.coverage import code_shares, code_use, coverage, registration_coverage
from xinheng.areas.quality.service.faults import (
    late_count,
    late_department,
    late_records,
    problems,
    reconciliation,
    source_department,
    undisplayed,
)
from xinheng.areas.quality.service.titles import department_titles, item_titles, region_titles

__all__ = [
    "after",
    "before",
    "board",
    "code_shares",
    "code_use",
    "coverage",
    "department_titles",
    "item_titles",
    "last_complete",
    "late_count",
    "late_department",
    "late_records",
    "problems",
    "reconciliation",
    "region_titles",
    "registration_coverage",
    "report",
    "report_rule",
    "source_department",
    "span",
    "trend",
    "undisplayed",
]
