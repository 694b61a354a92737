"""The canonical JSON of a row and the material of its key, built by the column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import polars as pl

from xinheng.areas.intake.rules.rows import scattered
from xinheng.areas.intake.rules.subject import person_document
from xinheng.kernel.lawbook.meta import CatalogueItem
from xinheng.kernel.octets import Cells

SEPARATOR: Final = "\x1f"
_ESCAPED: Final = r'["\\\x00-\x1f]'


def content(rows: pl.DataFrame, item: CatalogueItem) -> pl.Series:
    """Canonical JSON of each row: its field codes sorted, nulls left out, no spaces.

    Equal to `json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`.
    """
    return json_of(rows, sorted(code for code in item.field_codes if code in rows.columns))


def json_of(rows: pl.DataFrame, codes: Sequence[str]) -> pl.Series:
    """JSON objects of the String columns `codes`, which are sorted."""
    filled = [code for code in codes if rows[code].null_count() < rows.height]
    if not filled:
        return pl.Series("content", ["{}"]).new_from_index(0, rows.height)
    certain = [code for code in filled if rows[code].null_count() == 0]
    pattern, values = "", []
    for code in filled:
        # up to the first member that no row lacks the comma follows a member, from then on it goes before
        before = "," if certain and code > certain[0] else ""
        after = "" if before or code in certain else ","
        member = f'{before}"{code}":"{{}}"{after}'
        value = pl.lit(escaped(rows[code]))
        pattern += member if code in certain else "{}"
        values.append(value if code in certain else pl.format(member, value).fill_null(""))
    built = rows.select(content=pl.format("{{" + pattern + "}}", *values)).to_series()
    return built if certain else built.str.replace(r",\}$", "}")


def escaped(values: pl.Series) -> pl.Series:
    """The values as they stand between the quotes of a JSON string."""
    if values.null_count() == len(values):
        return values
    octets = Cells(values).octets
    if len(octets) == 0 or (
        int(octets.min()) >= ord(" ") and not (octets == ord('"')).any() and not (octets == ord("\\")).any()
    ):
        return values
    rows = values.str.contains(_ESCAPED).fill_null(value=False).arg_true()
    written = [json.dumps(value, ensure_ascii=False)[1:-1] for value in values.gather(rows)]
    if not written:
        return values
    return scattered(values, rows.to_numpy(), pl.Series(written, dtype=pl.String))


def record_keys(rows: pl.DataFrame, item: CatalogueItem) -> pl.Series:
    """What names the record of each row: item and parts of the natural key, joined by U+001F.

    Organ: its code, else its name. Subject: USCC, else the document of the natural person (as it stands in
    the row, so after hashing), else the old code, else the name.
    """
    parts = [_part(word, rows, item) for word in item.natural_key]
    return rows.select(pl.concat_str([pl.lit(item.id), *parts], separator=SEPARATOR).alias("key")).to_series()


def _part(word: str, rows: pl.DataFrame, item: CatalogueItem) -> pl.Expr:
    document = person_document(item)
    columns = {
        "organ": ["organ_code", "organ_name"],
        "instrument": ["instrument"],
        "subject": ["subject_uscc", *([document] if document else []), "legacy_code", "subject_name"],
    }.get(word, [word])
    return pl.coalesce([pl.col(column) for column in columns if column in rows.columns]).fill_null("")
