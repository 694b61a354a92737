"""A small log to prove things about."""

import hashlib
from datetime import UTC, datetime

import polars as pl

from xinheng.areas.ledger.actions import Recorded, batch_of, recorded
from xinheng.kernel.tlog.canonical import canonical
from xinheng.kernel.tlog.keys import SignatureKind
from xinheng.kernel.tlog.note import Signer
from xinheng.plumbing.crypto.keyring import KeyRing
from xinheng.plumbing.crypto.signing import signer_of

AT = datetime(2026, 3, 2, tzinfo=UTC)


def signer(kind: SignatureKind = SignatureKind.ED25519) -> Signer:
    return signer_of(
        KeyRing("a master secret for tests, long enough"), name="xinheng.demo/guizhou", kind=kind
    )


def data_of(row_no: int) -> dict[str, str]:
    return {"CF_WSH": f"黔市监罚字〔2026〕{row_no}号", "CF_NR": "罚款"}


def rows_of(count: int) -> pl.DataFrame:
    hashes = [hashlib.sha256(canonical(data_of(n))).digest() for n in range(1, count + 1)]
    return pl.DataFrame(
        {
            "row_no": range(1, count + 1),
            "change": ["new" if n % 3 else "corrected" for n in range(count)],
            "key": [each[:16] for each in hashes],
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
