"""The ledger by API: signed checkpoints and proofs for everybody, the entries' words for those who may read them."""

from __future__ import annotations

import tempfile
from typing import Annotated, Any, Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from xinheng.areas.ledger import service
from xinheng.areas.ledger.terms import CheckpointFacts
from xinheng.kernel.text import Text
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.plumbing.http.access import needs, open_to_all
from xinheng.plumbing.http.answers import Instant, file_of
from xinheng.plumbing.http.inputs import Number
from xinheng.plumbing.http.problems import Problem, problems

router = Router(tags=["账本 ledger"])
JSON_LINES: Final = "application/x-ndjson"
Place = Annotated[Number, Path(..., description="place in the log, from 0")]
_UNSIGNED = Text(
    zh="尚无检查点覆盖这一条，请稍后再取证明。",
    en="No checkpoint covers this yet: ask for the proof a little later.",
)


class CheckpointOut(Schema):
    """A signed state of the log; `note` is the C2SP signed note itself."""

    size: int
    root: str
    at: Instant
    note: str

    @classmethod
    def of(cls, facts: CheckpointFacts) -> CheckpointOut:
        """From the facts."""
        return cls(size=facts.size, root=facts.root.hex(), at=facts.at, note=facts.note)


class KeyOut(Schema):
    """The key that the node signs with, as `xinheng-verify --key` takes it."""

    name: str
    kind: str
    key: str


class InclusionOut(Schema):
    """That the entry stands in the log that the checkpoint signs. Hashes are hexadecimal.

    Its leaf is salted: it tells nothing of what the entry says, and proves it to whoever knows the entry.
    """

    seq: int
    leaf: str
    proof: list[str]
    checkpoint: CheckpointOut


class EntryOut(Schema):
    """An entry with its salt: with it anybody can compute the leaf."""

    seq: int
    leaf: str
    entry: dict[str, Any] = Field(description="as it stands in an export")


@router.get("/key", auth=open_to_all(), response=KeyOut, summary="验证公钥 · The verifier key")
def verifier_key(request: HttpRequest) -> KeyOut:
    """Fetch it once, keep it, and compare it with what the node publishes elsewhere."""
    key = node_signer().key
    return KeyOut(name=key.name, kind=settings.XINHENG.signature, key=key.text())


@router.get(
    "/checkpoint", auth=open_to_all(), response={200: CheckpointOut, **problems(404)},
    summary="最新检查点 · The newest checkpoint",
)  # fmt: skip
def newest_checkpoint(request: HttpRequest) -> CheckpointOut:
    """404 until the first one is signed."""
    newest = service.latest_checkpoint()
    if newest is None:
        raise Problem(404, _UNSIGNED)
    return CheckpointOut.of(newest)


@router.get(
    "/checkpoints", auth=open_to_all(rate="export"), response={200: None}, openapi_extra=file_of(JSON_LINES),
    summary="检查点链 · The chain of checkpoints",
)  # fmt: skip
def checkpoint_chain(request: HttpRequest) -> FileResponse:
    """Every checkpoint with the proof that the log only grew: a file for `xinheng-verify checkpoints`."""
    signer = node_signer()
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    service.export_checkpoints(file, origin=signer.key.name, keys=[signer.key])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="checkpoints.jsonl", content_type=JSON_LINES)


@router.get(
    "/entries/{seq}/proof", auth=open_to_all(rate="search"), response={200: InclusionOut, **problems(404, 409)},
    summary="条目证明 · Proof of an entry",
)  # fmt: skip
def entry_proof(request: HttpRequest, seq: Place) -> InclusionOut:
    """409 until a checkpoint covers the entry."""
    try:
        found = service.inclusion(seq)
    except service.NoSuchEntry as unknown:
        raise Http404(str(seq)) from unknown
    except service.NotYetCovered as early:
        raise Problem(409, _UNSIGNED) from early
    return InclusionOut(
        seq=seq, leaf=found.entry.leaf().hex(), proof=[step.hex() for step in found.proof],
        checkpoint=CheckpointOut.of(found.checkpoint),
    )  # fmt: skip


@router.get(
    "/entries/{seq}",
    auth=needs("ledger.read"),
    response={200: EntryOut, **problems(404)},
    summary="条目 · An entry",
)
def read_entry(request: HttpRequest, seq: Place) -> EntryOut:
    """What the entry says: who did what, when, for which reason."""
    try:
        found = service.entry(seq)
    except service.NoSuchEntry as unknown:
        raise Http404(str(seq)) from unknown
    return EntryOut(seq=seq, leaf=found.leaf().hex(), entry=found.exported())
