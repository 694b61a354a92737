"""Checking a chain of checkpoints: each is signed, and each continues the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.export import CHAIN_FORMAT
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.proof import hashes_from
from xinheng.kernel.tlog.verify import verify_consistency
from xinheng.verifier.failures import CheckFailed, Failure
from xinheng.verifier.files import read_body, read_header
from xinheng.verifier.signed import verified


@dataclass(frozen=True, slots=True)
class ChainReport:
    """A sound chain: its checkpoints and the size of the last."""

    origin: str
    checkpoints: int
    size: int


def check_chain(path: Path, keys: Sequence[VerifierKey]) -> ChainReport:
    """Check a chain; without `keys` those of its own header are taken."""
    header = read_header(path, CHAIN_FORMAT)
    last: Checkpoint | None = None
    count = 0
    for place, value in read_body(path):
        if value["type"] != "checkpoint":
            raise CheckFailed(Failure.LINE_MALFORMED, place=place, detail="no checkpoint")
        found = verified(value.get("note"), keys or header.keys, place=place)
        if found.origin != header.origin:
            raise CheckFailed(Failure.ORIGIN_DIFFERS, place=place, detail=found.origin)
        if last is not None:
            _continues(last, found, value.get("proof"), place)
        last, count = found, count + 1
    if last is None:
        raise CheckFailed(Failure.NO_CHECKPOINT, place="end")
    return ChainReport(header.origin, count, last.size)


def _continues(before: Checkpoint, after: Checkpoint, proof: object, place: str) -> None:
    """The consistency proof leads from one to the next."""
    if after.size <= before.size:
        detail = f"{before.size} before, {after.size} here"
        raise CheckFailed(Failure.CHECKPOINT_OUT_OF_PLACE, place=place, detail=detail)
    try:
        steps = hashes_from(proof) if isinstance(proof, list) else ()
    except (ValueError, TypeError) as error:
        raise CheckFailed(Failure.LINE_MALFORMED, place=place, detail=str(error)) from error
    if not verify_consistency(
        first=before.size, first_root=before.root, second=after.size, second_root=after.root, proof=steps
    ):
        raise CheckFailed(Failure.HISTORY_REWRITTEN, place=place)
