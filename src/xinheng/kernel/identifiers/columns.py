"""Fast path first: a cheap test over the whole column, the slow work only on the rows that need it."""

from collections.abc import Callable, Mapping

import polars as pl


def rework(
    series: pl.Series,
    *,
    needed: pl.Series,
    change: Callable[[pl.Series], pl.Series],
    otherwise: pl.Series | None = None,
) -> pl.Series:
    """`change(series)` on the rows where `needed` is true, `otherwise` (by default `series`) on the rest.

    Null in `needed` counts as false. `change` keeps the order and length of what it gets.
    """
    result = series if otherwise is None else otherwise
    rows = needed.fill_null(value=False).arg_true()
    if rows.is_empty():
        return result
    if len(rows) == len(series):
        return change(series)
    return result.clone().scatter(rows, change(series.gather(rows)))


def replaced(part: pl.Series, table: Mapping[str, str]) -> pl.Series:
    """`str.translate` for a column: each character of the table replaced by its text."""
    return part.str.replace_many(list(table), list(table.values()))


def translated(part: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """A scalar function over every value of a column without nulls."""
    return pl.Series(part.name, [change(value) for value in part.to_list()], dtype=pl.String)


def flagged(part: pl.Series, judge: Callable[[str], bool]) -> pl.Series:
    """A scalar judgement over every value of a column without nulls."""
    return pl.Series(part.name, [judge(value) for value in part.to_list()], dtype=pl.Boolean)
