"""Receiving a file: who may send what, kept encrypted, given its number. Nothing is read of it yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO, Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, connection

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake.actions.room import FULL, NO_ROOM, is_full
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel, State
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.lawbook.meta import ANY_ORGAN, CatalogueItem
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.store import FileStore, FileTooLarge, StoredFile, UnableToStore, file_store

PURPOSE = "submissions"


class UnableToReceive(Exception):
    """The file is not taken in at all; `text` says what to do, `status` is the fitting HTTP status."""

    def __init__(self, text: Text, *, status: int) -> None:
        super().__init__(text.zh)
        self.text = text
        self.status = status


@dataclass(frozen=True)
class Sending:
    """What comes with a file: from whom, for which item, through which door.

    `hold` stops after the check until somebody confirms; `mapping` is a department's mapping file, parsed.
    """

    department: DepartmentFacts
    item: str
    file_name: str
    channel: Channel
    hold: bool = False
    mapping: dict[str, Any] | None = None
    idempotency_key: str | None = None

    MAX_NAME: ClassVar[int] = 255


def receive(stream: IO[bytes], sending: Sending, *, actor: str, at: datetime) -> Submission:
    """Take in a file. The same department and idempotency key again gives the first submission again."""
    item = item_to_receive(sending, at)
    if known := _sent_before(sending):
        return known
    files = file_store()
    stored = _keep(stream, files)
    try:
        return register(sending, item=item, stored=stored, actor=actor, at=at)
    except IntegrityError:
        files.delete(stored)
        # somebody sent the same key at the same moment and was first
        if known := _sent_before(sending):
            return known
        raise
    except BaseException:
        files.delete(stored)
        raise


@recorded("intake.received")
def register(
    sending: Sending, *, item: CatalogueItem, stored: StoredFile, actor: str, at: datetime
) -> Recorded[Submission]:
    """Give a kept file its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('intake_submission', 'id'))")
        number = int(cursor.fetchone()[0])
    submission = Submission.objects.create(
        id=number,
        receipt_no=f"{day_of(at):%Y%m%d}-{number:07d}",
        department_id=sending.department.code,
        actor=actor,
        channel=sending.channel,
        idempotency_key=sending.idempotency_key,
        item=sending.item,
        file_name=sending.file_name[-Sending.MAX_NAME :],
        file_size=stored.size,
        file_hash=stored.keyed_hash,
        stored=asdict(stored) | {"wrapped_key": stored.wrapped_key.hex()},
        mapping=sending.mapping,
        hold=sending.hold,
        state=State.RECEIVED,
        received_at=at,
    )
    payload: dict[str, Json] = {
        "item": item.id,
        "department": sending.department.code,
        "file": stored.keyed_hash,
        "size": stored.size,
    }
    return Recorded(submission, about=("submission", submission.receipt_no), payload=payload)


class FileNotKept(LookupError):
    """The file was deleted: it held data that may not be kept, or its time of keeping is over."""


def stored_file(submission: Submission) -> StoredFile:
    """The kept file of a submission; FileNotKept when it is there no more."""
    if submission.stored is None:
        raise FileNotKept(submission.receipt_no)
    return stored_of(submission.stored)


def stored_of(kept: Mapping[str, Any]) -> StoredFile:
    """What a row remembers of a file, as the file store wants it."""
    return StoredFile(**{**kept, "wrapped_key": bytes.fromhex(kept["wrapped_key"])})


def remembered(submission: Submission) -> dict[str, StoredFile]:
    """The files that a submission knows of, by name: what was sent, and all findings."""
    known = (submission.stored, submission.findings)
    return {kept["name"]: stored_of(kept) for kept in known if kept is not None}


def delete_forgotten(submission: Submission, before: Mapping[str, StoredFile]) -> None:
    """Delete the files that a submission knew of before and knows no more.

    The row forgets first: then nobody has a file's key, and what a crash leaves here is swept away by `tidy`.
    """
    for name in before.keys() - remembered(submission).keys():
        file_store().delete(before[name])


def item_to_receive(sending: Sending, at: datetime) -> CatalogueItem:
    """The item, when it is in force today and the department may send it."""
    try:
        item = catalogue.item(sending.item, on=day_of(at)).value
    except LookupError as unknown:
        raise UnableToReceive(
            Text(
                zh=f"目录中没有现行有效的事项“{sending.item}”，请在目录页查对事项编号。",
                en=f"The catalogue in force has no item {sending.item}: look its id up on the catalogue page.",
            ),
            status=404,
        ) from unknown
    if ANY_ORGAN not in item.providers and sending.department.kind not in item.providers:
        raise UnableToReceive(
            Text(
                zh=f"{sending.department.name.zh}不是“{item.title.zh}”的信息提供单位，不能报送。",
                en=f"{sending.department.name.en} is no provider of {item.title.en} and may not send it.",
            ),
            status=403,
        )
    return item


def _sent_before(sending: Sending) -> Submission | None:
    if sending.idempotency_key is None:
        return None
    return Submission.objects.filter(
        department_id=sending.department.code, idempotency_key=sending.idempotency_key
    ).first()


def _keep(stream: IO[bytes], files: FileStore) -> StoredFile:
    limit = settings.XINHENG.max_upload_bytes
    try:
        stored = files.store(stream, purpose=PURPOSE, limit=limit)
    except FileTooLarge as error:
        raise UnableToReceive(
            Text(
                zh=f"文件超过 {limit // 1024**2} MiB 的上限，请拆分后报送。",
                en=f"The file is larger than {limit // 1024**2} MiB: split it.",
            ),
            status=413,
        ) from error
    except UnableToStore as error:
        if not is_full(error):
            raise
        raise UnableToReceive(FULL, status=NO_ROOM) from error
    if stored.size == 0:
        files.delete(stored)
        raise UnableToReceive(
            Text(zh="文件是空的，请检查导出结果。", en="The file is empty: check the export."), status=422
        )
    return stored
