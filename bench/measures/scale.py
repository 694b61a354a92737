"""One, two and five million new rows: peak memory, and whether time grows with the rows alone. Takes long."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import files
from bench.result import Result, at_most
from bench.server import Server, answer

ROWS = 5_000_000
_PARTS = (1, 2, 5)
_EVERY = 0.5
_GIB = 1024**2


def measure(server: Server, rows: int = ROWS) -> Iterator[Result]:
    """GiB and seconds; Parquet, as CSV of five million rows is more than the 2 GiB that a file may have."""
    seconds: dict[int, float] = {}
    for part in _PARTS:
        count = rows * part // _PARTS[-1]
        file = files.rows_file("penalty", count, ending="parquet")
        with server.fresh() as database, Watch(server.postmaster) as watch:
            process = database.node("deposit", "penalty", str(file), "1")
            watch.process(process)
            seconds[count] = answer(process)[0]["seconds"]
    per_million = {count: taken / count * 1e6 for count, taken in seconds.items()}
    told = ", ".join(f"{count:,} rows {taken:.0f} s" for count, taken in seconds.items())
    yield at_most(
        "memory-5-million", 2, ours=[watch.ours / _GIB], unit="GiB", rows=rows,
        note=f"Peak PSS of our Python processes; PostgreSQL's, with its shared buffers, {watch.postgres / _GIB:.2f} GiB.",
    )  # fmt: skip
    first, *_middle, last = per_million.values()
    yield at_most(
        "linear-time", 1.2, ours=[last / first], unit="× of the time per row", rows=rows,
        note=f"{told}. The time per row of the largest file beside that of the smallest.",
    )  # fmt: skip


@dataclass
class Watch:
    """Peak proportional memory in KiB of a process with its children, and of PostgreSQL's processes."""

    postmaster: int
    ours: int = 0
    postgres: int = 0
    _pid: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def process(self, process: subprocess.Popen[str]) -> None:
        """Whom to watch."""
        self._pid = process.pid

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(_EVERY):
            parents = _parents()
            if self._pid:
                self.ours = max(self.ours, sum(map(_pss, _family(self._pid, parents))))
            self.postgres = max(self.postgres, sum(map(_pss, _family(self.postmaster, parents))))


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
    return found


def _family(pid: int, parents: dict[int, int]) -> list[int]:
    children = [child for child, parent in parents.items() if parent == pid]
    return [pid, *(one for child in children for one in _family(child, parents))]


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
