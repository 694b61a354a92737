"""A text file as a stream of UTF-8 bytes, whatever it was written in, in bounded memory."""

import codecs
import io
from pathlib import Path

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.terms import UnreadableTable

_CHUNK = 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BOM_LENGTH = {"utf-8": 3, "utf-16-le": 2, "utf-16-be": 2}


class NulByte(UnreadableTable):
    """A byte 0 in a text file: a binary file, or a broken export."""

    status = 400


class UndecodableText(UnreadableTable):
    """Bytes that are no text in UTF-8 nor in GB18030."""

    status = 400


def undecodable() -> UndecodableText:
    """The error for text that breaks the encoding it began in."""
    return UndecodableText(
        Text(
            zh="文件中有无法解码的字节（既不是 UTF-8 也不是 GB18030）。请另存为 UTF-8 编码后重新报送。",
            en="The file holds bytes that are neither UTF-8 nor GB18030. Save it as UTF-8 and send it again.",
        )
    )


def sniff_encoding(path: Path) -> str:
    """The encoding of a text file: "utf-8", "gb18030", "utf-16-le" or "utf-16-be" (the last two by BOM only).

    Plain ASCII is read past until the first mebibyte that is not; that one decides. Raises UndecodableText.
    """
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
        for bom, name in _BOMS:
            if chunk.startswith(bom):
                return name
        while chunk.isascii():
            chunk = file.read(_CHUNK)
            if not chunk:
                return "utf-8"
        return _decide(chunk, complete=len(chunk) < _CHUNK)


def _decide(chunk: bytes, *, complete: bool) -> str:
    as_utf8 = _decoded(chunk, "utf-8", complete=complete)
    as_gb = _decoded(chunk, "gb18030", complete=complete)
    if as_utf8 is None and as_gb is None:
        raise undecodable()
    if as_gb is None:
        return "utf-8"
    if as_utf8 is None:
        return "gb18030"
    # both fit: a handful of GB words such as 联通 are also well-formed UTF-8, but then not of Chinese letters
    return "gb18030" if _is_chinese(as_gb) and not _is_chinese(as_utf8) else "utf-8"


def _decoded(chunk: bytes, encoding: str, *, complete: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(chunk, complete)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    beyond_ascii = [letter for letter in text if letter > "\x7f"]
    chinese = sum("\u4e00" <= letter <= "\u9fff" or "\u3000" <= letter <= "\u303f" for letter in beyond_ascii)
    return chinese * 2 > len(beyond_ascii)


class Utf8Stream(io.RawIOBase):
    """Reads `path`, written in `encoding`, as UTF-8 without BOM.

    `skip` bytes of the UTF-8 output are passed over first. Raises NulByte and UndecodableText while reading;
    UTF-8 itself is passed through, its validity is for the parser to check.
    """

    def __init__(self, path: Path, *, encoding: str, skip: int = 0) -> None:
        super().__init__()
        self._file = path.open("rb")
        with path.open("rb") as probe:
            bom = probe.read(3)
        if any(name == encoding and bom.startswith(mark) for mark, name in _BOMS):
            self._file.seek(_BOM_LENGTH[encoding])
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        self._rest = b""
        while skip > 0:
            passed = self.read(min(skip, _CHUNK))
            if not passed:
                break
            skip -= len(passed)

    def readable(self) -> bool:
        """Always: it is a source."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, `size` of them unless the end is near; all that remain for -1."""
        if size < 0:
            return self._all()
        while len(self._rest) < size:
            chunk = self._next(max(size - len(self._rest), 1))
            if chunk is None:
                break
            self._rest = self._rest + chunk if self._rest else chunk
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def close(self) -> None:
        """Closes the file below too."""
        self._file.close()
        super().close()

    def _all(self) -> bytes:
        parts = []
        while part := self.read(_CHUNK):
            parts.append(part)
        return b"".join(parts)

    def _next(self, size: int) -> bytes | None:
        raw = self._file.read(size)
        if self._decoder is None:
            chunk = raw
        else:
            try:
                chunk = self._decoder.decode(raw, not raw).encode("utf-8")
            except UnicodeError as error:
                raise undecodable() from error
        if b"\0" in chunk:
            raise NulByte(
                Text(
                    zh="文件中有空字节（NUL）。这不是正常的文本，请重新导出后报送。",
                    en="The file holds a NUL byte, so it is no proper text. Export it again.",
                )
            )
        return chunk if raw else None
