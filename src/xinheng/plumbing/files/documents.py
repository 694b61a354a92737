"""Documents that people hand in: told by their content, whatever their name says; anything else is refused.

Nothing is ever opened with the program it was made for. What is looked at is enough to know that it is no program, that
it is no archive in disguise, and that it would not fill a reader's memory.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePath
from typing import IO, Final

from xinheng.kernel.text import Text

_HEAD: Final = 4096
_PIECE: Final = 1024 * 1024
_MOST_INFLATED: Final = 200 * _PIECE
_MOST_PARTS: Final = 4_000
_MOST_RATIO: Final = 200
_RATIO_FROM: Final = 10 * _PIECE
_MOST_PIXELS: Final = 100_000_000


class DocumentKind(StrEnum):
    """What is taken as a document."""

    PDF = "pdf"
    OFD = "ofd"
    PNG = "png"
    JPEG = "jpeg"
    WORD = "word"
    SHEET = "sheet"


MEDIA_TYPES: Final = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.OFD: "application/ofd",
    DocumentKind.PNG: "image/png",
    DocumentKind.JPEG: "image/jpeg",
    DocumentKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ENDINGS: Final = {
    ".pdf": DocumentKind.PDF,
    ".ofd": DocumentKind.OFD,
    ".png": DocumentKind.PNG,
    ".jpg": DocumentKind.JPEG,
    ".jpeg": DocumentKind.JPEG,
    ".docx": DocumentKind.WORD,
    ".xlsx": DocumentKind.SHEET,
}
ACCEPT: Final = ",".join(_ENDINGS)
"""For the `accept` of a file field."""
_INSIDE: Final = {
    "word/document.xml": DocumentKind.WORD,
    "xl/workbook.xml": DocumentKind.SHEET,
    "OFD.xml": DocumentKind.OFD,
}
_PROGRAMS: Final = (
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
    (b"\xfe\xed\xfa", "macOS"),
    (b"\xcf\xfa\xed\xfe", "macOS"),
    (b"\xca\xfe\xba\xbe", "Java"),
    (b"#!", "script"),
)
_ACTIVE: Final = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_ACTIVE_ENDINGS: Final = (
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".scr",
    ".jar",
    "vbaproject.bin",
)
_TAKEN: Final = Text(
    zh="请提交 PDF、OFD、PNG、JPEG 或者不含宏的 DOCX、XLSX 文件。",
    en="Hand in PDF, OFD, PNG, JPEG, or DOCX and XLSX without macros.",
)


class NotADocument(ValueError):
    """The file is not taken; `text` says why and what is. `status` is the fitting HTTP status."""

    def __init__(self, text: Text, *, status: int = 415) -> None:
        super().__init__(text.zh)
        self.text = text
        self.status = status


def too_large(limit: int) -> NotADocument:
    """The refusal of a file above `limit` bytes."""
    return NotADocument(
        Text(
            zh=f"文件超过 {limit >> 20} MiB 的上限，请压缩图片或分成几份。",
            en=f"The file is larger than {limit >> 20} MiB: make its pictures smaller or split it.",
        ),
        status=413,
    )


def document_kind(path: Path, *, name: str) -> DocumentKind:
    """What the file at `path`, sent under `name`, is. Raises NotADocument, also where name and content differ."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise NotADocument(Text(zh="文件是空的。", en="The file is empty."), status=422)
    kind = _kind(path, head)
    ending = PurePath(name).suffix.lower()
    if _ENDINGS.get(ending) is not kind:
        raise NotADocument(
            Text(
                zh=f"文件名的扩展名“{ending}”与内容（{kind.value}）不一致，请按真实格式命名。",
                en=f"The name ends in “{ending}”, the content is {kind.value}: name it as what it is.",
            )
        )
    return kind


def _kind(path: Path, head: bytes) -> DocumentKind:
    for magic, system in _PROGRAMS:
        if head.startswith(magic):
            raise NotADocument(
                Text(
                    zh=f"这是可执行文件（{system}），不能作为材料。{_TAKEN.zh}",
                    en=f"This is a program ({system}) and no evidence. {_TAKEN.en}",
                )
            )
    if head.startswith(b"%PDF-"):
        _check_pdf(path)
        return DocumentKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(path)
        return DocumentKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        _check_jpeg(path)
        return DocumentKind.JPEG
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    raise NotADocument(
        Text(zh=f"不接收这种内容的文件。{_TAKEN.zh}", en=f"Content of this kind is not taken. {_TAKEN.en}")
    )


