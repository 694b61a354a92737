"""CSV: encoding, delimiter and header found from the top of the file, the rest streamed by Arrow."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import csv

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.ahead import read_ahead
from xinheng.plumbing.tabular.encoding import Utf8Stream, sniff_encoding, undecodable
from xinheng.plumbing.tabular.header import HeaderChoice, find_header, known_keys
from xinheng.plumbing.tabular.nodata import no_data_kind, shortened
from xinheng.plumbing.tabular.table import Request, Table
from xinheng.plumbing.tabular.terms import (
    EmptyFile,
    Format,
    MalformedRow,
    NoDataKind,
    NoDataRow,
    TooLarge,
    TooManyColumns,
)

_SAMPLE = 1024 * 1024
_BATCH_BYTES = 128 * 1024 * 1024
_AHEAD = 2
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class _Record:
    cells: tuple[str, ...]
    end: int
    """Offset behind the record, in characters of the sample."""


def open_csv(request: Request) -> Table:
    """A table over a CSV file (UTF-8, GB18030, UTF-16 with BOM; comma, semicolon or tab; quoted newlines).

    Raises EmptyFile, TooManyColumns, NulByte, UndecodableText.
    """
    encoding = sniff_encoding(request.path)
    sample, complete = _sample(request, encoding)
    delimiter = _delimiter(sample)
    records = _records(sample, delimiter, complete=complete, count=request.limits.header_rows)
    keys = known_keys(request.fields, request.headers)
    choice = find_header([record.cells for record in records], keys)
    if choice is None:
        raise _empty()
    if len(choice.names) > request.limits.columns:
        raise TooManyColumns.of(len(choice.names), request.limits)
    behind = records[choice.last].end
    if complete and not sample[behind:].strip():
        raise _empty()
    plan = _Plan(request, encoding, delimiter, skip=len(sample[:behind].encode("utf-8")), names=choice.names)
    return Table(
        format=Format.CSV,
        header=choice.names,
        limits=request.limits,
        source=plan.frames,
        rows_above=choice.last + 1,
        encoding=encoding,
        delimiter=delimiter,
        preamble=_preamble(records, choice),
    )


def _empty() -> EmptyFile:
    return EmptyFile(
        Text(
            zh="文件没有数据行。请检查导出是否成功后重新报送。",
            en="The file has no row of data. Check the export.",
        )
    )


def _sample(request: Request, encoding: str) -> tuple[str, bool]:
    """The top of the file as text, and whether that is all of it."""
    with Utf8Stream(request.path, encoding=encoding) as stream:
        raw = stream.read(max(_SAMPLE, request.limits.row_bytes))
        complete = not stream.read(1)
    try:
        return raw.decode("utf-8"), complete
    except UnicodeDecodeError as error:
        if complete or error.start < len(raw) - 4:
            raise undecodable() from error
        return raw[: error.start].decode("utf-8"), complete


def _delimiter(sample: str) -> str:
    """The delimiter that stands most often outside quotes in the first rows; a comma when there is none."""
    top = re.sub(r'"[^"]*"', "", sample[:65536])
    lines = [line for line in top.splitlines()[:50] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))


def _records(sample: str, delimiter: str, *, complete: bool, count: int) -> list[_Record]:
    """The first `count` records with where each ends, cut as Arrow's parser cuts them."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'("(?:[^"]|"")*"[^{mark}\r\n]*|[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)')
    records: list[_Record] = []
    cells: list[str] = []
    at = 0
    while len(records) < count and at < len(sample):
        found = cell.match(sample, at)
        if found is None:
            break
        text, closing = found.groups()
        at = found.end()
        cells.append(_unquoted(text))
        if closing != delimiter:
            if not closing and not complete:
                break
            records.append(_Record(tuple(cells), at))
            cells = []
    return records


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text.strip()
    inner, _, tail = text[1:].rpartition('"')
    return (inner.replace('""', '"') + tail).strip()


def _preamble(records: list[_Record], choice: HeaderChoice) -> tuple[NoDataRow, ...]:
    rows = []
    for index, record in enumerate(records[: choice.last + 1]):
        text = shortened(record.cells)
        if index != choice.first and text:
            kind = preamble_kind(index, choice, record.cells)
            rows.append(NoDataRow(sheet_row=index + 1, kind=kind, text=text))
    return tuple(rows)


def preamble_kind(index: int, choice: HeaderChoice, cells: tuple[str | None, ...]) -> NoDataKind:
    """What a row at or above the header is: the header's second row, the title, or an explanation."""
    if index > choice.first:
        return NoDataKind.HEADER
    text = shortened(cells)
    is_note = index > 0 or text.startswith(("填表", "填报", "说明", "注"))
    return NoDataKind.EXPLANATION if is_note else NoDataKind.TITLE


