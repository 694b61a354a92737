"""Files that come in piece by piece: begun, added to, taken up again after a break, ended.

Each piece is one encrypted file of the file store, written whole or not at all; the upload's row says how far it is.
A process that is killed loses the piece it was writing and nothing else. Nothing has been received in the sense of
the law until the whole file goes through `receive`: only that enters the ledger.
"""

from __future__ import annotations

import io
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import IO, Final, Protocol

from django.conf import settings
from django.db import transaction

from xinheng.areas.intake.actions.alone import alone_if_free
from xinheng.areas.intake.actions.receive import Sending, UnableToReceive, item_to_receive, receive, stored_of
from xinheng.areas.intake.actions.room import FULL, NO_ROOM, is_full
from xinheng.areas.intake.models import Submission, Upload, UploadPart
from xinheng.areas.intake.terms import Channel
from xinheng.kernel.text import Text
from xinheng.plumbing.files.joined import Joined
from xinheng.plumbing.files.store import FileTooLarge, StoredFile, UnableToStore, file_store

PURPOSE: Final = "uploads"
KEPT_FOR: Final = timedelta(hours=24)
"""From the last piece on; then an upload that is not whole is forgotten."""
MOST_OPEN: Final = 20
"""Uploads of one department that are not whole."""


class UploadBusy(RuntimeError):
    """Another request is adding to the upload at this moment."""


class WrongOffset(ValueError):
    """The piece does not begin where the upload ends; `offset` is where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the upload goes on at {offset}")
        self.offset = offset


class PieceTooLong(ValueError):
    """The piece goes beyond the length that the upload was begun with; nothing of it was kept."""


class Body(Protocol):
    """Where a piece is read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; empty at the end."""


def begin_upload(sending: Sending, *, length: int, actor: str, at: datetime) -> Upload:
    """Open an upload of `length` bytes; raises UnableToReceive for what `receive` would not take either."""
    item_to_receive(sending, at)
    limit = settings.XINHENG.max_upload_bytes
    if length > limit:
        raise UnableToReceive(
            Text(
                zh=f"文件超过 {limit // 1024**2} MiB 的上限，请拆分后报送。",
                en=f"The file is larger than {limit // 1024**2} MiB: split it.",
            ),
            status=413,
        )
    going_on = Upload.objects.filter(
        department_id=sending.department.code, submission=None, expires_at__gt=at
    )
    if going_on.count() >= MOST_OPEN:
        raise UnableToReceive(
            Text(
                zh=f"本部门已有 {MOST_OPEN} 个未完成的上传，请先完成或取消。",
                en=f"Your department has {MOST_OPEN} unfinished uploads: finish or end them first.",
            ),
            status=409,
        )
    return Upload.objects.create(
        name=secrets.token_urlsafe(18),
        department_id=sending.department.code,
        actor=actor,
        item=sending.item,
        file_name=sending.file_name[-Sending.MAX_NAME :],
        mapping=sending.mapping,
        hold=sending.hold,
        length=length,
        expires_at=at + KEPT_FOR,
    )


def find_upload(name: str, *, at: datetime) -> Upload | None:
    """The upload of that name; None when there is none, or its time is over before it was whole."""
    found = Upload.objects.select_related("department", "submission").filter(name=name).first()
    return None if found is None or (found.submission is None and found.expires_at <= at) else found


def add_piece(upload: Upload, body: Body, *, offset: int, at: datetime) -> Upload:
    """Add what the body gives, however little; a whole upload becomes a submission.

    Raises UploadBusy, WrongOffset, PieceTooLong; UnableToReceive as `receive`.
    """
    with alone_if_free(_lock(upload)) as free:
        if not free:
            raise UploadBusy(upload.name)
        upload.refresh_from_db()
        if upload.offset != offset:
            raise WrongOffset(upload.offset)
        if upload.offset < upload.length:
            _keep_piece(upload, body, at=at)
        if upload.offset == upload.length and upload.submission is None:
            _finish(upload, at=at)
    return upload


def end_upload(upload: Upload) -> None:
    """Forget an upload and its pieces."""
    with alone_if_free(_lock(upload)) as free:
        if not free:
            raise UploadBusy(upload.name)
        _forget_pieces(upload)
        upload.delete()


def end_expired_uploads(*, at: datetime) -> int:
    """Forget the uploads whose time is over, and those that became submissions long ago; returns their number."""
    ended = 0
    for upload in Upload.objects.filter(expires_at__lte=at):
        try:
            end_upload(upload)
        except UploadBusy:
            continue
        ended += 1
    return ended


def _keep_piece(upload: Upload, body: Body, *, at: datetime) -> None:
    files = file_store()
    stream: IO[bytes] = body  # type: ignore[assignment]  # the store only reads
    try:
        stored = files.store(stream, purpose=PURPOSE, limit=upload.length - upload.offset)
    except FileTooLarge as error:
        raise PieceTooLong(upload.name) from error
    except UnableToStore as error:
        if not is_full(error):
            raise
        raise UnableToReceive(FULL, status=NO_ROOM) from error
    if stored.size == 0:
        files.delete(stored)
        return
    try:
        _note_piece(upload, stored, at=at)
    except BaseException:
        files.delete(stored)
        raise


def _note_piece(upload: Upload, stored: StoredFile, *, at: datetime) -> None:
    kept = asdict(stored) | {"wrapped_key": stored.wrapped_key.hex()}
    with transaction.atomic():
        UploadPart.objects.create(upload=upload, start=upload.offset, size=stored.size, stored=kept)
        upload.offset += stored.size
        upload.expires_at = at + KEPT_FOR
        upload.save(update_fields=["offset", "expires_at"])


def _finish(upload: Upload, *, at: datetime) -> Submission:
    """The whole file through `receive`. Begun again after a crash it finds the submission that it made."""
    sending = Sending(
        department=upload.department.as_facts, item=upload.item, file_name=upload.file_name, channel=Channel.API,
        hold=upload.hold, mapping=upload.mapping,
        # with a space in it, no key of a client is the same
        idempotency_key=f"upload {upload.name}",
    )  # fmt: skip
    parts = [stored_of(part.stored) for part in upload.parts.order_by("start")]
    try:
        with io.BufferedReader(Joined(parts, files=file_store())) as whole:
            upload.submission = receive(whole, sending, actor=upload.actor, at=at)
    except UnableToReceive as refused:
        if refused.status != NO_ROOM:
            _forget_pieces(upload)
            upload.delete()
        raise
    upload.save(update_fields=["submission"])
    _forget_pieces(upload)
    return upload.submission


def _forget_pieces(upload: Upload) -> None:
    """The rows first: then nobody has the keys, and what a crash leaves of the files is swept away by `tidy`."""
    kept = [stored_of(part.stored) for part in upload.parts.all()]
    upload.parts.all().delete()
    for stored in kept:
        file_store().delete(stored)


def _lock(upload: Upload) -> str:
    return f"upload/{upload.name}"
