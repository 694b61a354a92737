"""Rules over several cells of a row: what is required, what comes first, what must agree."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.chunk import Chunk, Flags
from xinheng.areas.intake.rules.dates import UNKNOWN, rows_before
from xinheng.areas.intake.rules.rows import Rows, filled_rows, true_rows, without
from xinheng.kernel.lawbook.clocks import NotStarted, shown_until
from xinheng.kernel.lawbook.meta import CatalogueField, DisclosureTerm, Mode, TermStart, Until, When

_EPOCH: Final = date(1970, 1, 1).toordinal()
_NOT_KNOWN: Final = UNKNOWN - 1
_TEN_THOUSAND: Final = 10_000
_AMOUNT_IN_TEXT: Final = r"[0-9][0-9,，]*(?:\.[0-9]+)? ?万?元"
_NUMERALS: Final = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两十拾百佰千仟万亿"
_NUMERAL_IN_TEXT: Final = f"[{_NUMERALS}]+[元圆]"
_DIGIT: Final = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_POWER: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUP: Final = {"万": 10_000, "亿": 100_000_000}


def check_required(chunk: Chunk, person: Flags, withdrawn: Flags, key_fields: frozenset[str]) -> None:
    """Cells that must not be empty. A withdrawal needs only what names the record."""
    subject_code = chunk.item.roles.subject_uscc
    for field in chunk.item.fields:
        if field.required == "never" or (field.code == subject_code and field.required == "organisation"):
            continue
        cells = chunk.canonical[field.code]
        if cells.null_count():
            lacking = cells.is_null().to_numpy()
            if field.code not in key_fields:
                lacking = lacking & ~withdrawn
            rows = _those_required(chunk, field, lacking, person)
            chunk.object_("cell.missing", field.code, without(rows, chunk.report.barred(field.code)))


def _those_required(chunk: Chunk, field: CatalogueField, lacking: Flags, person: Flags) -> Rows:
    if isinstance(field.required, When):
        rows = np.flatnonzero(lacking)
        words = "|".join(re.escape(word) for word in field.required.when.any_of)
        cells = chunk.canonical[field.required.when.field].gather(rows)
        return rows[true_rows(cells.str.contains(f"(?:^|、)(?:{words})(?:$|、)"))]
    if field.required == "organisation":
        return np.flatnonzero(lacking & ~person)
    return np.flatnonzero(lacking & person if field.required == "person" else lacking)


def check_order(chunk: Chunk) -> None:
    """Ends that lie before their begin."""
    for field in chunk.item.fields:
        if field.not_before is not None and field.code in chunk.days and field.not_before in chunk.days:
            rows = rows_before(chunk.days[field.not_before], chunk.days[field.code])
            chunk.object_("date.end_before_begin", field.code, rows)


def check_amounts(chunk: Chunk) -> None:
    """Amounts that the text of the same row gives 10,000 times larger or smaller."""
    for field in chunk.item.fields:
        if field.compare_amount_with is None:
            continue
        amount = chunk.canonical[field.code]
        if amount.null_count() == chunk.height:
            continue
        yuan = amount.cast(pl.Float64, strict=False).to_numpy() * (
            _TEN_THOUSAND if field.unit == "ten_thousand_yuan" else 1
        )
        # a text names at least one yuan, and hardly more than what 1,000 yuan is times 10,000
        rows = np.flatnonzero((yuan >= _TEN_THOUSAND) | ((yuan > 0) & (yuan <= 1000)))
        text = chunk.canonical[field.compare_amount_with].gather(rows)
        chunk.object_("amount.unit_gap", field.code, rows[_gaps(yuan[rows], text)])


def _gaps(yuan: np.typing.NDArray[np.float64], text: pl.Series) -> Flags:
    """Which rows' text names 10,000 times the amount, or a 10,000th of it, and not the amount itself."""
    flags = np.zeros(len(text), dtype=np.bool_)
    named = _amounts_in(text)
    if named.is_empty():
        return flags
    ratio = pl.Series(yuan).gather(named["row"]) / named["yuan"]
    judged = named.select("row").with_columns(
        same=_near(ratio, 1.0), gap=_near(ratio, _TEN_THOUSAND) | _near(ratio, 1 / _TEN_THOUSAND)
    )
    rows = (
        judged.group_by("row")
        .agg(pl.col("same").any(), pl.col("gap").any())
        .filter(pl.col("gap") & ~pl.col("same"))
    )
    flags[rows["row"].to_numpy()] = True
    return flags


