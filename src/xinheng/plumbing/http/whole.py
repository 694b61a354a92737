"""Whether a multipart body came in to its end: Django takes one that was cut as if it were whole."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from xinheng.kernel.text import Text
from xinheng.plumbing.http.problems import Problem

_TAIL: Final = 256
_CUT = Text(
    zh="上传中断，内容没有完整到达，未保存任何数据，请重新上传。",
    en="The upload broke off before it was whole. Nothing was kept: please send it again.",
)


class _Watched:
    """The stream of a body; remembers its length and its last bytes."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.size = 0
        self.tail = b""

    def read(self, *size: int) -> bytes:
        """As the stream itself."""
        return self._note(self._stream.read(*size))

    def readline(self, *size: int) -> bytes:
        """As the stream itself."""
        return self._note(self._stream.readline(*size))

    def close(self) -> None:
        """As the stream itself."""
        self._stream.close()

    def _note(self, piece: bytes) -> bytes:
        self.size += len(piece)
        self.tail = (self.tail + piece[-_TAIL:])[-_TAIL:]
        return piece


def watch(request: HttpRequest) -> None:
    """To be called before anything of the body is read."""
    stream: Any = _Watched(request._stream)
    request._stream = stream


def must_be_whole(request: HttpRequest) -> None:
    """`Problem` 400 unless a watched body had its stated length and ended with its closing boundary."""
    watched = getattr(request, "_stream", None)
    if not isinstance(watched, _Watched):
        return
    boundary = (request.content_params or {}).get("boundary", "").encode("ascii", "replace")
    stated = request.META.get("CONTENT_LENGTH") or ""
    short = stated.isdecimal() and watched.size < int(stated)
    if short or not watched.tail.rstrip(b"\r\n").endswith(b"--" + boundary + b"--"):
        raise Problem(400, _CUT)
