"""A record falls with its ground: the notice, its mark and the end of display are one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO

import polars as pl

from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices import actions as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind, NoticeText
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.rules import basis
from xinheng.areas.rights.cases.terms import (
    By,
    CaseFacts,
    Channel,
    HandedIn,
    Party,
    PartyKind,
    UnableToStep,
)
from xinheng.areas.rights.withdrawal import rules, store
from xinheng.areas.rights.withdrawal.rules import COLUMNS, Teller, read_lines
from xinheng.areas.rights.withdrawal.terms import (
    WITHDRAWAL,
    NoticeLine,
    Refusal,
    Revocation,
    Withdrawal,
    WithdrawalStep,
)
from xinheng.kernel.lawbook import Citation
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.tabular.columns import apply_mapping, map_columns
from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.terms import Field, Limits, UnreadableTable

REVOKED = Text(zh="所依据的行为已被撤销", en="The act that it rests on was revoked")
_LISTED = 100


_LIMITS = Limits(file_bytes=64 * 1024**2, rows=500_000, workbook_bytes=32 * 1024**2)


class NotANotice(UnreadableTable):
    """The file lacks a column that a notice needs."""

    status = 422


def lines_of(stream: IO[bytes], *, file_name: str) -> tuple[tuple[NoticeLine, ...], tuple[Refusal, ...]]:
    """The lines of a file (CSV, XLSX, JSON lines, Parquet), and the rows that are none, with their reasons.

    Raises UnreadableTable where it is no such table at all.
    """
    fields = [Field(each.code, each.titles, each.aliases, required=each.required) for each in COLUMNS]
    with file_store().workspace() as folder:
        path = folder / "notice"
        path.write_bytes(stream.read(_LIMITS.file_bytes + 1))
        table = open_table(path, filename=file_name, limits=_LIMITS, fields=fields)
        columns = map_columns(table.header, fields)
        if columns.missing_required:
            missing = [each.titles for each in COLUMNS if each.code in columns.missing_required]
            raise NotANotice(
                Text(
                    zh=f"缺少列：{'、'.join(zh for zh, _ in missing)}。",
                    en=f"Columns are missing: {', '.join(en for _, en in missing)}.",
                )
            )
        empty = pl.DataFrame(schema={"row_no": pl.UInt32} | {each.code: pl.String for each in COLUMNS})
        parts = [apply_mapping(batch, columns) for batch in table.batches()]
        lines, refused = read_lines(pl.concat([empty, *parts], how="diagonal"))
        refused += tuple(Refusal(row.row_no, (Reason("shape", row.reason),)) for row in table.malformed)
    return lines, refused


def preview(
    item: str, lines: Sequence[NoticeLine], *, by: DepartmentFacts, unread: Sequence[Refusal] = (),
    at: datetime,
) -> Withdrawal:  # fmt: skip
    """What a notice would do; nothing is done."""
    fallen, refused = _sorted_out(item, lines, teller=_teller(by), at=at)
    return Withdrawal(None, len(fallen), _by_row(refused, unread))


@recorded("rights.records_withdrawn")
def withdraw(
    item: str, lines: Sequence[NoticeLine], *, by: DepartmentFacts, unread: Sequence[Refusal] = (),
    centre: bool = False, evidence: Sequence[HandedIn] = (), actor: str, at: datetime,
) -> Recorded[Withdrawal]:  # fmt: skip
    """Take a department's notice that acts were revoked: the records it names are shown and used no more (WDR-02, WDR-03).

    `centre`: the credit centre enters a notice that came on paper. `unread`: rows of a file that are no lines. Lines
    that name no record of the teller's are told with their reasons; where no line stands, UnableToStep.
    """
    fallen, refused = _sorted_out(item, lines, teller=_teller(by), at=at)
    refused = _by_row(refused, unread)
    if not fallen:
        raise UnableToStep(*(refused[0].reasons if refused else (rules.NOT_FOUND,)))
    single = cases_store.record(item, fallen[0][0], at=at) if len(fallen) == 1 else None
    party = Party(PartyKind.DEPARTMENT, by.code, frozenset({by.code}))
    channel = Channel.COUNTER if centre else Channel.PROVIDER
    case = cases_store.open_case(
        WITHDRAWAL, record=single, item=item, department=by.code, party=party, channel=channel, at=at
    )
    case = cases_store.take_step(
        case, WITHDRAWAL, WithdrawalStep.WITHDRAWN, by=By.CENTRE if centre else By.PROVIDER, actor=actor, at=at,
        told={"records": str(len(fallen))},
    )  # fmt: skip
    store.keep(case, [(key, revoked) for key, _, revoked in fallen])
    kept = cases_store.add_evidence(
        case, evidence, by=By.CENTRE if centre else By.PROVIDER, actor=actor, at=at
    )
    facts = cases_store.facts(case, WITHDRAWAL)
    _clocks(facts, [revoked for _, _, revoked in fallen], actor=actor, at=at)
    archive.mark(
        [(item, key) for key, _, _ in fallen],
        MarkKind.REVOKED,
        case=facts.about,
        words=REVOKED,
        actor=actor,
        at=at,
    )
    clocks.stop(facts.about, "revocation-withdraw", actor=actor, at=at)
    _tell(facts, sorted({subject for _, subject, _ in fallen}), actor=actor, at=at)
    payload: dict[str, Json] = {
        "item": item, "records": len(fallen), "refused": len(refused), "department": by.code,
        "evidence": cases.hashes(kept), "acts": _acts([revoked for _, _, revoked in fallen]),
    }  # fmt: skip
    return Recorded(Withdrawal(facts, len(fallen), refused), about=facts.about, payload=payload)


@recorded("rights.records_reinstated")
def reinstate(
    number: str, *, by: DepartmentFacts, reason: str, actor: str, at: datetime
) -> Recorded[CaseFacts]:
    """The notice was a mistake: its records stand again, and their subjects are told and may object."""
    case = cases_store.locked(number, WITHDRAWAL)
    if case.department_id != by.code:
        raise UnableToStep(rules.NOT_YOURS)
    case = cases_store.take_step(
        case, WITHDRAWAL, WithdrawalStep.REINSTATED, by=By.PROVIDER, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, WITHDRAWAL)
    keys = [each.key for each in store.of_case(case.pk, limit=store.count(case.pk))]
    subjects = store.subjects_of(case.item, keys, at=at)
    archive.end_marks(case=facts.about, kinds=[MarkKind.REVOKED], why=reason, actor=actor, at=at)
    text = cases.words(
        facts, Text(zh="信用信息恢复公示", en="A record stands again"),
        Text(
            zh="此前告知的撤销有误，相关记录已恢复。您可以对记录提出异议。",
            en="The notice of revocation was mistaken and the record stands again. You may object to it.",
        ),
        basis=_basis(at), reasons=reason.strip(), place="",
        remedy=Text(zh="可以对该记录提出异议。", en="You may object to the record."),
    )  # fmt: skip
    _send(facts, subjects, NoticeKind.RECORD_CORRECTED, text, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"records": len(keys), "reason": reason})


def _by_row(refused: Sequence[Refusal], unread: Sequence[Refusal]) -> tuple[Refusal, ...]:
    return tuple(sorted((*refused, *unread), key=lambda each: each.row))


def _teller(by: DepartmentFacts) -> Teller:
    return Teller(code=by.code, uscc=by.uscc or "")


def _sorted_out(
    item: str, lines: Sequence[NoticeLine], *, teller: Teller, at: datetime
) -> tuple[list[tuple[bytes, tuple[str, str], Revocation]], tuple[Refusal, ...]]:
    """(key, subject, revocation) of the lines that withdraw a record, and the others with their reasons."""
    day, seen = day_of(at), set()
    fallen, refused = [], []
    for line, key, subject, facts in store.named(item, lines, at=at):
        against = tuple(rules.bars(line.revocation, record=facts, teller=teller, day=day))
        if not against and key in seen:
            against = (rules.TWICE,)
        if against:
            refused.append(Refusal(line.row, against))
        else:
            seen.add(key)
            fallen.append((key, subject, line.revocation))
    return fallen, tuple(refused)


def _clocks(case: CaseFacts, revoked: Sequence[Revocation], *, actor: str, at: datetime) -> None:
    """The provider's time to tell ran from the earliest act; the platform's is met with this transaction."""
    bound = Bound(BoundKind.DEPARTMENT, case.department)
    first = min(each.decided_on for each in revoked)
    clocks.start("revocation-notice", about=case.about, bound=bound, event_on=first, actor=actor, at=at)
    clocks.stop(case.about, "revocation-notice", actor=actor, at=at)
    clocks.start(
        "revocation-withdraw", about=case.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at
    )


def _acts(revoked: Sequence[Revocation]) -> list[Json]:
    """The revoking acts that the log names, each once; of very many the first."""
    acts = sorted(
        {(each.cause.value, each.instrument.strip(), each.decided_on.isoformat()) for each in revoked}
    )
    return [list[Json](act) for act in acts[:_LISTED]]


def _tell(case: CaseFacts, subjects: Sequence[tuple[str, str]], *, actor: str, at: datetime) -> None:
    text = cases.words(
        case, Text(zh="信用信息已撤销公示", en="A record was withdrawn"),
        Text(
            zh="据以认定的行为已被撤销，关于您的相关记录自始不再公示和使用。",
            en="The act behind a record about you was revoked: the record is void from the beginning, neither shown nor used.",
        ),
        basis=_basis(at), place="",
    )  # fmt: skip
    _send(case, subjects, NoticeKind.RECORD_WITHDRAWN, text, actor=actor, at=at)


def _send(
    case: CaseFacts, subjects: Sequence[tuple[str, str]], kind: NoticeKind, text: NoticeText, *, actor: str,
    at: datetime,
) -> None:  # fmt: skip
    addressed = [(Addressee(AddresseeKind(kind_), ident), text) for kind_, ident in subjects]
    notices.send_many(addressed, kind, about=case.about, actor=actor, at=at)


def _basis(at: datetime) -> tuple[Citation, ...]:
    return basis(catalogue.lawbook().as_of(day_of(at)), "revocation-withdraw")
