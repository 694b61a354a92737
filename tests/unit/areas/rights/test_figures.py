"""The public figures: counted by body, medians made from days and never from medians."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.areas.catalogue.service import lawbook
from xinheng.areas.rights.rules import Counted, Waited, figures, rank, total
from xinheng.areas.rights.terms import DaysToDecide

CALENDAR = lawbook().calendar()
COUNTED = [
    Counted("gz-market", "transferred", again=False, number=5), Counted("gz-market", "granted", again=False, number=1),
    Counted("gz-market", "refused", again=False, number=3), Counted("gz-market", "granted", again=True, number=1),
    Counted("gz-market", "upheld", again=True, number=1), Counted("", "own_fault", again=False, number=2),
    Counted("", "granted", again=False, number=2), Counted("gy-ecology", "withdrawn", again=False, number=40),
]  # fmt: skip
WAITED = [
    Waited("gy-ecology", date(2026, 11, 13), date(2026, 11, 16), 39),
    Waited("gy-ecology", date(2026, 11, 2), date(2026, 11, 16), 1),
]


def test_each_body_has_its_line_and_all_together_one() -> None:
    lines = figures(COUNTED, WAITED, {"gz-market": DaysToDecide(3, 1, 1, 4, 6)}, calendar=CALENDAR)
    assert [line.body for line in lines] == ["", "gy-ecology", "gz-market"]
    centre, ecology, market = lines
    assert (centre.received, centre.relief) == (2, 100)
    assert (market.granted, market.refused, market.reversed, market.upheld, market.relief) == (1, 3, 1, 1, 50)
    assert market.decided.median == 4
    assert (ecology.withdrawn, ecology.relief, ecology.gone_median, ecology.gone_slowest) == (40, None, 1, 1)
    whole = total(lines, DaysToDecide(5, 1, 1, 3, 6), WAITED, CALENDAR)
    assert (whole.received, whole.relief, whole.withdrawn, whole.gone_median) == (7, 66, 40, 1)


def test_a_body_that_is_only_overdue_has_a_line_too() -> None:
    (line,) = figures([], [], {"gz-market": DaysToDecide(overdue=2)}, calendar=CALENDAR)
    assert (line.received, line.relief, line.decided.overdue) == (0, None, 2)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1), st.sampled_from([1, 50, 90, 100])
)
def test_the_rank_is_that_of_the_days_written_out(days: list[tuple[int, int]], percent: int) -> None:
    written = sorted(day for day, number in days for _ in range(number))
    place = -(-len(written) * percent // 100) - 1
    assert rank(days, percent) == written[place]


def test_no_days_no_rank() -> None:
    assert rank([], 50) is None


@pytest.mark.parametrize("gone", [date(2026, 11, 2), date(2026, 11, 1)])
def test_nothing_is_gone_before_it_had_to_be(gone: date) -> None:
    (line,) = figures([], [Waited("x", date(2026, 11, 2), gone, 1)], {}, calendar=CALENDAR)
    assert line.gone_median == 0
