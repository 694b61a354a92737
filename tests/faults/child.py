"""A command of ours that ends itself with SIGKILL before or after a named function: no product code knows of it.

    python -m tests.faults.child before package.module:function[#2] intake FILE --item …

`#2` means at the second call; `never -` runs the command to its end. With `stop` in the place of `before` it is
the database that ends (the embedded one, at once, as if the power went), after the function. `work 7` does what the
worker's job does with submission 7, `call NAME …` a function of `inside`.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.faults import inside
from xinheng.cli.setup import ready
from xinheng.plumbing.postgres.embedded import EmbeddedServer


def main(moment: str, target: str, *words: str) -> None:
    """Run the command of `words`, killed at the moment."""
    ready()
    from xinheng.cli.main import app

    with ExitStack() as stack:
        if moment != "never":
            path, _, turn = target.partition("#")
            module, _, name = path.partition(":")
            place = importlib.import_module(module)
            stack.enter_context(
                patch.object(place, name, deadly(getattr(place, name), moment=moment, turn=int(turn or 1)))
            )
        if words[0] == "work":
            work(int(words[1]))
        elif words[0] == "call":
            print(json.dumps(getattr(inside, words[1])(*words[2:]), ensure_ascii=False))
        else:
            app(list(words))


def stop_database() -> None:
    """No goodbye to anybody: what is not in the log on disk is lost."""
    server = EmbeddedServer(Path(os.environ["XINHENG_STATE"]))
    server._control("stop", "-w", "-m", "immediate")


def work(number: int) -> None:
    """The worker's job."""
    from xinheng.areas.intake import jobs

    jobs.process_submission(number)


def deadly(function: Callable[..., Any], *, moment: str, turn: int) -> Callable[..., Any]:
    """The function, whose `turn`th call ends the process."""
    calls = 0

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == turn and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if calls == turn and moment == "stop":
            stop_database()
        elif calls == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return run


if __name__ == "__main__":
    main(*sys.argv[1:])
