"""One received table: its header, what stands beside the rows, and the rows in batches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.nodata import without_no_data
from xinheng.plumbing.tabular.terms import (
    Field,
    Format,
    Limits,
    MalformedRow,
    NoDataRow,
    OtherSheet,
    TooLarge,
    UnreadableTable,
)

BATCH_ROWS = 100_000


class NotTheStatedForm(UnreadableTable):
    """So many rows do not fit the header that the file is not a table of this kind."""

    status = 422


@dataclass
class Table:
    """An opened file.

    `row_no` in batches counts the rows below the header from 1, blank ones included; `rows_above` added to it
    gives the row that a spreadsheet shows (for JSON lines the line, for Parquet the row: nothing above).
    `malformed`, `no_data_rows` and `blank_rows` are complete once `batches` has been read to its end.
    """

    format: Format
    header: tuple[str, ...]
    limits: Limits
    source: Callable[["Table", int], Iterator[pl.DataFrame]]
    rows_above: int = 0
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    other_sheets: tuple[OtherSheet, ...] = ()
    preamble: tuple[NoDataRow, ...] = ()
    no_data_rows: list[NoDataRow] = field(default_factory=list)
    malformed: list[MalformedRow] = field(default_factory=list)
    blank_rows: int = 0

    def batches(self, rows: int = BATCH_ROWS) -> Iterator[pl.DataFrame]:
        """Frames of `row_no` (UInt32) and one String column per header name; an empty cell is null.

        At most about `rows` rows each, fewer where rows are long. May be read again from the start.
        Raises TooLarge beyond `limits.rows`, and the reader's own errors (encoding, NUL, damage).
        """
        self.no_data_rows = list(self.preamble)
        self.malformed = []
        self.blank_rows = 0
        for frame in self.source(self, rows):
            taken, listed, blank = without_no_data(frame, rows_above=self.rows_above)
            self.no_data_rows += listed
            self.blank_rows += blank
            if taken.height:
                yield taken

    def refuse_row(self, row: MalformedRow) -> None:
        """Lists a row that could not be cut into columns; gives up when there are too many of them."""
        self.malformed.append(row)
        if len(self.malformed) > self.limits.malformed:
            raise NotTheStatedForm(
                Text(
                    zh=f"超过 {self.limits.malformed} 行与表头列数不符，文件不是有效的表格。请重新导出。",
                    en=f"More than {self.limits.malformed} rows do not fit the header. Export it again.",
                )
            )

    def check_row_count(self, last_row: int) -> None:
        """Raises TooLarge when rows beyond the limit have been read."""
        if last_row > self.limits.rows:
            raise TooLarge(
                Text(
                    zh=f"文件超过 {self.limits.rows} 行的上限，请拆分后报送。",
                    en=f"The file has more than {self.limits.rows} rows. Split it.",
                )
            )


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is given: where the file is, and the names it may look for."""

    path: Path
    limits: Limits
    fields: Sequence[Field] = ()
    headers: tuple[str, ...] = ()
    """Further headers that are known, those of a mapping file."""
    sheet: str | None = None
