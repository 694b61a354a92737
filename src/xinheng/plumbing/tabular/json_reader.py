"""JSON lines: one object a line; values as a person would write them; a bad line is one malformed row."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from polars.exceptions import PolarsError

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.ahead import read_ahead
from xinheng.plumbing.tabular.encoding import Utf8Stream, sniff_encoding
from xinheng.plumbing.tabular.header import unique_names
from xinheng.plumbing.tabular.table import Request, Table
from xinheng.plumbing.tabular.terms import (
    EmptyFile,
    Format,
    Limits,
    MalformedRow,
    TooLarge,
    TooManyColumns,
    UnreadableTable,
)

_CHUNK = 8 * 1024 * 1024
_BATCH_BYTES = 128 * 1024 * 1024
_AHEAD = 2
_REASON = Text(zh="这一行不是有效的 JSON 对象。", en="This line is no valid JSON object.")


class NoJsonObject(UnreadableTable):
    """Not one line of the file is a JSON object."""

    status = 422


@dataclass(frozen=True, slots=True)
class _Chunk:
    first: int
    """Number of the chunk's first line, from 1."""
    lines: list[bytes]


def open_json_lines(request: Request) -> Table:
    """A table over JSON lines; the header is every key that occurs in the file, in order of first sight.

    Numbers lose a trailing .0, true/false stay words, nested values stay JSON text, null is an empty cell.
    Raises EmptyFile, NoJsonObject, TooManyColumns, NulByte, UndecodableText, TooLarge.
    """
    encoding = sniff_encoding(request.path)
    keys = _keys(request, encoding)
    header = unique_names(keys)
    return Table(
        format=Format.JSON_LINES,
        header=header,
        limits=request.limits,
        source=_Plan(request, encoding, keys, header).frames,
        encoding=encoding,
    )


def _keys(request: Request, encoding: str) -> tuple[str, ...]:
    """All keys of the file: a late one must not be lost because the first lines did without it."""
    keys: dict[str, None] = {}
    lines = 0
    for chunk in _chunks(request, encoding):
        lines += len(chunk.lines)
        keys.update(dict.fromkeys(_chunk_keys(chunk.lines)))
        if len(keys) > request.limits.columns:
            raise TooManyColumns.of(len(keys), request.limits)
    if not lines:
        raise EmptyFile(Text(zh="文件没有数据行。", en="The file has no row of data."))
    if not keys:
        raise NoJsonObject(
            Text(
                zh="文件没有一行是 JSON 对象。请改为 JSON Lines：每行一个对象。",
                en="Not one line is a JSON object. Send JSON Lines: one object per line.",
            )
        )
    return tuple(keys)


def _chunk_keys(lines: list[bytes]) -> list[str]:
    try:
        return (
            pl.scan_ndjson(io.BytesIO(b"\n".join(lines)), infer_schema_length=None).collect_schema().names()
        )
    except PolarsError:
        if len(lines) == 1:
            return []
    half = len(lines) // 2
    return list(dict.fromkeys(_chunk_keys(lines[:half]) + _chunk_keys(lines[half:])))


def _chunks(request: Request, encoding: str) -> Iterator[_Chunk]:
    first = 1
    rest = b""
    with Utf8Stream(request.path, encoding=encoding) as stream:
        while block := stream.read(_CHUNK):
            *lines, rest = (rest + block).split(b"\n")
            if len(rest) > request.limits.row_bytes:
                raise _too_long(request.limits)
            if lines:
                yield _Chunk(first, lines)
            first += len(lines)
    if rest.strip():
        yield _Chunk(first, [rest])


def _too_long(limits: Limits) -> TooLarge:
    return TooLarge(
        Text(
            zh=f"有一行超过 {limits.row_bytes >> 20} MiB。请每行只写一个对象。",
            en=f"One line is longer than {limits.row_bytes >> 20} MiB. Write one object per line.",
        )
    )


@dataclass(frozen=True)
class _Plan:
    request: Request
    encoding: str
    keys: tuple[str, ...]
    header: tuple[str, ...]

    def frames(self, table: Table, rows: int) -> Iterator[pl.DataFrame]:
        """Batches of at most about `rows` lines or 128 MiB."""
        held: list[pl.DataFrame] = []
        for frame in read_ahead(self._parts(table), depth=_AHEAD):
            held.append(frame)
            if sum(f.height for f in held) >= rows or len(held) * _CHUNK >= _BATCH_BYTES:
                yield pl.concat(held)
                held = []
        if held:
            yield pl.concat(held)

    def _parts(self, table: Table) -> Iterator[pl.DataFrame]:
        for chunk in _chunks(self.request, self.encoding):
            numbered = [(chunk.first + at, line) for at, line in enumerate(chunk.lines) if line.strip()]
            table.check_row_count(chunk.first + len(chunk.lines) - 1)
            frames = list(self._parsed(table, numbered))
            if frames:
                yield pl.concat(frames)

    def _parsed(self, table: Table, lines: list[tuple[int, bytes]]) -> Iterator[pl.DataFrame]:
        if not lines:
            return
        try:
            yield self._frame(lines)
        except PolarsError:
            if len(lines) == 1:
                text = lines[0][1][:200].decode("utf-8", "replace")
                table.refuse_row(MalformedRow(row_no=lines[0][0], reason=_REASON, text=text))
                return
            half = len(lines) // 2
            yield from self._parsed(table, lines[:half])
            yield from self._parsed(table, lines[half:])

    def _frame(self, lines: list[tuple[int, bytes]]) -> pl.DataFrame:
        schema = dict.fromkeys(self.keys, pl.String)
        frame = pl.read_ndjson(io.BytesIO(b"\n".join(line for _, line in lines)), schema=schema)
        if frame.height != len(lines):
            raise PolarsError("lines and objects differ in number")
        empty = pl.when(pl.col(pl.String) != "").then(pl.col(pl.String))
        numbers = pl.Series("row_no", [number for number, _ in lines], dtype=pl.UInt32)
        return (
            frame.select(empty.name.keep())
            .rename(dict(zip(self.keys, self.header, strict=True)))
            .insert_column(0, numbers)
        )
