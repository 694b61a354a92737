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
    "Same reject rules, check characters columnar with the same kernel on all sides; 0.5 % of the rows have one fault, "
    "and every side found each. Ours also repairs, writes canonical columns and looks for markup, "
    "forbidden kinds of data and documents in texts."
)


class SidesDisagree(AssertionError):
    """A side found another number of faults than were put in: the rules are not the same."""


def measure(rows: int = ROWS, *, runs: int = RUNS) -> Iterator[Result]:
    """Million rows a second, one run of each side in turn."""
    path, faults = files.faulty_licences(rows)
    with ExitStack() as stack:
        sides = {"ours": stack.enter_context(side("ours", python=Path(sys.executable), rows=path))}
        for name, (module, needs, _times) in _SIDES.items():
            sides[name] = stack.enter_context(side(module, python=environment(needs), rows=path))
        rates: dict[str, list[float]] = {name: [] for name in sides}
        for _run in range(runs):
            for name, asked in sides.items():
                rates[name].append(rows / _seconds(name, asked, faults) / 1e6)
    for name, (_module, needs, times) in _SIDES.items():
        yield at_least(
            f"checking-{needs}", times, ours=rates["ours"], yardstick=rates[name], yardstick_name=name,
            unit="million rows/s", rows=rows, note=_NOTE,
        )  # fmt: skip


def _seconds(name: str, asked: Side, faults: int) -> float:
    run = asked.run()
    if run.faults != faults:
        raise SidesDisagree(f"{name} found {run.faults} faults, {faults} were put in")
    return run.seconds
