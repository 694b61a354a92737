"""Registration records as facts about organisations: which field of the item says what."""

from __future__ import annotations

from typing import Final

import polars as pl

from xinheng.areas.subjects.rules.names import comparable_column
from xinheng.areas.subjects.terms import STATUS_WORDS, CodeKind

FACTS: Final = pl.Schema(
    {
        "uscc": pl.String,
        "name": pl.String,
        "former_name": pl.String,
        "kind": pl.String,
        "sub_kind": pl.String,
        "region": pl.String,
        "status": pl.String,
        "established_on": pl.Date,
        "closed_on": pl.Date,
        "changed_on": pl.Date,
        "facts": pl.String,
    }
)
"""What a delivery says of each organisation; null: it does not say. `changed_on`: when it became so."""

CODES: Final = pl.Schema({"uscc": pl.String, "kind": pl.String, "value": pl.String})

# Fields of the catalogue item `registration` (lawpacks: cn-gz/catalogue/registration.yml).
_NAME, _FORMER, _STATE, _FORM = "DJ_MC", "DJ_CYM", "DJ_ZT", "DJ_LX"
_ESTABLISHED, _APPROVED, _REGION = "DJ_CLRQ", "DJ_HZRQ", "DJ_XZQH"
_CODES: Final = {"DJ_ZCH": CodeKind.REGISTRATION_NUMBER, "DJ_ZZJG": CodeKind.ORGANISATION_CODE}
_KEPT: Final = ("DJ_ZS", "DJ_ZCZB", "DJ_BZ", "DJ_JYFW", "DJ_QXZ", "DJ_QXZI", "DJ_DJJG", "DJ_HYDM", "DJ_HYMC")
_CLOSED: Final = ("注销", "撤销")


def facts_of_records(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`FACTS` and `CODES` from registration records.

    `records`: subject (USCC) and data (JSON object of canonical texts). Persons' columns are not taken over.
    """
    fields = (_NAME, _FORMER, _STATE, _FORM, _ESTABLISHED, _APPROVED, _REGION, *_CODES, *_KEPT)
    shape = pl.Struct(dict.fromkeys(fields, pl.String))
    told = records.select(uscc="subject", told=pl.col("data").str.json_decode(shape)).unnest("told")
    status = pl.col(_STATE).replace_strict(
        {word: state.value for word, state in STATUS_WORDS.items()}, default=None, return_dtype=pl.String
    )
    approved = _day(_APPROVED)
    facts = told.select(
        "uscc",
        name=_NAME,
        former_name=_FORMER,
        kind=pl.lit(None, dtype=pl.String),
        sub_kind=pl.col(_FORM).str.slice(0, 60),
        region=_REGION,
        status=status,
        established_on=_day(_ESTABLISHED),
        closed_on=pl.when(pl.col(_STATE).is_in(_CLOSED)).then(approved),
        changed_on=approved,
        facts=pl.struct(_KEPT).struct.json_encode(),
    )
    codes = [
        told.select("uscc", kind=pl.lit(kind.value), value=field).drop_nulls()
        for field, kind in _CODES.items()
    ]
    return facts.cast(FACTS), pl.concat([CODES.to_frame(), *codes])


def _day(field: str) -> pl.Expr:
    return pl.col(field).str.to_date("%Y-%m-%d", strict=False)


def renamed(before: pl.DataFrame) -> pl.DataFrame:
    """Of rows with `name` (held) and `new_name`, those that differ by more than width, spaces and case."""
    same = comparable_column(before["name"]) == comparable_column(before["new_name"])
    return before.filter(~same & (before["name"] != ""))
