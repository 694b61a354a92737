"""Checking one record's proof: content → row → batch → entry → log → signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xinheng.kernel.tlog.canonical import NotCanonical, parse
from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.hashing import leaf_hash
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.proof import MalformedProof, RecordProof, proof_from
from xinheng.kernel.tlog.verify import verify_inclusion
from xinheng.verifier.failures import CheckFailed, Failure, UnableToRead
from xinheng.verifier.files import parse_keys
from xinheng.verifier.signed import verified


@dataclass(frozen=True, slots=True)
class RecordReport:
    """A sound proof, and the log that holds the record."""

    proof: RecordProof
    checkpoint: Checkpoint


def read_proof(path: Path) -> RecordProof:
    """The proof in a file."""
    try:
        return proof_from(parse(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError, MalformedProof) as error:
        raise UnableToRead(f"{path}: {error}") from error


def check_record(proof: RecordProof, keys: Sequence[VerifierKey]) -> RecordReport:
    """Check a proof; without `keys` those that it names itself are taken."""
    _content(proof)
    _row(proof)
    checkpoint = verified(proof.checkpoint, keys or parse_keys(proof.keys), place="checkpoint")
    if checkpoint.size != proof.log_size or not verify_inclusion(
        leaf=proof.entry.leaf(),
        index=proof.entry.seq,
        size=checkpoint.size,
        proof=proof.log_proof,
        root=checkpoint.root,
    ):
        raise CheckFailed(Failure.ENTRY_NOT_IN_LOG, place="entry")
    return RecordReport(proof, checkpoint)


def _content(proof: RecordProof) -> None:
    """What is given of the record's content, with the hash of the rest, has the hash that the row names."""
    if proof.content is None:
        return
    try:
        fits = proof.content.fits(proof.row.content_hash)
    except NotCanonical as error:
        raise CheckFailed(Failure.CONTENT_DIFFERS, place="record", detail=str(error)) from error
    if not fits:
        raise CheckFailed(Failure.CONTENT_DIFFERS, place="record")


def _row(proof: RecordProof) -> None:
    """The row stands in the batch that the entry names."""
    batch = proof.entry.batch
    leaf = leaf_hash(proof.row.content(), salt=proof.salt)
    if batch is None or not verify_inclusion(
        leaf=leaf, index=proof.index, size=batch.size, proof=proof.batch_proof, root=batch.root
    ):
        raise CheckFailed(Failure.ROW_NOT_IN_BATCH, place="record")
