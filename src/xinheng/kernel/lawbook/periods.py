"""Periods of law: ISO 8601 durations of years, months, weeks and days, added to a day.

A term of years or months ends on the day of the same number; where the month has no such day, on its last
(Civil Code of the People's Republic of China, art. 202).

>>> add_period(date(2024, 2, 29), Period.parse("P1Y"))
datetime.date(2025, 2, 28)
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

_FORM = r"^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months (a year is twelve) and whole days (a week is seven)."""

    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `P3Y`, `P1Y6M`, `P2W`, `P90D`; ValueError for anything else, and for a period of nothing."""
        found = re.match(_FORM, text)
        if not found:
            raise ValueError(f"not an ISO 8601 duration of years, months, weeks, days: {text!r}")
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        if not (years or months or weeks or days):
            raise ValueError("a period of nothing")
        return cls(months=12 * years + months, days=7 * weeks + days)

    def __str__(self) -> str:
        """The shortest ISO 8601 form without weeks."""
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + "".join(f"{number}{letter}" for number, letter in parts if number)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from its text, written as its text."""
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(str(value)),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """A text of that form."""
        return {"type": "string", "pattern": _FORM}


def add_period(day: date, period: Period) -> date:
    """The day of the same number after the months (or the month's last), and then the days on."""
    months = day.year * 12 + day.month - 1 + period.months
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=period.days)
