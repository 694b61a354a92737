"""What every reader shares: limits, formats, the base error, and what is listed beside the rows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from xinheng.kernel.text import Text

MIB = 1024 * 1024


class Format(StrEnum):
    """The four kinds of file a table may come in, told from content, never from the name alone."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. Sizes in bytes; a workbook has its own, because it is held in memory whole."""

    file_bytes: int = 2048 * MIB
    rows: int = 5_000_000
    columns: int = 500
    row_bytes: int = 4 * MIB
    """The longest single row of a text file; cells up to this size are kept whole, for a check to find."""
    header_rows: int = 20
    """How many rows from the top are looked at when the header is searched."""
    malformed: int = 100_000
    """More rows than this that do not fit the header: the file is not what it says it is."""
    workbook_bytes: int = 100 * MIB
    workbook_inflated_bytes: int = 1024 * MIB
    workbook_ratio: int = 200
    """Inflated over packed size of one part, looked at from 10 MiB on; real sheets stay below 60."""
    workbook_cells: int = 20_000_000
    """Rows × columns of the rectangle a sheet spans."""


class UnreadableTable(Exception):
    """A file that cannot be taken as a table. `text` says what to do; `status` is the fitting HTTP status."""

    status: ClassVar[int] = 422

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


class TooLarge(UnreadableTable):
    """Beyond a limit: bytes, rows, one row's length, an inflated workbook."""

    status = 413


class EmptyFile(UnreadableTable):
    """No byte, no header, or a header and not one row below it."""

    status = 422


class Damaged(UnreadableTable):
    """Cut short or broken: the upload did not arrive whole, or the file was never whole."""

    status = 400


class TooManyColumns(UnreadableTable):
    """More columns than any catalogue item could have."""

    status = 422

    @classmethod
    def of(cls, count: int, limits: Limits) -> "TooManyColumns":
        """The error for a table of `count` columns."""
        return cls(
            Text(
                zh=f"文件有 {count} 列，超过上限 {limits.columns} 列。请删去无关的列后重新报送。",
                en=f"The file has {count} columns; the limit is {limits.columns}. Remove unrelated columns.",
            )
        )


class NoDataKind(StrEnum):
    """Why a row of the sender's sheet is not a record."""

    TITLE = "title"
    HEADER = "header"
    EXPLANATION = "explanation"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class NoDataRow:
    """A row listed as no data. `sheet_row` counts from 1 at the top of the file, as spreadsheets do."""

    sheet_row: int
    kind: NoDataKind
    text: str


@dataclass(frozen=True, slots=True)
class MalformedRow:
    """A row that could not be cut into the header's columns. `row_no` counts as in `Table.batches`."""

    row_no: int
    reason: Text
    text: str


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet of the workbook that was not read: its name and how many rows it holds."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field a column may be meant for: its code, its titles, other headers it is known by."""

    code: str
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    required: bool = False
