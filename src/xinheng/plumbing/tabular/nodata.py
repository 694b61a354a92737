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
_SHORT = 30
"""Bytes: a first cell longer than this can begin no total row; a note is looked at by its empty neighbour."""
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
    """The few rows worth a look one by one: judged by two columns, so that clean data costs little."""
    first = pl.col(columns[0])
    second = pl.col(columns[min(1, len(columns) - 1)])
    lonely = first.is_null() | second.is_null() | (first.str.len_bytes() <= _SHORT)
    near = frame.filter(lonely)
    if near.is_empty():
        return near
    filled = pl.sum_horizontal(pl.col(columns).is_not_null())
    text = pl.coalesce(pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in columns)
    word = text.str.replace_all(r"\s", "").str.to_lowercase()
    total = word.str.contains("^(?:合计|总计|小计|共计|本页合计|累计|总数|total|subtotal)")
    keep = (filled <= 1) | text.is_null() | (total & (text.str.len_bytes() <= _SHORT * 3))
    return near.filter(keep).select("row_no", *columns)
