"""Opening a signed checkpoint, with each way to fail named."""

from __future__ import annotations

from collections.abc import Sequence

from xinheng.kernel.tlog.checkpoint import Checkpoint, MalformedCheckpoint, open_checkpoint
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.note import ForgedNote, MalformedNote, UntrustedNote
from xinheng.verifier.failures import CheckFailed, Failure


def verified(note: object, keys: Sequence[VerifierKey], *, place: str) -> Checkpoint:
    """The checkpoint of a note, signed by one of the keys."""
    if not isinstance(note, str):
        raise CheckFailed(Failure.CHECKPOINT_MALFORMED, place=place, detail="no text")
    try:
        return open_checkpoint(note, keys)
    except ForgedNote as error:
        raise CheckFailed(Failure.CHECKPOINT_FORGED, place=place, detail=str(error)) from error
    except UntrustedNote as error:
        raise CheckFailed(Failure.CHECKPOINT_UNTRUSTED, place=place, detail=str(error)) from error
    except (MalformedNote, MalformedCheckpoint) as error:
        raise CheckFailed(Failure.CHECKPOINT_MALFORMED, place=place, detail=str(error)) from error
