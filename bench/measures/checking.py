"""Checking alone: licence rows in memory through our checker, pandera on Polars, Great Expectations, dataframely."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import files
from bench.place import environment
from bench.result import Result, at_least
from bench.sides.process import Side, side

ROWS = 1_000_000
RUNS = 5
_SIDES = {
    "pandera on Polars": ("pandera_polars", "pandera", 3.0),
    "Great Expectations on pandas": ("great_expectations_side", "great-expectations", 10.0),
    "dataframely": ("dataframely_side", "dataframely", 1.0),
}
_NOTE = (
    "The same rules, check characters and forbidden statements columnar with the same kernel on all sides; 0.5 % of the "
    "rows have one fault, and every side found each. Ours also repairs, writes canonical columns and says where each "
    "row goes."
)
_FEWER = {"Great Expectations on pandas": 20}
"""A side so slow that it checks one part in so many of the rows; its rate is told."""


class SidesDisagree(AssertionError):
    """A side found another number of faults than were put in: the rules are not the same."""


def measure(rows: int = ROWS, *, runs: int = RUNS) -> Iterator[Result]:
    """Million rows a second, one run of each side in turn."""
    with ExitStack() as stack:
        path, _faults = files.faulty_licences(rows)
        sides = {"ours": stack.enter_context(side("ours", python=Path(sys.executable), rows=path))}
        for name, (module, needs, _times) in _SIDES.items():
            path, _faults = files.faulty_licences(rows // _FEWER.get(name, 1))
            sides[name] = stack.enter_context(side(module, python=environment(needs), rows=path))
        rates: dict[str, list[float]] = {name: [] for name in sides}
        for _run in range(runs):
            for name, asked in sides.items():
                rates[name].append(_rate(name, asked, rows // _FEWER.get(name, 1)))
    for name, (_module, needs, times) in _SIDES.items():
        yield at_least(
            f"checking-{needs}", times, ours=rates["ours"], yardstick=rates[name], yardstick_name=name,
            unit="million rows/s", rows=rows,
            note=f"{_NOTE} The yardstick checked {rows // _FEWER[name]:,} rows." if name in _FEWER else _NOTE,
        )  # fmt: skip


def _rate(name: str, asked: Side, rows: int) -> float:
    """Million rows a second of one run."""
    run, (_path, faults) = asked.run(), files.faulty_licences(rows)
    if run.faults != faults:
        raise SidesDisagree(f"{name} found {run.faults} faults, {faults} were put in")
    return rows / run.seconds / 1e6
