"""Cases on the caller's desk: lists, one case, its steps, its evidence."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, Http404, HttpRequest
from ninja import File, Form, Path, Query, UploadedFile

from xinheng.areas.departments import service as departments
from xinheng.areas.rights import service
from xinheng.areas.rights.actions import FILE, Taking, asks_for, take
from xinheng.areas.rights.api.routers import objections, repairs, withdrawals
from xinheng.areas.rights.api.scope import caller, find, reach, told, told_apart
from xinheng.areas.rights.api.shapes import (
    STATES,
    CaseNo,
    CaseOut,
    CasePageOut,
    ObjectionStepIn,
    RepairStepIn,
    Said,
    Sha256,
    WithdrawalStepIn,
    line_of,
)
from xinheng.areas.rights.cases.actions import Upload, handed_in
from xinheng.areas.rights.cases.terms import By, CaseKind
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.answers import file_of
from xinheng.plumbing.http.inputs import Limit, Offset, Slug
from xinheng.plumbing.http.problems import Fault, Problem, problems

READ = needs("rights.read")
Number = Annotated[CaseNo, Path(...)]
_FOUND: dict[int, Any] = {200: CaseOut, **problems(404)}
_STEPPED: dict[int, Any] = {200: CaseOut, **problems(400, 403, 404, 409, 413, 415, 422, 507)}
_FILE = file_of("application/octet-stream")
_NOT_YOURS = Text(
    zh="这一步不由您办理，或者案件已不在这一状态。", en="This step is not yours, or not open any more."
)
_MISSING = Text(zh="这一步须填写此项。", en="The step asks for this.")


def _page(request: HttpRequest, kind: CaseKind, state: str | None, limit: int, offset: int) -> CasePageOut:
    if state is not None and state not in STATES[kind]:
        raise Http404(state)
    found = service.cases_of_departments(
        kind, departments=reach(request), states=[state] if state else (), day=clock.today(), limit=limit,
        offset=offset,
    )  # fmt: skip
    return CasePageOut(items=[line_of(line) for line in found.lines], total=found.total)


@objections.get(
    "", auth=READ, response={200: CasePageOut, **problems(404)}, summary="异议列表 · List objections"
)
def list_objections(
    request: HttpRequest,
    state: Annotated[Slug | None, Query(None)] = None,
    limit: Annotated[Limit, Query(50)] = 50,
    offset: Annotated[Offset, Query(0)] = 0,
) -> CasePageOut:
    """On the desks that the caller sees, the latest first."""
    return _page(request, CaseKind.OBJECTION, state, limit, offset)


@repairs.get(
    "", auth=READ, response={200: CasePageOut, **problems(404)}, summary="修复申请列表 · List repairs"
)
def list_repairs(
    request: HttpRequest,
    state: Annotated[Slug | None, Query(None)] = None,
    limit: Annotated[Limit, Query(50)] = 50,
    offset: Annotated[Offset, Query(0)] = 0,
) -> CasePageOut:
    """On the desks that the caller sees, the latest first."""
    return _page(request, CaseKind.REPAIR, state, limit, offset)


@withdrawals.get(
    "", auth=READ, response={200: CasePageOut, **problems(404)}, summary="撤销告知列表 · List withdrawals"
)
def list_withdrawals(
    request: HttpRequest,
    state: Annotated[Slug | None, Query(None)] = None,
    limit: Annotated[Limit, Query(50)] = 50,
    offset: Annotated[Offset, Query(0)] = 0,
) -> CasePageOut:
    """Of the departments that the caller sees, the latest first."""
    return _page(request, CaseKind.WITHDRAWAL, state, limit, offset)


@objections.get("/{number}", auth=READ, response=_FOUND, summary="查询异议 · Read an objection")
def read_objection(request: HttpRequest, number: Number) -> CaseOut:
    """Its state, steps, evidence, clocks, and `open_steps`: what the caller may do now."""
    now = clock.now()
    return told(request, find(request, number, CaseKind.OBJECTION, at=now), at=now)


@repairs.get("/{number}", auth=READ, response=_FOUND, summary="查询修复申请 · Read an application for repair")
def read_repair(request: HttpRequest, number: Number) -> CaseOut:
    """Its state, steps, evidence, clocks, and `open_steps`: what the caller may do now."""
    now = clock.now()
    return told(request, find(request, number, CaseKind.REPAIR, at=now), at=now)


@withdrawals.get(
    "/{number}", auth=READ, response=_FOUND, summary="查询撤销告知 · Read a notice of revocation"
)
def read_withdrawal(request: HttpRequest, number: Number) -> CaseOut:
    """Its state, steps, evidence, clocks, and how many records fell with it."""
    now = clock.now()
    return told(request, find(request, number, CaseKind.WITHDRAWAL, at=now), at=now)


@objections.post("/{number}/steps", auth=READ, response=_STEPPED, summary="办理异议 · Take a step")
def step_objection(request: HttpRequest, number: Number, given: ObjectionStepIn) -> CaseOut:
    """Triage, acknowledge, decide, take over, look again: whatever `open_steps` names. 409 when it is not open."""
    return _stepped(request, number, CaseKind.OBJECTION, given.step, given.dict(exclude={"step"}))


@repairs.post("/{number}/steps", auth=READ, response=_STEPPED, summary="办理修复 · Take a step")
def step_repair(request: HttpRequest, number: Number, given: RepairStepIn) -> CaseOut:
    """Accept or not, repair or refuse, look again: whatever `open_steps` names. 409 when it is not open."""
    return _stepped(request, number, CaseKind.REPAIR, given.step, given.dict(exclude={"step"}))


@withdrawals.post(
    "/{number}/steps", auth=READ, response=_STEPPED, summary="更正撤销告知 · Put a notice right"
)
def step_withdrawal(request: HttpRequest, number: Number, given: WithdrawalStepIn) -> CaseOut:
    """A mistaken notice: its records stand again."""
    return _stepped(request, number, CaseKind.WITHDRAWAL, given.step, given.dict(exclude={"step"}))


@objections.post("/{number}/evidence", auth=READ, response=_STEPPED, summary="补充异议材料 · Add evidence")
def add_objection_evidence(
    request: HttpRequest, number: Number, identity: Annotated[Said, Form(...)],
    file: Annotated[UploadedFile, File(...)],
) -> CaseOut:  # fmt: skip
    """On behalf of the party, seen at a counter."""
    given = {"identity": identity}
    return _stepped(request, number, CaseKind.OBJECTION, "evidence_added", given, file=file)


@repairs.post("/{number}/evidence", auth=READ, response=_STEPPED, summary="补充修复材料 · Add evidence")
def add_repair_evidence(
    request: HttpRequest, number: Number, identity: Annotated[Said, Form(...)],
    file: Annotated[UploadedFile, File(...)],
) -> CaseOut:  # fmt: skip
    """On behalf of the party, seen at a counter."""
    given = {"identity": identity}
    return _stepped(request, number, CaseKind.REPAIR, "evidence_added", given, file=file)


@objections.get(
    "/{number}/evidence/{sha256}", auth=READ, response=problems(404), openapi_extra=_FILE,
    summary="下载异议材料 · Download a file of evidence",
)  # fmt: skip
def objection_evidence(
    request: HttpRequest, number: Number, sha256: Annotated[Sha256, Path(...)]
) -> FileResponse:
    """Always as a download."""
    return _file(request, number, CaseKind.OBJECTION, sha256)


@repairs.get(
    "/{number}/evidence/{sha256}", auth=READ, response=problems(404), openapi_extra=_FILE,
    summary="下载修复材料 · Download a file of evidence",
)  # fmt: skip
def repair_evidence(
    request: HttpRequest, number: Number, sha256: Annotated[Sha256, Path(...)]
) -> FileResponse:
    """Always as a download."""
    return _file(request, number, CaseKind.REPAIR, sha256)


@withdrawals.get(
    "/{number}/evidence/{sha256}", auth=READ, response=problems(404), openapi_extra=_FILE,
    summary="下载撤销文书 · Download a file of evidence",
)  # fmt: skip
def withdrawal_evidence(
    request: HttpRequest, number: Number, sha256: Annotated[Sha256, Path(...)]
) -> FileResponse:
    """Always as a download."""
    return _file(request, number, CaseKind.WITHDRAWAL, sha256)


def _file(request: HttpRequest, number: str, kind: CaseKind, sha256: str) -> FileResponse:
    found = find(request, number, kind, at=clock.now())
    with told_apart():
        facts, content = service.open_evidence(found, sha256)
    return FileResponse(
        content, as_attachment=True, filename=facts.name, content_type="application/octet-stream"
    )


def _stepped(
    request: HttpRequest, number: str, kind: CaseKind, step: str, given: dict[str, Any], *,
    file: UploadedFile | None = None,
) -> CaseOut:  # fmt: skip
    """Take a step as far as the caller may."""
    now = clock.now()
    found = find(request, number, kind, at=now)
    user = caller(request)
    by = service.part_for(user, found, step)
    if by is None:
        raise Problem(409 if service.parts_of(user, found) else 403, _NOT_YOURS)
    _must_have(kind, step, by, given)
    with told_apart(), handed_in([Upload(file.name or "", file)] if file else []) as evidence:
        taking = Taking(
            case=found, by=by, given=given, evidence=evidence, department=departments.department_of(user),
            actor=user.get_username(), at=now,
        )  # fmt: skip
        done = take(step, taking)
    return told(request, done, at=now)


def _must_have(kind: CaseKind, step: str, by: By, given: dict[str, Any]) -> None:
    """`Problem` 422 for every field that the step asks for and that is not given."""
    missing = [each for each in asks_for(kind, step, by) if each != FILE and not given.get(each)]
    if missing:
        raise Problem(422, _MISSING, faults=[Fault(f"body.{each}", _MISSING) for each in missing])
