"""A version's content in its two parts, hashed under the node's pepper (see `kernel.tlog.content`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from xinheng.kernel.tlog import content_columns
from xinheng.kernel.tlog.content import Content, content_of
from xinheng.plumbing.crypto.keyring import Purpose, key_ring


def content_hashes(data: pl.Series, withheld: pl.Series, *, keys: pl.Series) -> pl.Series:
    """Hashes of contents that are to be deposited: canonical JSON of the two parts, natural keys of 16 bytes."""
    return content_columns.content_hashes(data, withheld, keys=keys, pepper=_pepper())


def content_of_row(row: Mapping[str, Any]) -> Content:
    """The content of a row of `archive_version`: key, data, withheld (JSON texts)."""
    data, withheld = json.loads(row["data"]), json.loads(row["withheld"])
    return content_of(data, withheld, key=bytes(row["key"]), pepper=_pepper())


def _pepper() -> bytes:
    """64 bytes of ASCII, the same for as long as the node keeps its master secret."""
    return key_ring().subkey(Purpose.CONTENT_PEPPER).hex().encode()
