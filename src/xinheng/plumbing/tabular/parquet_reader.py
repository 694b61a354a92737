"""Parquet: row groups as a stream, every value written the way a person would write it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.ahead import read_ahead
from xinheng.plumbing.tabular.header import unique_names
from xinheng.plumbing.tabular.sniff import damaged
from xinheng.plumbing.tabular.table import Request, Table
from xinheng.plumbing.tabular.terms import EmptyFile, Format, TooManyColumns, UnreadableTable

_AHEAD = 2
_LOCAL_ZONE = "Asia/Shanghai"
_ROWS = 20_000
"""Rows decoded at a time: long cells must not multiply by a whole batch."""
_MIDNIGHT = " 00:00:00"


class NestedColumn(UnreadableTable):
    """A column of lists, structs, maps or raw bytes."""

    status = 422


def open_parquet(request: Request) -> Table:
    """A table over a Parquet file. Raises Damaged, EmptyFile, NestedColumn, TooManyColumns, TooLarge."""
    with _opened(request.path) as file:
        schema = file.schema_arrow
        count = file.metadata.num_rows
    if len(schema.names) > request.limits.columns:
        raise TooManyColumns.of(len(schema.names), request.limits)
    for column in schema:
        if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
            raise NestedColumn(
                Text(
                    zh=f"列“{column.name}”是嵌套或二进制类型，不能读取。请改为文本列。",
                    en=f"Column “{column.name}” is nested or binary. Make it a text column.",
                )
            )
    if count == 0:
        raise EmptyFile(Text(zh="文件没有数据行。", en="The file has no row of data."))
    names = unique_names(schema.names)
    table = Table(Format.PARQUET, names, request.limits, _Plan(request.path, names).frames)
    table.check_row_count(count)
    return table


def _opened(path: Path) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise damaged("Parquet") from error


@dataclass(frozen=True)
class _Plan:
    path: Path
    names: tuple[str, ...]

    def frames(self, table: Table, rows: int) -> Iterator[pl.DataFrame]:
        """Batches of at most `rows` rows."""
        last = 0
        held: list[pl.DataFrame] = []
        for frame in read_ahead(self._parts(min(rows, _ROWS)), depth=_AHEAD):
            numbers = pl.Series("row_no", range(last + 1, last + frame.height + 1), dtype=pl.UInt32)
            last += frame.height
            table.check_row_count(last)
            held.append(frame.insert_column(0, numbers))
            if sum(part.height for part in held) >= rows:
                yield pl.concat(held)
                held = []
        if held:
            yield pl.concat(held)

    def _parts(self, rows: int) -> Iterator[pl.DataFrame]:
        with _opened(self.path) as file:
            try:
                for batch in file.iter_batches(batch_size=rows):
                    frame = pl.from_arrow(pa.Table.from_batches([batch]).rename_columns(list(self.names)))
                    assert isinstance(frame, pl.DataFrame)
                    yield frame.select(as_written(name, frame.schema[name]) for name in frame.columns)
            except (pa.ArrowException, OSError) as error:
                raise damaged("Parquet") from error


def as_written(name: str, kind: pl.DataType) -> pl.Expr:
    """Column `name` of type `kind` as text: ISO dates, Beijing time, whole numbers without .0, empty = null.

    >>> pl.DataFrame({"a": [2.0, 0.5]}).select(as_written("a", pl.Float64())).to_series().to_list()
    ['2', '0.5']
    """
    column = pl.col(name)
    if kind == pl.Datetime:
        zone = getattr(kind, "time_zone", None)
        local = column.dt.convert_time_zone(_LOCAL_ZONE).dt.replace_time_zone(None) if zone else column
        text = local.dt.strftime("%Y-%m-%d %H:%M:%S%.f").str.strip_suffix(_MIDNIGHT)
    elif kind.is_float():
        whole = column.is_finite() & (column == column.round(0)) & (column.abs() < 2**53)
        written = column.cast(pl.String)
        text = pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(written)
        text = pl.when(column.is_nan()).then(None).otherwise(text)
    else:
        text = column.cast(pl.String)
    return pl.when(text != "").then(text).alias(name)
