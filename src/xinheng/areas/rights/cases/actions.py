"""What every kind of case does alike: files come in, the party is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from xinheng.areas.clocks.terms import PROVISIONAL_SAID, ClockFacts
from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices import actions as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind, NoticeText
from xinheng.areas.rights.cases import store
from xinheng.areas.rights.cases.terms import By, CaseFacts, HandedIn, Machine, OnBehalf, Party, UnableToStep
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.files.documents import MEDIA_TYPES, NotADocument, document_kind, too_large
from xinheng.plumbing.files.store import UnableToStore, file_store

PURPOSE = "evidence"
MOST_FILES = 20
"""Files that one step may bring."""
_NAME = 200
_PIECE = 1024 * 1024
_EVIDENCE_ADDED = "evidence_added"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes in. `asked`: which of the documents that a rule asks for it is said to be."""

    name: str
    stream: IO[bytes]
    asked: str = ""


@contextmanager
def handed_in(uploads: Sequence[Upload]) -> Iterator[tuple[HandedIn, ...]]:
    """Check and keep files, encrypted, around the action that puts them into a case; where that fails, none is left.

    Raises NotADocument for anything that is not taken, naming the file.
    """
    if len(uploads) > MOST_FILES:
        raise NotADocument(
            Text(
                zh=f"一次最多提交 {MOST_FILES} 个文件。", en=f"Hand in {MOST_FILES} files at most at a time."
            ),
            status=422,
        )
    kept: list[HandedIn] = []
    try:
        for upload in uploads:
            kept.append(_keep(upload))
        yield tuple(kept)
    except BaseException:
        _forget(kept)
        raise
    # the same content again is in the case already
    known = store.remembered_files([each.stored["name"] for each in kept])
    _forget([each for each in kept if each.stored["name"] not in known])


def known_files() -> Iterator[str]:
    """Names of all files that cases know of; a case forgets none."""
    return store.known_files()


def sweep_evidence(*, before: datetime) -> int:
    """Remove files that a killed process kept for no case; those written since `before` may still get theirs."""
    files, swept = file_store(), 0
    # listed first: a file that is remembered afterwards is then among the remembered
    found = [name for name in files.names(PURPOSE) if files.written_at(name) < before]
    for name in set(found) - (store.remembered_files(found) if found else set()):
        files.delete_unremembered(name)
        swept += 1
    return swept


def _forget(files: Sequence[HandedIn]) -> None:
    for each in files:
        file_store().delete(store.stored_of(each.stored))


def _keep(upload: Upload) -> HandedIn:
    name = Path(upload.name.replace("\\", "/")).name[-_NAME:]
    files = file_store()
    with files.workspace() as folder:
        path = folder / "file"
        digest, size = _copied(upload.stream, path)
        try:
            kind = document_kind(path, name=name)
        except NotADocument as refused:
            told = Text(zh=f"“{name}”：{refused.text.zh}", en=f"“{name}”: {refused.text.en}")
            raise NotADocument(told, status=refused.status) from refused
        with path.open("rb") as source:
            stored = files.store(source, purpose=PURPOSE)
    return HandedIn(
        sha256=digest, name=name, media_type=MEDIA_TYPES[kind], size=size, asked=upload.asked,
        stored=asdict(stored) | {"wrapped_key": stored.wrapped_key.hex()},
    )  # fmt: skip


def _copied(stream: IO[bytes], path: Path) -> tuple[str, int]:
    """The stream as a private file; SHA-256 and size. Raises NotADocument above the node's limit."""
    limit, size, digest = settings.XINHENG.max_evidence_bytes, 0, hashlib.sha256()
    try:
        with path.open("wb") as target:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise too_large(limit)
                digest.update(piece)
                target.write(piece)
    except OSError as full:
        raise UnableToStore(f"unable to keep a file of evidence: {full}") from full
    return digest.hexdigest(), size


