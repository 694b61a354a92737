"""Rows that are no records: blank ones, totals, notes of the person who filled the sheet in."""

import re
from collections.abc import Sequence

import polars as pl

from xinheng.plumbing.tabular.terms import NoDataKind, NoDataRow

_AMOUNT = r"-?[\d.,]*\s*(?:条|户|家|件|份|次|笔|人|个|元|万元|%)?"
_TOTAL = re.compile(
    rf"(?:合计|总计|小计|共计|本页合计|累计|总数|total|subtotal)[:：]?{_AMOUNT}", re.IGNORECASE
)
_NUMBER = re.compile(_AMOUNT)
_NOTE = re.compile(
    r"(?:填表|填报|制表|报送|审核|复核|经办|联系|单位负责|备注|说明|注)[^,，]{0,8}[:：].*", re.DOTALL
)
_MAY_BE_TOTAL = r"(?i)^\s*(?:$|[合总小共累]\s*计|总\s*数|本\s*页|total|subtotal)"
_LEADING = 4
_KEPT = 200


def no_data_kind(cells: Sequence[str | None]) -> NoDataKind | None:
    """TOTAL or EXPLANATION when a row's cells are nothing else, None for a row of data.

    A total has a total word in its first filled cell and nothing but numbers behind it; an explanation is
    one single filled cell of a row of three or more.
    """
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled:
        return None
    first = re.sub(r"\s+", "", filled[0])
    if _TOTAL.fullmatch(first) and all(_NUMBER.fullmatch(cell) for cell in filled[1:]):
        return NoDataKind.TOTAL
    if len(filled) == 1 and len(cells) > 2 and _NOTE.fullmatch(filled[0]):
        return NoDataKind.EXPLANATION
    return None


def shortened(cells: Sequence[str | None]) -> str:
    """A row as one short line, for a list of rows that were not taken."""
    return " ".join(cell.strip() for cell in cells if cell and cell.strip())[:_KEPT]


def without_no_data(frame: pl.DataFrame, *, rows_above: int) -> tuple[pl.DataFrame, list[NoDataRow], int]:
    """`frame` without its blank, total and note rows; the last two listed; how many were blank.

    `frame`: row_no and String columns, an empty cell null.
    """
    columns = [name for name in frame.columns if name != "row_no"]
    suspect = _suspects(frame, columns)
    if suspect.is_empty():
        return frame, [], 0
    listed: list[NoDataRow] = []
    leave: list[int] = []
    blank = 0
    for row_no, *cells in suspect.iter_rows():
        kind = no_data_kind(cells)
        if kind is not None:
            listed.append(NoDataRow(sheet_row=row_no + rows_above, kind=kind, text=shortened(cells)))
        elif any(cell and cell.strip() for cell in cells):
            continue
        else:
            blank += 1
        leave.append(row_no)
    if not leave:
        return frame, [], 0
    taken = frame.filter(~pl.col("row_no").is_in(pl.Series(leave, dtype=pl.UInt32).implode()))
    return taken, listed, blank


def _suspects(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The few rows worth a look one by one, so that clean data costs next to nothing.

    Blank rows and notes leave at least two of the three best filled columns empty; a total (or white space)
    stands in the first filled cell, looked for in the first four columns.
    """
    nulls = frame.select(columns).null_count().row(0)
    anchors = [name for _, name in sorted(zip(nulls, columns, strict=True), key=lambda column: column[0])[:3]]
    empty = pl.sum_horizontal(pl.col(anchors).is_null()) >= min(2, len(anchors))
    lead = pl.coalesce(columns[:_LEADING]).str.contains(_MAY_BE_TOTAL)
    near = frame.filter(empty | lead.fill_null(value=False))
    filled = pl.sum_horizontal(pl.col(columns).is_not_null())
    return near.filter((filled <= 1) | lead.fill_null(value=True)).select("row_no", *columns)
