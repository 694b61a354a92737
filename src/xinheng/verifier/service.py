"""Checking a proof of service: text → notice → sending → log → signature, and what became of the notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xinheng.kernel.tlog.canonical import NotCanonical, canonical, parse
from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.entries import hex_bytes
from xinheng.kernel.tlog.hashing import HASH_SIZE, leaf_hash
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.proof import MalformedProof
from xinheng.kernel.tlog.service import AFTERWARDS, SENT, Included, ServiceProof, service_from
from xinheng.kernel.tlog.verify import verify_inclusion
from xinheng.verifier.failures import CheckFailed, Failure, UnableToRead
from xinheng.verifier.files import parse_keys
from xinheng.verifier.signed import verified


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """A sound proof, and the log that holds the entries."""

    proof: ServiceProof
    checkpoint: Checkpoint


def read_service(path: Path) -> ServiceProof:
    """The proof in a file."""
    try:
        return service_from(parse(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError, MalformedProof) as error:
        raise UnableToRead(f"{path}: {error}") from error


def check_service(proof: ServiceProof, keys: Sequence[VerifierKey]) -> ServiceReport:
    """Check a proof; without `keys` those that it names itself are taken."""
    _text(proof)
    _sending(proof)
    _afterwards(proof)
    checkpoint = verified(proof.checkpoint, keys or parse_keys(proof.keys), place="checkpoint")
    for place, each in enumerate((proof.sent, *proof.afterwards)):
        if checkpoint.size != proof.log_size or not _in_log(each, checkpoint):
            raise CheckFailed(Failure.ENTRY_NOT_IN_LOG, place=f"entry {place}")
    return ServiceReport(proof, checkpoint)


def _text(proof: ServiceProof) -> None:
    """What the notice says, where it is given, has the hash that stands in the log."""
    if proof.said is None:
        return
    try:
        content = canonical(proof.said)
    except NotCanonical as error:
        raise CheckFailed(Failure.NOTICE_DIFFERS, place="notice", detail=str(error)) from error
    if leaf_hash(content, salt=proof.salt) != proof.leaf:
        raise CheckFailed(Failure.NOTICE_DIFFERS, place="notice")


def _sending(proof: ServiceProof) -> None:
    """The notice is one of those under the root that the entry of the sending names."""
    entry = proof.sent.entry
    together, root = entry.payload.get("notices"), entry.payload.get("root")
    try:
        known = hex_bytes(str(root), HASH_SIZE)
    except ValueError as error:
        raise CheckFailed(Failure.NOTICE_NOT_SENT, place="sent", detail=str(error)) from error
    if (
        entry.kind != SENT
        or type(together) is not int
        or not verify_inclusion(
            leaf=proof.leaf, index=proof.place, size=together, proof=proof.path, root=known
        )
    ):
        raise CheckFailed(Failure.NOTICE_NOT_SENT, place="sent")


def _afterwards(proof: ServiceProof) -> None:
    """Every other entry tells of this notice."""
    for place, each in enumerate(proof.afterwards, start=1):
        if each.entry.kind not in AFTERWARDS or each.entry.payload.get("leaf") != proof.leaf.hex():
            raise CheckFailed(Failure.ENTRY_OF_ANOTHER, place=f"entry {place}", detail=each.entry.kind)


def _in_log(included: Included, checkpoint: Checkpoint) -> bool:
    return verify_inclusion(
        leaf=included.entry.leaf(),
        index=included.entry.seq,
        size=checkpoint.size,
        proof=included.proof,
        root=checkpoint.root,
    )