@recorded("rights.evidence_added")
def add_evidence(
    number: str, *, machine: Machine, asker: Principal | OnBehalf, power: Power, files: Sequence[HandedIn], actor: str,
    at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Put more files into a case that is open, as its party. Raises NoSuchCase, UnableToStep, UnableToAct."""
    case = store.locked(number, machine)
    told = must_be_party(store.facts(case, machine), asker, power, at=at)
    case = store.take_step(case, machine, _EVIDENCE_ADDED, by=By.PARTY, actor=actor, at=at, told=told)
    fresh = store.add_evidence(case, files, by=By.PARTY, actor=actor, at=at)
    if not fresh:
        raise UnableToStep(
            Reason("no_file", Text(zh="没有新的文件。", en="There is no file that was not there before."))
        )
    facts = store.facts(case, machine)
    return Recorded(facts, about=facts.about, payload={"evidence": hashes(fresh)})


def must_be_party(
    case: CaseFacts, asker: Principal | OnBehalf, power: Power, *, at: datetime
) -> dict[str, str]:
    """That it is the case's own party who asks, with the power as it holds now; what the step tells of it.

    Raises UnableToStep where somebody else's case is meant, UnableToAct where the power is gone.
    """
    party = store.party_of(asker, power, at=at)
    if party.kind is not case.party.kind or case.party.id not in party.codes:
        raise UnableToStep(Reason("not_yours", Text(zh="这不是您的事项。", en="This is not your case.")))
    return of_asker(asker, party)


def of_asker(asker: Principal | OnBehalf, party: Party) -> dict[str, str]:
    """What a step tells of who took it for the party: the mandate, or how identity was checked."""
    if isinstance(asker, OnBehalf):
        return {"identity": asker.identity.strip()}
    return {} if party.mandate is None else {"mandate": str(party.mandate)}


def hashes(files: Sequence[HandedIn]) -> list[Json]:
    """What the log says of files: the hash of each, under its entry's salt."""
    return [each.sha256 for each in files]


def tell(case: CaseFacts, kind: NoticeKind, text: NoticeText, *, actor: str, at: datetime) -> None:
    """Tell the party of a case, in its inbox with this transaction."""
    to = Addressee(AddresseeKind(case.party.kind.value), case.party.id)
    notices.send(to, kind, text, about=case.about, actor=actor, at=at)


def tell_subject(case: CaseFacts, kind: NoticeKind, text: NoticeText, *, actor: str, at: datetime) -> None:
    """Tell whom the record is about, who did not ask for the case."""
    to = Addressee(AddresseeKind(case.subject_kind), case.subject)
    notices.send(to, kind, text, about=case.about, actor=actor, at=at)


def tell_department(
    code: str, case: CaseFacts, kind: NoticeKind, text: NoticeText, *, actor: str, at: datetime
) -> None:
    """Tell a department of a case that waits for it."""
    notices.send(Addressee(AddresseeKind.DEPARTMENT, code), kind, text, about=case.about, actor=actor, at=at)


def words(
    case: CaseFacts, subject: Text, says: Text, *, basis: Sequence[Citation] = (), reasons: str = "",
    remedy: Text | None = None, due: ClockFacts | None = None, place: str = "mine",
) -> NoticeText:  # fmt: skip
    """A notice about a case: its number stands in the subject, its page at that place (mine, desk, "" for none) is the link.

    `due` is the clock whose day it names; one that may still move says so.
    """
    if due is not None and due.provisional:
        says = Text(zh=f"{says.zh}{PROVISIONAL_SAID.zh}", en=f"{says.en}{PROVISIONAL_SAID.en}")
    return NoticeText(
        subject=Text(zh=f"{subject.zh}（{case.number}）", en=f"{subject.en} ({case.number})"),
        says=says, basis=tuple(each for each in basis if each.quote), reasons=reasons, remedy=remedy,
        due_on=None if due is None else due.due_on,
        link=f"/{place}/cases/{case.number}/" if place else "",
    )  # fmt: skip
