"""Evidence is told by its content; programs, archives, bombs and files in disguise are refused with a reason."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from xinheng.plumbing.files.documents import MEDIA_TYPES, DocumentKind, NotADocument, document_kind

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width: int = 2, height: int = 2, *, after: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + after


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
    )  # fmt: skip


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return buffer.getvalue()


DOCX = zipped(word__document_DOT_xml=b"<w:document/>", _rels__DOT_rels=b"<r/>")
XLSX = zipped(xl__workbook_DOT_xml=b"<workbook/>")
OFD = zipped(OFD_DOT_xml=b"<ofd:OFD/>", Doc_0__Document_DOT_xml=b"<d/>")


def kind(tmp_path: Path, content: bytes, name: str) -> DocumentKind:
    path = tmp_path / "file"
    path.write_bytes(content)
    return document_kind(path, name=name)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "决定书.pdf", DocumentKind.PDF),
        (PDF, "A.PDF", DocumentKind.PDF),
        (png(), "收据.png", DocumentKind.PNG),
        (jpeg(), "收据.jpeg", DocumentKind.JPEG),
        (jpeg(), "收据.jpg", DocumentKind.JPEG),
        (DOCX, "说明.docx", DocumentKind.WORD),
        (XLSX, "明细.xlsx", DocumentKind.SHEET),
        (OFD, "发票.ofd", DocumentKind.OFD),
    ],
)
def test_documents_are_told_by_content(
    tmp_path: Path, content: bytes, name: str, expected: DocumentKind
) -> None:
    assert kind(tmp_path, content, name) is expected
    assert expected in MEDIA_TYPES


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.pdf", "空的"),
        (b"MZ\x90\x00" + b"\0" * 64, "收据.pdf", "可执行文件"),
        (b"\x7fELF" + b"\0" * 64, "收据.png", "可执行文件"),
        (b"#!/bin/sh\nrm -rf /\n", "a.pdf", "可执行文件"),
        (b"<html><script>", "a.pdf", "不接收这种内容"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "不接收这种内容"),
        ("只是文字".encode(), "a.txt", "不接收这种内容"),
        (PDF, "a.png", "不一致"),
        (PDF, "a", "不一致"),
        (PDF, "a.pdf.exe", "不一致"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "a.pdf", "脚本或附件"),
        (PDF[:-8], "a.pdf", "不完整"),
        (png(after=b"MZ\x90"), "a.png", "夹带"),
        (png()[:-5], "a.png", "不完整"),
        (png(60_000, 60_000), "a.png", "过大"),
        (jpeg(60_000, 60_000), "a.jpg", "过大"),
        (b"\xff\xd8\xff\xe0\x00\x10", "a.jpg", "不完整"),
        (zipped(a_DOT_exe=b"MZ"), "a.docx", "宏或程序"),
        (zipped(readme_DOT_txt=b"x"), "a.docx", "压缩包"),
        (zipped(word__document_DOT_xml=b"<w/>", word__vbaProject_DOT_bin=b"x"), "a.docx", "宏或程序"),
        (DOCX[: len(DOCX) // 2], "a.docx", "不完整"),
    ],
)
def test_everything_else_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    with pytest.raises(NotADocument) as refused:
        kind(tmp_path, content, name)
    assert said in refused.value.text.zh
    assert refused.value.text.en
    assert refused.value.status in {413, 415, 422}


def test_what_a_script_is_named_across_two_pieces_is_found(tmp_path: Path) -> None:
    filled = b"%PDF-1.7\n" + b"x" * (1024 * 1024 - 9 - 5) + b"/JavaScript" + b"\n%%EOF\n"
    with pytest.raises(NotADocument, match="脚本或附件"):
        kind(tmp_path, filled, "a.pdf")


def test_a_zip_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    bomb = zipped(word__document_DOT_xml=b"\0" * (64 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(NotADocument, match="压缩炸弹"):
        kind(tmp_path, bomb, "a.docx")


def test_a_part_that_is_larger_than_it_states_is_refused(tmp_path: Path) -> None:
    lying = bytearray(zipped(word__document_DOT_xml=b"\0" * (64 * 1024 * 1024)))
    for place in (lying.find(b"PK\x03\x04") + 22, lying.find(b"PK\x01\x02") + 24):
        lying[place : place + 4] = struct.pack("<I", 1000)
    with pytest.raises(NotADocument, match="不完整"):
        kind(tmp_path, bytes(lying), "a.docx")
