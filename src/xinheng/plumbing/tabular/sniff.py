"""What a file is, told from its first bytes; its name must agree."""

from pathlib import Path, PurePath

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.terms import Damaged, EmptyFile, Format, Limits, TooLarge, UnreadableTable

_EXTENSIONS = {
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
    ".json": Format.JSON_LINES,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".parquet": Format.PARQUET,
    ".xlsx": Format.XLSX,
}
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_HEAD = 4096
_OLE_SEARCH = 4 * 1024 * 1024
_ALLOWED = Text(
    zh="请以 CSV、JSON Lines（每行一个对象）、Parquet 或 XLSX 报送。",
    en="Send CSV, JSON Lines (one object per line), Parquet or XLSX.",
)


class WrongFormat(UnreadableTable):
    """The content is of a kind that is not taken, or not of the kind that the name says."""

    status = 415


class EncryptedWorkbook(UnreadableTable):
    """A workbook with a password to open it."""

    status = 422


def sniff(path: Path, *, filename: str, limits: Limits) -> Format:
    """The format of the file at `path`, sent under the name `filename`.

    Raises EmptyFile, TooLarge, Damaged, EncryptedWorkbook, WrongFormat (also when name and content differ).
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(
            Text(zh="文件是空的。请检查导出是否成功后重新报送。", en="The file is empty. Check the export.")
        )
    if size > limits.file_bytes:
        raise TooLarge(
            Text(
                zh=f"文件大小超过上限 {limits.file_bytes >> 20} MiB，请拆分后报送。",
                en=f"The file is larger than {limits.file_bytes >> 20} MiB. Split it.",
            )
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _from_content(path, head)
    _agrees(filename, found)
    return found


def _from_content(path: Path, head: bytes) -> Format:
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return Format.XLSX
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(_OLE):
        raise _old_office(path)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise _wrong(name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.lower().startswith(_MARKUP):
        raise _wrong("HTML / XML")
    if text.startswith(b"["):
        raise WrongFormat(
            Text(
                zh="文件是一个 JSON 数组。请改为 JSON Lines：每行一个对象，行间不加逗号。",
                en="The file is one JSON array. Send JSON Lines: one object per line, no commas between.",
            )
        )
    return Format.JSON_LINES if text.startswith(b"{") else Format.CSV


def _old_office(path: Path) -> UnreadableTable:
    # an encrypted .xlsx is an OLE container that names a stream "EncryptedPackage"
    with path.open("rb") as file:
        if "EncryptedPackage".encode("utf-16-le") in file.read(_OLE_SEARCH):
            return EncryptedWorkbook(
                Text(
                    zh="工作簿设有打开密码。请取消密码（文件→信息→保护工作簿）后重新报送。",
                    en="The workbook needs a password to open. Remove it and send the file again.",
                )
            )
    return WrongFormat(
        Text(
            zh="这是旧版 Office 文件（.xls / .doc）。请另存为 .xlsx 后报送。",
            en="This is an old Office file (.xls / .doc). Save it as .xlsx and send that.",
        )
    )


def _wrong(name: str) -> WrongFormat:
    return WrongFormat(
        Text(zh=f"文件内容是 {name}，不能读取。{_ALLOWED.zh}", en=f"The content is {name}. {_ALLOWED.en}")
    )


def _agrees(filename: str, found: Format) -> None:
    extension = PurePath(filename).suffix.lower()
    if not extension or _EXTENSIONS.get(extension) == found:
        return
    if extension not in _EXTENSIONS:
        raise WrongFormat(
            Text(
                zh=f"不接收扩展名为 {extension} 的文件。{_ALLOWED.zh}",
                en=f"Files named *{extension} are not taken. {_ALLOWED.en}",
            )
        )
    raise WrongFormat(
        Text(
            zh=f"扩展名是 {extension}，内容却是 {found.value}。请按真实格式命名或重新导出。",
            en=f"The name says {extension}, the content is {found.value}. Rename it or export it again.",
        )
    )


def damaged(kind: str) -> Damaged:
    """The error for a file that stops before its end, or whose inner structure is broken."""
    return Damaged(
        Text(
            zh=f"{kind} 文件不完整或已损坏，可能是上传中断。请重新上传。",
            en=f"The {kind} file is cut short or damaged, perhaps by a broken upload. Send it again.",
        )
    )
