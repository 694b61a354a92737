"""The table of due days, made anew from the packs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from xinheng.areas.quality.models import Due
from xinheng.areas.quality.rules.clocks import DueDay


def replace_due(days: Iterable[DueDay]) -> int:
    """Put these days in the place of those that stood, in the caller's transaction. Returns their number."""
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM quality_due")
        with cursor.copy(
            "COPY quality_due (deadline, item, start_day, due_day, provisional) FROM STDIN"
        ) as copy:
            for each in days:
                copy.write_row((each.deadline, each.item, each.start_day, each.due_day, each.provisional))
                rows += 1
        cursor.execute("ANALYZE quality_due")
    return rows


def due_day(item: str, decided_on: date) -> date | None:
    """By when a decision of that day has to be known; None without a clock."""
    return Due.objects.filter(item=item, start_day=decided_on).values_list("due_day", flat=True).first()
