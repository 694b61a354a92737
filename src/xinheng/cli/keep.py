"""Keeps a program running: one that ends without being asked to is started again after a pause.

    python -m xinheng.cli.keep PROGRAM WORDS …

The worker ends by itself when the database goes away, and does not come back with it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import Final

SHORTEST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
STEADY: Final = 60.0
"""Seconds after which a program counts as having run: the pause after its end is short again."""


def keep(command: Sequence[str], *, shortest: float = SHORTEST_PAUSE) -> int:
    """Run until SIGTERM or SIGINT, which are handed on; returns the program's last exit code."""
    asked = threading.Event()
    pause = shortest
    running: subprocess.Popen[bytes] | None = None

    def end(number: int, frame: FrameType | None) -> None:
        asked.set()
        if running is not None:
            running.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while True:
        running = subprocess.Popen(command)
        if asked.is_set():
            running.terminate()
        try:
            code = running.wait(STEADY)
        except subprocess.TimeoutExpired:
            pause = shortest
            code = running.wait()
        if asked.is_set():
            return code
        sys.stderr.write(f"{command[0]} ended ({code}) and is started again in {pause:g} s\n")
        if asked.wait(pause):
            return code
        pause = min(pause * 2, LONGEST_PAUSE)


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
