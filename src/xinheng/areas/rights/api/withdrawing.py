"""Notices of revocation: a few records in JSON, or a file of many."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Status, UploadedFile

from xinheng.areas.departments.terms import Permission
from xinheng.areas.rights.api.routers import withdrawals
from xinheng.areas.rights.api.scope import caller, own_department, told, told_apart
from xinheng.areas.rights.api.shapes import RefusalOut, WithdrawalIn, WithdrawalOut, words
from xinheng.areas.rights.cases.terms import UnableToStep
from xinheng.areas.rights.withdrawal import actions
from xinheng.areas.rights.withdrawal.terms import NoticeLine, Refusal, Revocation
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.inputs import Slug
from xinheng.plumbing.http.problems import Fault, Problem, problems
from xinheng.plumbing.tabular.terms import UnreadableTable

_ANSWERS: dict[int, Any] = {201: WithdrawalOut, **problems(400, 403, 404, 409, 413, 415, 422, 507)}
_WITHDRAW = needs("rights.withdraw", rate="submit")


@withdrawals.post(
    "", auth=_WITHDRAW, response=_ANSWERS, summary="告知行为被撤销 · Give notice of revocations"
)
def withdraw_records(request: HttpRequest, given: WithdrawalIn) -> Status[WithdrawalOut]:
    """With the answer the records are shown and used no more. 409 when none of them falls."""
    lines = [
        NoticeLine(
            row, Revocation(each.cause, each.instrument, each.decided_on), bytes.fromhex(each.key or ""),
            each.subject or "", each.number or "",
        )
        for row, each in enumerate(given.records, 1)
    ]  # fmt: skip
    return _withdrawn(request, given.item, lines, ())


@withdrawals.post(
    "/file", auth=_WITHDRAW, response=_ANSWERS, summary="用文件告知撤销 · Give notice of revocations by file"
)
def withdraw_records_by_file(
    request: HttpRequest, item: Annotated[Slug, Form(...)], file: Annotated[UploadedFile, File(...)]
) -> Status[WithdrawalOut]:
    """CSV, XLSX, JSON lines or Parquet: 记录编号, or 统一社会信用代码 and 文书号; 撤销方式, 撤销文书号, 撤销日期."""
    try:
        lines, unread = actions.lines_of(file, file_name=file.name or "")
    except UnreadableTable as unreadable:
        raise Problem(
            unreadable.status, unreadable.text, faults=[Fault("body.file", unreadable.text)]
        ) from unreadable
    return _withdrawn(request, item, lines, unread)


def _withdrawn(
    request: HttpRequest,
    item: str,
    lines: list[NoticeLine] | tuple[NoticeLine, ...],
    unread: tuple[Refusal, ...],
) -> Status[WithdrawalOut]:
    now = clock.now()
    own = own_department(request, Permission.RIGHTS_WITHDRAW)
    with told_apart():
        done = actions.withdraw(
            item, lines, by=own, unread=unread, actor=caller(request).get_username(), at=now
        )
        if done.case is None:
            raise UnableToStep()
    return Status(
        201,
        WithdrawalOut(
            case=told(request, done.case, at=now),
            withdrawn=done.withdrawn,
            refused=[
                RefusalOut(row=each.row, reasons=[words(reason.text) for reason in each.reasons])
                for each in done.refused
            ],
        ),
    )
