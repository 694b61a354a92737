"""`python -m bench [NAME …] [--rows N] [--long]`: measure, write `bench/results/*.json`, renew the table."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial

from bench import table
from bench.measures import (
    checking,
    end_to_end,
    legal_life,
    looking_up,
    marking,
    scale,
    upload,
    workbook,
)
from bench.result import Result
from bench.server import server

MEASURES: dict[str, Callable[..., Iterator[Result]]] = {
    "end-to-end": end_to_end.measure,
    "workbook": workbook.measure,
    "upload": upload.measure,
    "looking-up": looking_up.measure,
    "legal-life": legal_life.measure,
    "marking": marking.measure,
}
LONG: dict[str, Callable[..., Iterator[Result]]] = {"scale": scale.measure}
_NAMES = ["checking", *MEASURES, *LONG]


def main() -> None:
    """Run what was named, or everything that does not take long."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_NAMES))
    parser.add_argument(
        "--rows", type=int, help="another number of rows, for a quick look: nothing is written"
    )
    parser.add_argument("--long", action="store_true", help="also what takes long: scale")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(_NAMES):
        parser.error(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(_NAMES)}")
    chosen = asked.names or ["checking", *MEASURES, *(LONG if asked.long else ())]
    more = {} if asked.rows is None else {"rows": asked.rows}
    begun = time.monotonic()
    if "checking" in chosen:
        _show(partial(checking.measure, **more), keep=asked.rows is None)
    if rest := {name: measure for name, measure in (MEASURES | LONG).items() if name in chosen}:
        with server() as running:
            for measure in rest.values():
                _show(partial(measure, running, **more), keep=asked.rows is None)
    if asked.rows is None:
        table.renew()
    print(f"{time.monotonic() - begun:.0f} s")


def _show(measure: Callable[[], Iterator[Result]], *, keep: bool) -> None:
    for result in measure():
        met = "met" if result.met else "NOT MET"
        print(
            f"{result.name}: {result.median:g} {result.unit} ({result.min:g}–{result.max:g}), "
            f"{result.ratio:g} × {result.yardstick_name}; goal {result.goal}: {met}",
            flush=True,
        )
        if keep:
            result.write()


if __name__ == "__main__":
    main()
