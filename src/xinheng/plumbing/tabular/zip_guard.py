"""A workbook is a ZIP of XML: what it would inflate to is found out before anything is held in memory."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.sheet_span import SheetSpan
from xinheng.plumbing.tabular.sniff import WrongFormat, damaged
from xinheng.plumbing.tabular.terms import MIB, Limits, TooLarge

_CHUNK = MIB
_PARTS = 2_000
_RATIO_FROM = 10 * MIB
_LOCAL_HEADER = 30


def check_workbook(path: Path, limits: Limits) -> None:
    """Raises before the reader could be hurt: TooLarge, Damaged, WrongFormat (another kind of ZIP).

    Every part is inflated once, piecewise, and counted: sizes that the file declares are not believed. A
    sheet with one cell far away would be held as a full rectangle, so the rectangle is measured as well.
    """
    if path.stat().st_size > limits.workbook_bytes:
        raise TooLarge(
            Text(
                zh=f"工作簿超过 {limits.workbook_bytes >> 20} MiB。请拆分，或以 CSV / Parquet 报送。",
                en=f"The workbook exceeds {limits.workbook_bytes >> 20} MiB. Split it or send CSV.",
            )
        )
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged("XLSX") from error
    _kind(entries)
    _declared(entries, limits)
    total = 0
    with path.open("rb") as raw:
        for entry in entries:
            # any part may be a sheet: which ones are is for the workbook to say
            span = SheetSpan(limits)
            part = 0
            for chunk in _inflated(raw, entry):
                part += len(chunk)
                _count(part, total + part, entry, limits)
                span.take(chunk)
            total += part


def _kind(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if "xl/vbaProject.bin" in names:
        raise WrongFormat(
            Text(
                zh="工作簿含有宏。请另存为不含宏的 .xlsx。",
                en="The workbook holds macros. Save it as plain .xlsx.",
            )
        )
    if "xl/workbook.xml" not in names:
        raise WrongFormat(
            Text(
                zh="这个压缩文件不是 XLSX 工作簿。请以 XLSX、CSV、JSON Lines 或 Parquet 报送。",
                en="This ZIP file is no XLSX workbook. Send XLSX, CSV, JSON Lines or Parquet.",
            )
        )


def _declared(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > _PARTS or sum(entry.file_size for entry in entries) > limits.workbook_inflated_bytes:
        raise _bomb(limits)
    for entry in entries:
        if entry.flag_bits & 1:
            raise damaged("XLSX")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged("XLSX")


def _count(part: int, total: int, entry: zipfile.ZipInfo, limits: Limits) -> None:
    if total > limits.workbook_inflated_bytes:
        raise _bomb(limits)
    if part > _RATIO_FROM and part > limits.workbook_ratio * max(entry.compress_size, 1):
        raise _bomb(limits)


def _bomb(limits: Limits) -> TooLarge:
    return TooLarge(
        Text(
            zh=f"工作簿解压后过大（上限 {limits.workbook_inflated_bytes >> 20} MiB），疑似压缩炸弹，已拒收。"
            "请以 CSV 或 Parquet 报送。",
            en=f"The workbook inflates beyond {limits.workbook_inflated_bytes >> 20} MiB, a zip bomb."
            " Send CSV or Parquet.",
        )
    )


def _inflated(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The true content of a part, whatever size the directory states for it."""
    raw.seek(entry.header_offset)
    header = raw.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise damaged("XLSX")
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from _pieces(raw, entry.compress_size)
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _pieces(raw, entry.compress_size):
            yield inflate.decompress(piece, _CHUNK)
            while inflate.unconsumed_tail:
                yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
    except zlib.error as error:
        raise damaged("XLSX") from error
    if not inflate.eof:
        raise damaged("XLSX")


def _pieces(raw: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := raw.read(min(size, _CHUNK // 4))):
        size -= len(piece)
        yield piece