def _near(ratio: pl.Series, target: float) -> pl.Series:
    return ratio.is_between(0.99 * target, 1.01 * target)


def _amounts_in(text: pl.Series) -> pl.DataFrame:
    """Every amount of money in the texts: columns row, yuan."""
    found = pl.DataFrame({"row": pl.Series(range(len(text)), dtype=pl.UInt32), "text": text})
    digits = (
        found.select("row", pl.col("text").str.extract_all(_AMOUNT_IN_TEXT).alias("said"))
        .explode("said")
        .drop_nulls()
    )
    number = digits["said"].str.replace_all("[,，元万 ]", "").cast(pl.Float64, strict=False)
    times = digits["said"].str.contains("万", literal=True).cast(pl.Float64) * (_TEN_THOUSAND - 1) + 1
    written = digits.select("row").with_columns(yuan=number * times)
    words = (
        found.select("row", pl.col("text").str.extract_all(_NUMERAL_IN_TEXT).alias("said"))
        .explode("said")
        .drop_nulls()
    )
    spelt = words.select("row").with_columns(
        yuan=pl.Series([float(numeral_value(said[:-1])) for said in words["said"]], dtype=pl.Float64)
    )
    return pl.concat([written, spelt]).filter(pl.col("yuan") > 0)


def numeral_value(numeral: str) -> int:
    """The number that Chinese numerals spell.

    >>> numeral_value("贰仟"), numeral_value("两万五千"), numeral_value("十二"), numeral_value("一亿零三")
    (2000, 25000, 12, 100000003)
    """
    total = group = digit = 0
    for character in numeral:
        if character in _DIGIT:
            digit = _DIGIT[character]
        elif character in _POWER:
            group += (digit or 1) * _POWER[character]
            digit = 0
        else:
            total = (
                (total + group + digit) * _GROUP[character]
                if character == "亿"
                else total + (group + digit) * _GROUP[character]
            )
            group = digit = 0
    return total + group + digit


def check_shown_until(chunk: Chunk, term: DisclosureTerm | None, *, today: date) -> None:
    """The department's end of publication, where it is not the one the law gives. The law decides."""
    field = chunk.item.roles.shown_until
    if field is None or term is None or term.mode is Mode.NOT_PUBLIC:
        return
    rows = filled_rows(chunk.canonical[field])
    if len(rows) == 0:
        return
    roles = chunk.item.roles
    events = {
        TermStart.DECIDED_ON: roles.decided_on, TermStart.ENDS_ON: roles.ends_on, TermStart.KNOWN_ON: None
    }  # fmt: skip
    start = TermStart.ENDS_ON if term.until is Until.VALID else term.starts
    event = chunk.day_numbers(events.get(start) if start else None)[rows]
    if start is TermStart.KNOWN_ON:
        event[:] = _day_number(today)
    distinct, back = np.unique(event, return_inverse=True)
    lawful = np.array([_lawful_end(term, int(day)) for day in distinct], dtype=np.int64)[back]
    claimed = chunk.days[field][rows].astype(np.int64)
    chunk.object_("shown_until.differs", field, rows[(lawful != claimed) & (lawful != _NOT_KNOWN)])


def _lawful_end(term: DisclosureTerm, event: int) -> int:
    """The last day of display; UNKNOWN = without end, _NOT_KNOWN = its clock has not started."""
    day = None if event == UNKNOWN else date.fromordinal(event + _EPOCH)
    last = shown_until(term, decided_on=day, begins_on=None, ends_on=day, known_on=day)
    if last is None:
        return UNKNOWN
    return _NOT_KNOWN if isinstance(last, NotStarted) else _day_number(last)


def _day_number(day: date) -> int:
    return day.toordinal() - _EPOCH
