"""Which department sends which file on which day, in which form: the same plan every time.

Numbers are for 100,000 records and are scaled. Days count back from the day the demonstration runs on;
nothing is sent before the catalogue it is sent under was in force.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Final

from demo.province.departments import DEPARTMENTS
from demo.province.formats import Form, Headers

FIRST_DAY: Final = date(2023, 2, 1)
# days before today on which licences and penalties are sent, and shares; departments are staggered
LICENCE_DAYS: Final = ((560, 0.40), (190, 0.35), (4, 0.25))
PENALTY_DAYS: Final = ((1055, 0.45), (5, 0.55))
STAGGER: Final = 6
REGISTERED: Final = 1190
REGISTRATIONS_CHANGED: Final = 20
WORKBOOK_ROWS: Final = 1500

# further items, the department that sends each, and their records
OTHER_ITEMS: Final = (
    ("honour", "scjg", 2500),
    ("commitment", "scjg", 3500),
    ("tax-class-a", "sw", 3000),
    ("environmental-class", "hj", 2500),
    ("abnormal-operation", "scjg", 2000),
    ("judgment-debtor", "fy", 1200),
    ("agricultural-operator", "ny", 700),
    ("consumption-restriction", "fy", 600),
    ("logistics-record", "jt", 500),
    ("coercion", "yj", 450),
    ("wage-arrears", "rs", 400),
    ("severe-list", "zj", 300),
    ("severe-list-work-safety", "yj", 200),
    ("charity-abnormal", "mz", 150),
)
# forms by turns; workbooks are for small files
_FORMS: Final = (Form.CSV, Form.XLSX, Form.CSV_GB18030, Form.JSON_LINES, Form.CSV_BOM, Form.PARQUET)
_HEADERS: Final = (Headers.CODES, Headers.CHINESE, Headers.CHINESE_VARIANT, Headers.LOWER_CODES)


@dataclass(frozen=True, slots=True)
class Planned:
    """One file to be sent: `round` counts the files of a department and item from 0."""

    department: str
    item: str
    round: int
    rows: int
    sent_on: date
    form: Form
    headers: Headers


def planned(*, records: int, today: date) -> tuple[Planned, ...]:
    """The files of licences, penalties and other items, in the order of their days."""
    forms, headers = cycle(_FORMS), cycle(_HEADERS)
    files = [
        Planned(department, item, number, rows, _day(today, back), _fitting(next(forms), rows), next(headers))
        for department, item, number, rows, back in _amounts(records)
        if rows > 0
    ]
    return tuple(sorted(files, key=lambda file: (file.sent_on, file.department, file.item)))


def _amounts(records: int) -> Iterator[tuple[str, str, int, int, int]]:
    scale = records / 100_000
    for place, sender in enumerate(DEPARTMENTS):
        for number, (back, share) in enumerate(LICENCE_DAYS):
            days = back + place * STAGGER if number < len(LICENCE_DAYS) - 1 else back + place % 6
            yield sender.code, "licence", number, round(sender.licences * share * scale), days
        for number, (back, share) in enumerate(PENALTY_DAYS):
            days = back + place * STAGGER if number < len(PENALTY_DAYS) - 1 else back + place % 6
            yield sender.code, "penalty", number, round(sender.penalties * share * scale), days
    for place, (item, department, rows) in enumerate(OTHER_ITEMS):
        yield department, item, 0, round(rows * scale), 12 + place


def registered_on(today: date) -> date:
    """The day on which the registers are handed in whole."""
    return _day(today, REGISTERED)


def registrations_changed_on(today: date) -> date:
    """The day on which changes of registrations are handed in."""
    return _day(today, REGISTRATIONS_CHANGED)


def _day(today: date, back: int) -> date:
    return max(today - timedelta(days=back), min(FIRST_DAY, today))


def _fitting(form: Form, rows: int) -> Form:
    return Form.CSV if form is Form.XLSX and rows > WORKBOOK_ROWS else form
