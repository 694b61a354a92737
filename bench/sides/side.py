"""What a side does: load the rows, say so, and check them each time it is asked. No package but Python's own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def serve(load: Callable[[Path], T], check: Callable[[T], int]) -> None:
    """Talk to `bench.sides.process`: one line in asks for one run, one line out tells seconds and faults found."""
    rows = load(Path(sys.argv[1]))
    check(rows)  # what is compiled or imported at first use is no part of the measurement
    print(json.dumps({"ready": True}), flush=True)
    for _asked in sys.stdin:
        begun = time.perf_counter()
        faults = check(rows)
        print(json.dumps({"seconds": time.perf_counter() - begun, "faults": faults}), flush=True)
