"""Shares, tallies, scores: every number follows from the counts beside it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.areas.quality.rules import indicators
from xinheng.areas.quality.terms import Line, Score, Share, Tally
from xinheng.kernel.lawbook.meta import Indicator
from xinheng.kernel.text import Text

NUMBER = st.integers(min_value=0, max_value=10**9)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    records, received = draw(NUMBER), draw(NUMBER)
    measured = draw(st.integers(0, records))
    rejected = draw(st.integers(0, received))
    pending = draw(st.integers(0, received - rejected))
    return Tally(
        records=records,
        measured=measured,
        in_time=draw(st.integers(0, measured)),
        received=received,
        rejected=rejected,
        pending=pending,
        accepted=received - rejected - pending,
        incomplete=draw(st.integers(0, rejected)),
    )


@given(tallies(), tallies())
def test_tallies_add_up_whatever_the_order(one: Tally, other: Tally) -> None:
    assert one + other == other + one
    assert one + Tally() == one
    assert (one + other).late == one.late + other.late


@given(tallies())
def test_a_score_lies_between_nought_and_a_hundred_and_is_the_mean_of_what_is_known(tally: Tally) -> None:
    found = indicators.score(tally)
    known = [share.ratio for share in tally.shares if share.ratio is not None]
    if not known:
        assert found is None
        return
    assert found is not None
    assert len(found.counted) == len(known)
    exact = sum(known, Fraction()) / len(known) * 10_000
    assert 0 <= found.hundredths <= exact < found.hundredths + 1
    assert found.hundredths <= 10_000


@given(NUMBER, NUMBER)
def test_a_percentage_is_100_only_when_nothing_is_missing(part: int, whole: int) -> None:
    part = min(part, whole)
    share = Share(part, whole)
    assert (share.percent == "100.00%") == (part == whole != 0)
    assert (share.percent == "") == (whole == 0) == (share.ratio is None)


@pytest.mark.requirement("DQ-02")
def test_the_three_indicators_of_a_tally() -> None:
    tally = Tally(
        records=12, measured=8, in_time=6, received=20, accepted=15, rejected=3, pending=2, incomplete=1
    )
    assert [(share.part, share.whole, share.percent) for share in tally.shares] == [
        (6, 8, "75.00%"),
        (19, 20, "95.00%"),
        (15, 18, "83.33%"),
    ]
    assert (tally.late, tally.wrong) == (2, 3)


@pytest.mark.requirement("PUB-10")
def test_the_score_is_the_mean_of_the_indicators_that_have_data() -> None:
    every = (Indicator.TIMELINESS, Indicator.COMPLETENESS, Indicator.COMPLIANCE)
    tally = Tally(measured=8, in_time=6, received=20, accepted=15, rejected=3, pending=2, incomplete=1)
    # (3/4 + 19/20 + 5/6) / 3 = 0.84444…
    assert indicators.score(tally) == Score(8444, every)
    assert indicators.score(Tally(measured=3, in_time=2)) == Score(6666, (Indicator.TIMELINESS,))
    assert indicators.score(Tally(records=5)) is None


def test_lines_stand_best_first_and_units_without_data_last() -> None:
    found = {
        ("a", "x", "r"): Tally(measured=2, in_time=1),
        ("b", "x", "r"): Tally(measured=2, in_time=2),
        ("a", "y", "r"): Tally(measured=2, in_time=2),
        ("c", "x", "r"): Tally(records=1),
    }
    lines = indicators.lines(found, by=lambda key: key[0], titles={"a": Text("甲", "A")}, scored=True)
    assert [(line.code, line.score.points if line.score else None) for line in lines] == [
        ("b", "100.00"),
        ("a", "75.00"),
        ("c", None),
    ]
    assert lines[1] == Line("a", Text("甲", "A"), Tally(measured=4, in_time=3), lines[1].score)
    assert indicators.total(found.values()) == Tally(records=1, measured=6, in_time=5)
