"""A small log to prove things about."""

import hashlib
from datetime import UTC, datetime

import polars as pl

from xinheng.areas.ledger.actions import Recorded, batch_of, recorded
from xinheng.kernel.tlog.content import Content, content_of, hash_of
from xinheng.kernel.tlog.keys import SignatureKind
from xinheng.kernel.tlog.note import Signer
from xinheng.plumbing.crypto.keyring import KeyRing
from xinheng.plumbing.crypto.signing import signer_of

AT = datetime(2026, 3, 2, tzinfo=UTC)


def signer(kind: SignatureKind = SignatureKind.ED25519) -> Signer:
    return signer_of(
        KeyRing("a master secret for tests, long enough"), name="xinheng.demo/guizhou", kind=kind
    )


def key_of(row_no: int) -> bytes:
    return hashlib.sha256(b"%d" % row_no).digest()[:16]


def content_of_row(row_no: int) -> Content:
    """The content of a row, opened."""
    data, withheld = {"CF_WSH": f"黔市监罚字〔2026〕{row_no}号", "CF_NR": "罚款"}, {"CF_FRDB": "示例甲某"}
    return content_of(data, withheld, key=key_of(row_no), pepper=b"p" * 64)


def rows_of(count: int) -> pl.DataFrame:
    contents = [content_of_row(n) for n in range(1, count + 1)]
    hashes = [hash_of(each.data, withheld_hash=each.withheld_hash) for each in contents]
    return pl.DataFrame(
        {
            "row_no": range(1, count + 1),
            "change": ["new" if n % 3 else "corrected" for n in range(count)],
            "key": [key_of(n) for n in range(1, count + 1)],
            "content_hash": hashes,
        },
        schema={"row_no": pl.UInt32, "change": pl.String, "key": pl.Binary, "content_hash": pl.Binary},
    )


@recorded("intake.received")
def receive(number: int, *, actor: str, at: datetime) -> Recorded[None]:
    return Recorded(None, about=("submission", str(number)), payload={"size": number})


@recorded("archive.deposited")
def deposit(rows: pl.DataFrame, *, actor: str, at: datetime) -> Recorded[None]:
    return Recorded(None, about=("submission", "1"), payload={"new": rows.height}, batch=batch_of(rows))


def fill(count: int) -> None:
    for number in range(count):
        receive(number, actor="job", at=AT)
