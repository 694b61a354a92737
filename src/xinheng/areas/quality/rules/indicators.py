"""From counts to scores and lines; every number can be worked out again from the counts beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from xinheng.areas.quality.terms import INDICATOR_TITLES, SCORED, Line, Score, Tally, Target
from xinheng.kernel.lawbook import Ruled
from xinheng.kernel.lawbook.meta import QualityRule
from xinheng.kernel.text import Text

Key = tuple[str, str, str]
"""Department, item, region."""


def score(tally: Tally) -> Score | None:
    """`terms.SCORE_RULE`; None where no indicator has data."""
    shares = {indicator: tally.share(indicator).ratio for indicator in SCORED}
    known = {indicator: ratio for indicator, ratio in shares.items() if ratio is not None}
    if not known:
        return None
    mean = sum(known.values(), Fraction()) / len(known)
    return Score(hundredths=int(mean * 10_000), counted=tuple(known))


def lines(
    tallies: Mapping[Key, Tally], *, by: Callable[[Key], str], titles: Mapping[str, Text], scored: bool
) -> tuple[Line, ...]:
    """The tallies added up by unit: best score first, units without a score last, then by code."""
    added: dict[str, Tally] = {}
    for key, tally in tallies.items():
        added[by(key)] = added.get(by(key), Tally()) + tally
    made = [
        Line(code, titles.get(code, Text(zh=code, en=code)), tally, score(tally) if scored else None)
        for code, tally in added.items()
    ]
    return tuple(sorted(made, key=lambda line: (-line.score.hundredths if line.score else 1, line.code)))


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


def targets(rules: Iterable[Ruled[QualityRule]], tally: Tally) -> tuple[Target, ...]:
    """The packs' thresholds for the three indicators, and whether the tally meets them (None: no data)."""
    found = []
    for ruled in rules:
        indicator, at_least = ruled.value.indicator, ruled.value.at_least
        if indicator is None or at_least is None or indicator not in INDICATOR_TITLES:
            continue
        ratio = tally.share(indicator).ratio
        found.append(
            Target(
                indicator=indicator,
                title=ruled.title,
                at_least=f"{at_least * 100:.0f}%",
                note=ruled.note,
                met=None if ratio is None else ratio >= Fraction(at_least),
            )
        )
    return tuple(found)
