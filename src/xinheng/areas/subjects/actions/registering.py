"""What registration authorities deliver about organisations: facts, names over time, earlier codes."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.conf import settings

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.subjects.actions.opening import index_if_few, kinds_of
from xinheng.areas.subjects.rules.registration import CODES, FACTS, facts_of_records
from xinheng.areas.subjects.store import organisations, places
from xinheng.areas.subjects.terms import Registered
from xinheng.plumbing.clock import day_of


@recorded("subjects.registered")
def register(
    rows: pl.DataFrame, codes: pl.DataFrame | None = None, *, source: str, actor: str, at: datetime
) -> Recorded[Registered]:
    """Bring organisations to what a register delivered; unknown ones are opened, what was is kept.

    `rows`: columns of `FACTS`, those that are missing or null say nothing; of several rows for one code the
    last counts. A changed name becomes a former name with its dates. `codes`: columns of `CODES`.
    """
    told = _apply(rows, CODES.to_frame() if codes is None else codes, source=source, at=at)
    return Recorded(told, about=("register", source), payload=_payload(told))


@recorded("subjects.registered")
def register_records(records: pl.DataFrame, *, source: str, actor: str, at: datetime) -> Recorded[Registered]:
    """`register` from placed records of the item `registration`: subject (USCC) and data (JSON object)."""
    facts, codes = facts_of_records(records)
    told = _apply(facts, codes, source=source, at=at)
    return Recorded(told, about=("register", source), payload=_payload(told))


@recorded("subjects.codes_linked")
def link_codes(
    codes: pl.DataFrame, *, source: str, actor: str, at: datetime
) -> Recorded[tuple[tuple[str, str], ...]]:
    """Link earlier codes (`CODES`) to known organisations; returns those that another one has already."""
    foreign = organisations.link_codes(codes, source=source, at=at)
    payload = {"codes": codes.height, "foreign": len(foreign)}
    return Recorded(foreign, about=("register", source), payload=payload)


def _apply(rows: pl.DataFrame, codes: pl.DataFrame, *, source: str, at: datetime) -> Registered:
    day = day_of(at)
    given = rows.with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in FACTS.items() if name not in rows.columns
    ).select(FACTS.names())
    facts = given.unique("uscc", keep="last", maintain_order=True)
    regions = places.regions()
    in_code = regions.current_column(facts["uscc"].str.slice(2, 6))
    facts = facts.with_columns(
        kind=pl.coalesce(facts["kind"], kinds_of(facts["uscc"], day=day)),
        region=pl.coalesce(regions.current_column(facts["region"]), in_code),
    )
    told = organisations.apply_facts(facts, synthetic=settings.XINHENG.demo, source=source, at=at, today=day)
    organisations.keep_stated_former_names(facts, source=source)
    foreign = organisations.link_codes(codes, source=source, at=at)
    index_if_few()
    return Registered(told.new, told.changed, told.unchanged, told.renamed, foreign)


def _payload(told: Registered) -> dict[str, int]:
    return {
        "new": told.new,
        "changed": told.changed,
        "unchanged": told.unchanged,
        "renamed": told.renamed,
        "foreign_codes": len(told.foreign_codes),
    }
