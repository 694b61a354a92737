"""What `xinheng ledger audit` compares: the archive's rows and marks with the log, kept files with their hashes."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.actions import mark_content, mark_rows
from xinheng.areas.archive.terms import BatchPlace, KeptMark
from xinheng.areas.intake import actions, service
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import leaves_of
from xinheng.areas.ledger.terms import EntryKind
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.batch import BatchTree
from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.entries import LogEntry
from xinheng.plumbing.crypto.ciphers import Undecipherable
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.files.store import FileStore, StoredFile, file_store

PORTION = 64 * 1024


def row_faults() -> Iterator[Text]:
    """Deposits whose rows are not those of their root, rows whose content is not that of their hash."""
    for entry in ledger.deposits():
        place = _place(entry)
        if not _rows_are_those_of(entry, place):
            yield Text(
                zh=f"账本第 {entry.seq} 条（{entry.about[1]}）：档案中的行与入库时不同",
                en=f"entry {entry.seq} ({entry.about[1]}): the archive's rows are not those deposited",
            )
        for wanted in _portions(entry):
            for row in archive.changed_rows(place, wanted=wanted):
                yield Text(
                    zh=f"{entry.about[1]} 第 {row} 行：内容与其哈希不符",
                    en=f"{entry.about[1]}, row {row}: the content is not that of its hash",
                )


def mark_faults() -> Iterator[Text]:
    """Marks that are not what the log says of them; marks, and ends of marks, that the log does not know."""
    told: set[int] = set()
    for entry in ledger.entries_of(EntryKind.ARCHIVE_MARKED):
        number = int(str(entry.payload["mark"]))
        told.add(number)
        kept = archive.kept_mark(number)
        if kept is None or not _mark_is_that_of(entry, kept):
            yield Text(
                zh=f"账本第 {entry.seq} 条（{entry.about[1]}）：标注 {number} 与登记时不同",
                en=f"entry {entry.seq} ({entry.about[1]}): mark {number} is not what was logged",
            )
    ended = {
        int(str(number))
        for entry in ledger.entries_of(EntryKind.ARCHIVE_MARKS_ENDED)
        for number in cast(list[Json], entry.payload["marks"])
    }
    marks, ends = archive.mark_numbers()
    for number in sorted((marks - told) | (ends ^ ended)):
        yield Text(
            zh=f"标注 {number}：标注或其终止与账本不符",
            en=f"mark {number}: it, or its end, is not what the log says",
        )


def _mark_is_that_of(entry: LogEntry, kept: KeptMark) -> bool:
    says = mark_content(kept.kind, case=kept.case, words=kept.words)
    if (kept.case, says.hex(), len(kept.records)) != (
        entry.about,
        entry.payload["says"],
        entry.payload["records"],
    ):
        return False
    if entry.batch is None:
        return [[item, key.hex()] for item, key in kept.records] == entry.payload["of"]
    found = BatchTree()
    found.add(leaves_of(mark_rows(kept.records, says), secret=ledger.batch(entry.seq).secret))
    return found.finish().root == entry.batch.root


def file_faults(folder: Path | None) -> Iterator[Text]:
    """Kept files that are gone, or do not open to what was sent. `folder` holds them in the place of the storage."""
    files = file_store() if folder is None else _store_at(folder)
    for row in service.history():
        for kept in actions.remembered(row).values():
            if not _opens(kept, files):
                yield Text(
                    zh=f"{row.receipt_no}：留存文件 {kept.name} 缺失或无法解密",
                    en=f"{row.receipt_no}: the kept file {kept.name} is gone or does not open",
                )


def _place(entry: LogEntry) -> BatchPlace:
    submission = service.find(entry.about[1])
    return BatchPlace(submission=submission.pk, at=datetime.fromisoformat(entry.at), index=0)


def _portions(entry: LogEntry) -> Iterator[range]:
    size = 0 if entry.batch is None else entry.batch.size
    for start in range(0, size, PORTION):
        yield range(start, min(start + PORTION, size))


def _rows_are_those_of(entry: LogEntry, place: BatchPlace) -> bool:
    """The root over the rows, made anew, is the one in the log."""
    batch = ledger.batch(entry.seq)
    tree = BatchTree()
    for wanted in _portions(entry):
        tree.add(leaves_of(archive.batch_rows(place, wanted=wanted), secret=batch.secret))
    found = tree.finish()
    more = archive.batch_rows(place, wanted=range(batch.size, batch.size + 1)).height
    return (
        not more
        and entry.batch is not None
        and (found.size, found.root) == (entry.batch.size, entry.batch.root)
    )


def _opens(kept: StoredFile, files: FileStore) -> bool:
    digest = hmac.new(key_ring().subkey(Purpose.FILE_HASH), digestmod="sha256")
    try:
        with files.open(kept) as stream:
            while piece := stream.read(PORTION):
                digest.update(piece)
    except (FileNotFoundError, Undecipherable):
        return False
    return digest.hexdigest() == kept.keyed_hash


def _store_at(folder: Path) -> FileStore:
    from django.core.files.storage import FileSystemStorage

    return FileStore(
        storage=FileSystemStorage(location=folder), ring=key_ring(), incoming=folder, private=folder
    )
