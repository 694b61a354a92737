"""What operations of several areas answer alike: texts in two languages, pages of a list, files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

from django.http import FileResponse
from ninja import Schema
from pydantic import AfterValidator

from xinheng.plumbing.clock import SHANGHAI

CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Instant = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(SHANGHAI))]
"""A moment, always told with the offset of Asia/Shanghai."""


class Words(Schema):
    """One text in Chinese and English."""

    zh: str
    en: str


def file_of(media_type: str) -> dict[str, Any]:
    """For an operation's `openapi_extra`: its answer is a file of that kind."""
    return {"responses": {200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}}


def sent(path: Path, *, name: str, kind: str) -> FileResponse:
    """The file as a download. It is open already: what remains on disk goes with the context that made it."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
