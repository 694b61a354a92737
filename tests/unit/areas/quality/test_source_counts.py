"""Source counts: reading the file, and what it says beside what was received."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.areas.quality.rules.reconciling import match
from xinheng.areas.quality.rules.source_counts import COLUMNS, Known, read_counts
from xinheng.areas.quality.terms import Match, SourceLine

TODAY = date(2026, 4, 20)
KNOWN = Known(
    departments={"省市场监管局": "gz-market"},
    items={"行政处罚": "penalty", "penalty": "penalty"},
    today=TODAY,
)
GOOD = ("省市场监管局", "行政处罚", "2026-03-01", "2026-03-31", "12")


def frame(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    codes = [column.code for column in COLUMNS]
    return pl.DataFrame(
        [(number, *row) for number, row in enumerate(rows, start=1)],
        schema={"row_no": pl.UInt32} | dict.fromkeys(codes, pl.String),
        orient="row",
    )


def faults(*rows: tuple[str | None, ...]) -> list[tuple[int, str]]:
    lines, found = read_counts(frame(*rows), KNOWN)
    assert lines == ()
    return [(fault.row_no, fault.text.zh) for fault in found]


@pytest.mark.requirement("DQ-03")
def test_a_file_is_read_whatever_way_its_dates_are_written() -> None:
    written = [
        ("2026-03-01", "2026-03-31"), ("2026/3/1", "2026/3/31"), ("20260301", "20260331"),
        ("2026年3月1日", "2026年3月31日"), ("2026-03-01 00:00:00", "2026-03-31T00:00:00"),
    ]  # fmt: skip
    for first, last in written:
        lines, found = read_counts(frame((*GOOD[:2], first, last, "12")), KNOWN)
        assert found == ()
        assert lines == (SourceLine("gz-market", "penalty", date(2026, 3, 1), date(2026, 3, 31), 12),)


def test_each_fault_is_named_with_its_row_and_nothing_is_taken() -> None:
    found = faults(
        GOOD,
        ("别的局", *GOOD[1:]),
        (GOOD[0], "查无此项", *GOOD[2:]),
        (*GOOD[:2], "2026-02-30", "2026-03-31", "1"),
        (*GOOD[:2], "2026-04-01", "2026-03-31", "1"),
        (*GOOD[:2], "2026-04-01", "2026-04-21", "1"),
        (*GOOD[:4], "-1"),
        (*GOOD[:4], None),
    )
    assert found == [
        (2, "部门“别的局”不存在，或者不由您报送。"),
        (3, "目录中没有事项“查无此项”。"),
        (4, "期间的起止日期请写成 2026-01-31 的样子。"),
        (5, "期间的止日早于起日，或者晚于今天。"),
        (6, "期间的止日早于起日，或者晚于今天。"),
        (7, "数量应为零或正整数。"),
        (8, "数量应为零或正整数。"),
    ]


def test_the_same_line_twice_and_no_line_at_all_are_faults() -> None:
    assert faults(GOOD, (GOOD[0], "penalty", "2026/3/1", "2026/3/31", "13")) == [
        (2, "同一部门、事项、期间出现两次。")
    ]
    assert faults() == [(0, "文件中没有数据行，请填写后再报。")]


def test_a_number_that_a_spreadsheet_wrote_as_a_decimal_is_a_count() -> None:
    lines, _ = read_counts(frame((*GOOD[:4], "12.0")), KNOWN)
    assert lines[0].count == 12


@given(
    st.integers(0, 50), st.integers(0, 50), st.none() | st.dates(TODAY - timedelta(9), TODAY + timedelta(9)), st.booleans()
)  # fmt: skip
def test_something_is_concealed_only_when_fewer_came_and_the_time_is_over(
    counted: int, received: int, due_day: date | None, explained: bool
) -> None:
    found = match(counted=counted, received=received, due_day=due_day, explained=explained, today=TODAY)
    over = due_day is None or due_day < TODAY
    assert (found is Match.CONCEALED) == (received < counted and over and not explained)
    assert (found is Match.MATCHED) == (counted == received)
    assert (found is Match.IN_TIME_YET) == (received < counted and not over and not explained)
