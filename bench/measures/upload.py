"""A workbook of 200 rows by the web: how long a person waits until the receipt is on the screen."""

from __future__ import annotations

import time
from collections.abc import Iterator

import polars as pl

from bench.place import WORK
from bench.result import Result, at_most
from bench.server import Server
from bench.sides.rules import TODAY
from bench.site import Answer, Visitor, site
from demo.province.bulk import blocks

ROWS = 200
RUNS = 5
_EAGER = "delay:300ms"
"""What the page's progress says while it asks every 0.3 s; later it asks every second."""


class NoReceipt(AssertionError):
    """The site did not lead to a receipt."""


def measure(server: Server, rows: int = ROWS, *, runs: int = RUNS) -> Iterator[Result]:
    """Seconds from sending the form to the preview, and from confirming to the receipt, together."""
    login = next(one for one in server.logins if one["username"].endswith("-officer"))
    with server.fresh() as database, site(database, worker=True) as address:
        visitor = Visitor(address)
        visitor.log_in(login["username"], login["password"])
        waited = [_hand_in(visitor, rows, turn) for turn in range(runs + 1)][
            1:
        ]  # the first warms the processes
    yield at_most(
        "upload-200-rows", 2, ours=waited, unit="s", rows=rows,
        note="An XLSX workbook of new penalties through the form: upload, check, preview, confirm, receipt; the page "
        "asks how far it is as its script does. The person's own time is left out.",
    )  # fmt: skip


def _hand_in(visitor: Visitor, rows: int, turn: int) -> float:
    path = WORK / "files" / f"upload-{rows}-{turn}.xlsx"
    if not path.exists():
        pl.concat(
            blocks("penalty", rows, today=TODAY, seed=100 + turn, organisation_count=3_000)
        ).write_excel(path)
    form = visitor.get("/desk/intake/send/")
    begun = time.perf_counter()
    preview = _awaited(
        visitor, visitor.post("/desk/intake/send/", {"item": "penalty", "end": "1"}, page=form, file=path)
    )
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    receipt = _awaited(visitor, visitor.post(f"{preview.url}confirm/", {}, page=preview))
    if "receipt.xlsx" not in receipt.text:
        raise NoReceipt(receipt.url)
    return seconds + time.perf_counter() - begun


def _awaited(visitor: Visitor, page: Answer) -> Answer:
    """The page when nothing goes on any more."""
    shown = page.text
    while 'id="progress"' in shown:
        time.sleep(0.3 if _EAGER in shown else 1.0)
        shown = visitor.get(f"{page.url}progress/", **{"HX-Request": "true"}).text
    return page if shown is page.text else visitor.get(page.url)
