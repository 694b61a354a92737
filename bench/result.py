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
from typing import Any

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
    beside = statistics.median(yardstick)
    ratio = statistics.median(ours) / beside
    spread = f"Yardstick's spread {_short(min(yardstick)):,g}–{_short(max(yardstick)):,g}."
    return Result(
        name=name, yardstick=_short(beside), yardstick_name=yardstick_name, ratio=_short(ratio), met=ratio >= times,
        goal=f"≥ {times:g} ×", unit=unit, rows=rows, note=f"{note} {spread}".strip(), **_told(ours),
    )  # fmt: skip


def at_most(
    name: str, limit: float, *, ours: Sequence[float], unit: str, rows: int, note: str = ""
) -> Result:  # fmt: skip
    """Ours (a time, a size, a count; less is better) should be no more than a limit."""
    ratio = statistics.median(ours) / limit
    return Result(
        name=name, yardstick=limit, yardstick_name="the limit", ratio=_short(ratio), met=ratio <= 1,
        goal=f"≤ {limit:g} {unit}", unit=unit, rows=rows, note=note, **_told(ours),
    )  # fmt: skip


def read_all() -> list[Result]:
    """The latest figures, by name."""
    return [Result(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(RESULTS.glob("*.json"))]


def _told(ours: Sequence[float]) -> dict[str, Any]:
    """What every result says of our runs, and of where and when."""
    median = _short(statistics.median(ours))
    return {
        "ours": median, "runs": len(ours), "min": _short(min(ours)), "median": median, "max": _short(max(ours)),
        "machine": machine(), "date": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip


def _short(value: float) -> float:
    """Four figures say all that such a measurement knows."""
    return float(f"{value:.4g}")


def machine() -> str:
    """Processor, cores, memory, system; nothing that names the machine."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"
