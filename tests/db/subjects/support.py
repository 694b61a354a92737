"""Organisations for the tests; every code is made up and has a right check character."""

from datetime import UTC, datetime

import polars as pl

from xinheng.areas.subjects import actions
from xinheng.areas.subjects.terms import Opened, Registered
from xinheng.kernel.identifiers import organisation_code, uscc

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def code(number: int, *, region: str = "520102", prefix: str = "91") -> str:
    """A valid USCC: the prefix, the region and an organisation code made from the number."""
    body = f"MA{number:06d}"
    inner = prefix + region + body + organisation_code.calc_check_character(body)
    return inner + uscc.calc_check_character(inner)


def opened(*pairs: tuple[str, str]) -> Opened:
    rows = pl.DataFrame(pairs, schema={"uscc": pl.String, "name": pl.String}, orient="row")
    return actions.open_organisations(rows, actor="intake", at=AT)


def registered(codes: pl.DataFrame | None = None, *, at: datetime = AT, **columns: object) -> Registered:
    return actions.register(
        pl.DataFrame(columns), codes, source="市场监管局 20260302-0000001", actor="intake", at=at
    )
