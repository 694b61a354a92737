"""Invented people who can log in: named in a penalty, or representing an organisation that has penalties."""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from demo.province.deliveries import Delivery
from xinheng.kernel.identifiers import citizen_id

OFFERED: Final = 20
"""So many of each: whoever makes the demo takes one whose record was accepted."""


def people(sent: Iterable[Delivery]) -> dict[str, list[dict[str, Any]]]:
    """`named`: name and number of natural persons, the latest first; `organisations`: code, name and representative
    of those with the most penalties."""
    columns = ["CF_XDR_MC", "CF_XDR_ZJHM", "CF_XDR_SHXYM", "CF_FRDB", "CF_JDRQ"]
    frames = [
        one.frame.select(columns) for one in sent
        if one.item.id == "penalty" and one.refused_for is None and set(columns) <= set(one.frame.columns)
    ]  # fmt: skip
    rows = pl.concat(frames, how="vertical_relaxed").sort("CF_JDRQ", descending=True, nulls_last=True)
    named = rows.filter(pl.col("CF_XDR_ZJHM").is_not_null()).unique("CF_XDR_ZJHM", maintain_order=True)
    organisations = (
        rows.filter(pl.col("CF_XDR_SHXYM").is_not_null() & pl.col("CF_FRDB").is_not_null())
        .group_by("CF_XDR_SHXYM", maintain_order=True)
        .agg(pl.len().alias("penalties"), pl.col("CF_XDR_MC", "CF_FRDB").first())
        .sort("penalties", "CF_XDR_SHXYM", descending=[True, False])
    )
    return {
        "named": [
            {"name": name, "number": number}
            for name, number in named.select("CF_XDR_MC", "CF_XDR_ZJHM").iter_rows()
            if citizen_id.is_valid(number)
        ][:OFFERED],
        "organisations": [
            {"uscc": code, "name": name, "representative": person}
            for code, name, person in organisations.select(
                "CF_XDR_SHXYM", "CF_XDR_MC", "CF_FRDB"
            ).head(OFFERED).iter_rows()
        ],
    }  # fmt: skip
