"""One measured figure beside its yardstick, as it is written to `bench/results/`."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Result:
    """`ours` and `yardstick` are medians in `unit`; `ratio` is what `goal` speaks of.

    `runs` of ours have the spread `min` … `max`. Where the goal is a limit (`≤ 50 ms`) the yardstick is the limit
    itself. `note` says what a reader must know to judge the figure.
    """

    name: str
    ours: float
    yardstick: float
    yardstick_name: str
    ratio: float
    goal: str
    met: bool
    unit: str
    runs: int
    min: float
    median: float
    max: float
    rows: int
    machine: str
    date: str
    note: str = ""

    def write(self) -> None:
        """Put it in the place of the figure of the same name."""
        RESULTS.mkdir(exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (RESULTS / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")


def at_least(
    name: str, times: float, *, ours: Sequence[float], yardstick: Sequence[float], yardstick_name: str, unit: str,
    rows: int, note: str = "",
) -> Result:  # fmt: skip
    """Ours should be `times` the yardstick or more: both are rates (more is better), one figure a run."""
    ratio = statistics.median(ours) / statistics.median(yardstick)
    return _result(
        name, ours, statistics.median(yardstick), yardstick_name,
        ratio=ratio, goal=f"≥ {times:g} ×", met=ratio >= times, unit=unit, rows=rows,
        note=f"{note} Yardstick's spread {_spread(yardstick)}.".strip(),
    )  # fmt: skip


def at_most(
    name: str, limit: float, *, ours: Sequence[float], unit: str, rows: int, note: str = ""
) -> Result:  # fmt: skip
    """Ours (a time, a size, a count; less is better) should be no more than a limit."""
    ratio = statistics.median(ours) / limit
    return _result(
        name, ours, limit, "the limit", ratio=ratio, goal=f"≤ {limit:g} {unit}", met=ratio <= 1, unit=unit, rows=rows,
        note=note,
    )  # fmt: skip


def read_all() -> list[Result]:
    """The latest figures, by name."""
    return [Result(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(RESULTS.glob("*.json"))]


def _result(
    name: str, ours: Sequence[float], yardstick: float, yardstick_name: str, *,
    ratio: float, goal: str, met: bool, unit: str, rows: int, note: str,
) -> Result:  # fmt: skip
    median = statistics.median(ours)
    return Result(
        name=name, ours=_short(median), yardstick=_short(yardstick), yardstick_name=yardstick_name,
        ratio=_short(ratio), goal=goal, met=met, unit=unit, runs=len(ours), min=_short(min(ours)),
        median=_short(median), max=_short(max(ours)), rows=rows, machine=machine(),
        date=datetime.now(UTC).date().isoformat(), note=note,
    )  # fmt: skip


def _short(value: float) -> float:
    """Four figures say all that such a measurement knows."""
    return float(f"{value:.4g}")


def _spread(values: Sequence[float]) -> str:
    return f"{_short(min(values)):,g}–{_short(max(values)):,g}"


def machine() -> str:
    """Processor, cores, memory, system; nothing that names the machine."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"
