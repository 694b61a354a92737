"""Organisations come into the library when a record first names them, or before any record does (SUB-12)."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from django.conf import settings

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.subjects.store import organisations, places, search_names
from xinheng.areas.subjects.terms import Opened
from xinheng.plumbing.clock import day_of

INDEXED_AT_ONCE = 20_000
"""Up to so many organisations are findable with the action itself; more follow by the job."""


@recorded("subjects.opened")
def open_organisations(rows: pl.DataFrame, *, actor: str, at: datetime) -> Recorded[Opened]:
    """Open those organisations whose code is unknown; the known ones stay as they are.

    `rows`: uscc (valid, each once), name, and region where the sender states one. Kind and region are read
    from the code: its first two characters, its characters 3 to 8.
    """
    new = organisations.open_unknown(
        stubs(rows, day=day_of(at)), synthetic=settings.XINHENG.demo, opened_by=actor, at=at
    )
    index_if_few()
    opened = Opened(new=new, known=rows.height - new)
    return Recorded(opened, about=("subjects", "library"), payload={"new": new, "known": opened.known})


def stubs(rows: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """uscc, name, kind, region from what a record says of its subject."""
    stated = rows["region"] if "region" in rows.columns else pl.Series([None] * rows.height, dtype=pl.String)
    regions = places.regions()
    in_code = regions.current_column(rows["uscc"].str.slice(2, 6))
    return rows.select(
        "uscc",
        pl.col("name").fill_null("").str.slice(0, 300),
        kind=kinds_of(rows["uscc"], day=day),
        region=pl.coalesce(in_code, regions.current_column(stated)),
    )


def kinds_of(usccs: pl.Series, *, day: date) -> pl.Series:
    """The subject kind that the first two characters of a USCC say (GB 32100), by the packs of the day."""
    kinds = catalogue.lawbook().as_of(day).subject_kinds()
    by_prefix = {prefix: ruled.value.id for ruled in kinds for prefix in ruled.value.uscc_prefixes}
    return usccs.str.slice(0, 2).replace_strict(by_prefix, default=None, return_dtype=pl.String)


def index_if_few() -> None:
    """Make waiting organisations findable now, unless they are many."""
    if search_names.waiting() <= INDEXED_AT_ONCE:
        search_names.refresh_waiting(at_most=INDEXED_AT_ONCE, words=places.words())