@dataclass(frozen=True)
class _Plan:
    request: Request
    encoding: str
    delimiter: str
    skip: int
    names: tuple[str, ...]

    def frames(self, table: Table, rows: int) -> Iterator[pl.DataFrame]:
        """Batches of at most about `rows` rows or 128 MiB."""
        refused = _Refused(table)
        with Utf8Stream(self.request.path, encoding=self.encoding, skip=self.skip) as stream:
            numbering = _Numbering(refused)
            held: list[pa.RecordBatch] = []
            for batch in read_ahead(self._arrow(stream, refused), depth=_AHEAD):
                held.append(batch)
                if sum(b.num_rows for b in held) >= rows or sum(b.nbytes for b in held) >= _BATCH_BYTES:
                    yield numbering.frame(held)
                    table.check_row_count(numbering.last)
                    held = []
            if held:
                yield numbering.frame(held)
            table.check_row_count(numbering.last)

    def _arrow(self, stream: Utf8Stream, refused: "_Refused") -> Iterator[pa.RecordBatch]:
        block = self.request.limits.row_bytes
        try:
            # one thread: only then Arrow says the number of a row that it refuses
            reader = csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=csv.ReadOptions(
                    use_threads=False, block_size=block, column_names=list(self.names)
                ),
                parse_options=csv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=refused.handle,
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(self.names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
            yield from reader
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            if refused.failure is not None:
                raise refused.failure from error
            raise _explained(error, block) from error


def _explained(error: Exception, block: int) -> Exception:
    message = str(error)
    if "straddling" in message:
        return TooLarge(
            Text(
                zh=f"有一行超过 {block >> 20} MiB（可能是引号未配对）。请检查引号后重新导出。",
                en=f"One row is longer than {block >> 20} MiB (perhaps an unpaired quote). Export it again.",
            )
        )
    if "UTF8" in message or isinstance(error, UnicodeDecodeError):
        return undecodable()
    if "Empty CSV" in message:
        return _empty()
    return error


@dataclass
class _Refused:
    """Rows that Arrow could not cut into the header's columns, by their ordinal below the header."""

    table: Table
    ordinals: list[int] = field(default_factory=list)
    failure: Exception | None = None

    def handle(self, row: csv.InvalidRow) -> str:
        """Arrow's callback: an exception in it would be lost, so it is kept for the reader to raise."""
        if self.failure is not None:
            return "skip"
        self.ordinals.append(row.number)
        cells = row.text.split(self.table.delimiter)
        kind = no_data_kind([*cells, *[""] * (row.expected_columns - len(cells))])
        try:
            if kind is not None:
                at = row.number + self.table.rows_above
                self.table.no_data_rows.append(NoDataRow(sheet_row=at, kind=kind, text=shortened(cells)))
            else:
                self.table.refuse_row(_malformed(row))
        except Exception as error:
            self.failure = error
            return "error"
        return "skip"


def _malformed(row: csv.InvalidRow) -> MalformedRow:
    return MalformedRow(
        row_no=row.number,
        reason=Text(
            zh=f"这一行有 {row.actual_columns} 列，表头有 {row.expected_columns} 列。请检查分隔符和引号。",
            en=f"This row has {row.actual_columns} columns, the header has {row.expected_columns}."
            " Check delimiters and quotes.",
        ),
        text=row.text[:200],
    )


@dataclass
class _Numbering:
    """Gives each row that came through its ordinal in the file, counting the refused ones between."""

    refused: _Refused
    last: int = 0

    def frame(self, held: list[pa.RecordBatch]) -> pl.DataFrame:
        count = sum(batch.num_rows for batch in held)
        frame = pl.from_arrow(pa.Table.from_batches(held), rechunk=False)
        assert isinstance(frame, pl.DataFrame)
        return frame.insert_column(0, pl.Series("row_no", self._numbers(count), dtype=pl.UInt32))

    def _numbers(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        ordinals = self.refused.ordinals
        gaps: list[int] = []
        at = bisect_left(ordinals, self.last + 1)
        end = self.last + count
        while at < len(ordinals) and ordinals[at] <= end:
            gaps.append(ordinals[at])
            end += 1
            at += 1
        numbers = np.arange(self.last + 1, end + 1, dtype=np.uint32)
        self.last = end
        return np.delete(numbers, np.array(gaps, dtype=np.int64) - int(numbers[0])) if gaps else numbers
