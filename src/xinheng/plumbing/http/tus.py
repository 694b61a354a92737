"""The tus 1.0 protocol of resumable uploads: headers and their meaning (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from xinheng.kernel.text import Text
from xinheng.plumbing.http.problems import Problem

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration"
CHUNK: Final = "application/offset+octet-stream"
LONGEST_METADATA: Final = 100_000

_OTHER_VERSION = Text(
    zh="请在 Tus-Resumable 头中注明协议版本 1.0.0。",
    en="State the protocol version 1.0.0 in the Tus-Resumable header.",
)
_BAD_METADATA = Text(
    zh="Upload-Metadata 头无法解析：应为以逗号分隔的“名称 Base64 值”。",
    en="The Upload-Metadata header cannot be read: it holds pairs of a name and a Base64 value, with commas between.",
)
_NO_CHUNK = Text(zh=f"请以 {CHUNK} 发送。", en=f"Send this as {CHUNK}.")


def must_speak_tus(request: HttpRequest) -> None:
    """`Problem` 412 for a client of another version."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem(412, _OTHER_VERSION, headers={"Tus-Version": VERSION})


def must_be_chunk(request: HttpRequest) -> None:
    """`Problem` 415 unless the body is a piece of a file."""
    if request.content_type != CHUNK:
        raise Problem(415, _NO_CHUNK)


def read_metadata(header: str) -> Mapping[str, str]:
    """`Upload-Metadata`: names and values; a name without a value has an empty one."""
    found: dict[str, str] = {}
    try:
        for pair in filter(None, (part.strip() for part in header.split(","))):
            name, _, value = pair.partition(" ")
            found[name] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError) as wrong:
        raise Problem(422, _BAD_METADATA) from wrong
    return found


def answer(status: int, *, expires: datetime | None = None, **headers: Any) -> HttpResponse:
    """An answer without a body; keyword `upload_offset` becomes the header `Upload-Offset`."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if expires is not None:
        response["Upload-Expires"] = http_date(expires.timestamp())
    for name, value in headers.items():
        response[name.replace("_", "-").title()] = str(value)
    return response


class Received:
    """The body as far as it comes: one that breaks off ends there, and what came is kept."""

    def __init__(self, body: IO[bytes] | HttpRequest) -> None:
        self._body = body

    def read(self, size: int) -> bytes:
        """The next bytes."""
        try:
            return self._body.read(size)
        except OSError:
            return b""
