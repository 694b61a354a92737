"""What the API takes in: text without control characters, numbers and days within bounds."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})")
_PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
T = TypeVar("T", date, datetime)
LARGEST: Final = 2**31 - 1
LARGEST_PAGE: Final = 200


def _written_day(value: Any) -> Any:
    """Only 2026-01-31 is a day; a number of seconds is none."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("write a day as 2026-01-31")
    return value


def _written_moment(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        raise ValueError("write a moment as 2026-01-31T08:00:00+08:00")
    return value


def _within_years(when: T) -> T:
    """Moments at the edge of the calendar cannot be put into another zone."""
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise ValueError(f"write a year between {_FIRST_YEAR} and {_LAST_YEAR}")
    return when


Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(_within_years)]
"""A civil day, ISO 8601."""
Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_within_years)]
"""A moment with its offset, RFC 3339."""
Words = Annotated[str, StringConstraints(pattern=_PLAIN, max_length=100)]
"""A short text; no control characters."""
Reason = Annotated[str, StringConstraints(pattern=r"^[^\x00]*\S[^\x00]*$", min_length=1, max_length=500)]
"""Why something is done; goes into the ledger."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=80)]
"""A stable id of the platform: of an item, a pack, a department."""
Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]
Offset = Annotated[int, Field(ge=0, le=10_000)]
Number = Annotated[int, Field(ge=0, le=LARGEST)]
