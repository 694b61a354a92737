"""The other sides' processes, seen from the measurement."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.place import PROJECT


@dataclass(frozen=True)
class Run:
    """One run over all rows."""

    seconds: float
    faults: int


class SideFailed(RuntimeError):
    """The side ended instead of answering; its own words are in its log."""


class Side:
    """A process that holds the rows and checks them when asked."""

    def __init__(self, process: subprocess.Popen[str], name: str) -> None:
        self._process = process
        self._name = name
        self._answer()

    def run(self) -> Run:
        """Check all rows once."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        told = self._answer()
        return Run(seconds=told["seconds"], faults=int(told["faults"]))

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                answer: dict[str, float] = json.loads(line)
                return answer
        raise SideFailed(self._name)


@contextmanager
def side(module: str, *, python: Path, rows: Path) -> Iterator[Side]:
    """`bench.sides.<module>` run by an environment's Python over a Parquet file."""
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "src")])
    process = subprocess.Popen(
        [str(python), "-m", f"bench.sides.{module}", str(rows)], cwd=PROJECT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths},
    )  # fmt: skip
    try:
        yield Side(process, module)
    finally:
        process.kill()
        process.wait()