def _check_pdf(path: Path) -> None:
    """Refuse what runs or carries something else along; what lies compressed in it is not looked at."""
    kept = max(len(word) for word in _ACTIVE) - 1
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(_PIECE):
            if any(word in tail + piece for word in _ACTIVE):
                raise NotADocument(
                    Text(
                        zh="PDF 中含有脚本或附件。请打印为普通 PDF 后重新提交。",
                        en="The PDF carries scripts or attachments. Print it to a plain PDF and hand that in.",
                    )
                )
            tail = piece[-max(kept, 1024) :]
    if b"%%EOF" not in tail:
        raise _damaged("PDF")


def _check_png(path: Path) -> None:
    """Walk the chunks: the picture ends with the file, and is not larger than a page can be."""
    with path.open("rb") as file:
        file.seek(8)
        first = True
        while True:
            size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
            if len(kind) < 4 or (first and (kind != b"IHDR" or size != 13)):
                raise _damaged("PNG")
            if first:
                _must_fit(int.from_bytes(file.read(4), "big"), int.from_bytes(file.read(4), "big"))
                size -= 8
            file.seek(size + 4, 1)
            if kind == b"IEND":
                break
            first = False
        if file.tell() != path.stat().st_size:
            raise _damaged("PNG")


def _check_jpeg(path: Path) -> None:
    """Find the frame and its size."""
    with path.open("rb") as file:
        file.seek(2)
        while True:
            marker = file.read(2)
            if len(marker) < 2 or marker[0] != 0xFF:
                raise _damaged("JPEG")
            if marker[1] == 0xFF:
                file.seek(-1, 1)
                continue
            size = int.from_bytes(file.read(2), "big")
            if size < 2:
                raise _damaged("JPEG")
            if 0xC0 <= marker[1] <= 0xCF and marker[1] not in {0xC4, 0xC8, 0xCC}:
                frame = file.read(5)
                if len(frame) < 5:
                    raise _damaged("JPEG")
                return _must_fit(int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
            file.seek(size - 2, 1)


def _must_fit(width: int, height: int) -> None:
    if not 0 < width * height <= _MOST_PIXELS:
        raise NotADocument(
            Text(
                zh=f"图片为 {width}×{height} 像素，过大。请缩小后提交。",
                en=f"The picture has {width}×{height} pixels, too many. Make it smaller.",
            ),
            status=422,
        )


def _zip_kind(path: Path) -> DocumentKind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _declared(entries)
            kind = _by_parts(entries)
            for entry in entries:
                for _ in _pieces(archive, entry):
                    pass
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, NotADocument):
            raise
        raise _damaged("ZIP") from error
    return kind


def _by_parts(entries: list[zipfile.ZipInfo]) -> DocumentKind:
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith(_ACTIVE_ENDINGS) for name in names):
        raise NotADocument(
            Text(
                zh=f"文件含有宏或程序。{_TAKEN.zh}",
                en=f"The file carries macros or programs. {_TAKEN.en}",
            )
        )
    found = [kind for part, kind in _INSIDE.items() if part in names]
    if len(found) != 1:
        raise NotADocument(
            Text(
                zh=f"不接收压缩包，请逐个提交其中的文件。{_TAKEN.zh}",
                en=f"Archives are not taken: hand the files in one by one. {_TAKEN.en}",
            )
        )
    return found[0]


def _declared(entries: list[zipfile.ZipInfo]) -> None:
    """The sizes that the file states; what it then inflates to is held to them by the reader."""
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_INFLATED:
        raise _bomb()
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise _bomb()


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[int]:
    """Inflate a part piece by piece; a part that is not what it states is damaged."""
    with archive.open(entry) as part:
        yield from _sizes(part)


def _sizes(stream: IO[bytes]) -> Iterator[int]:
    while piece := stream.read(_PIECE):
        yield len(piece)


def _bomb() -> NotADocument:
    return NotADocument(
        Text(
            zh=f"文件解压后过大（上限 {_MOST_INFLATED >> 20} MiB），疑似压缩炸弹，已拒收。",
            en=f"The file inflates beyond {_MOST_INFLATED >> 20} MiB, a zip bomb, and is refused.",
        ),
        status=422,
    )


def _damaged(kind: str) -> NotADocument:
    return NotADocument(
        Text(
            zh=f"{kind} 文件不完整或者夹带了其他内容，请重新导出后提交。",
            en=f"The {kind} file is cut short or carries something else. Export it again.",
        ),
        status=422,
    )
