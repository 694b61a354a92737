"""What a sender decides about an own submission."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Status

from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.api.routers import submissions as router
from xinheng.areas.intake.api.scope import caller, find
from xinheng.areas.intake.api.shapes import ReceiptNo, SubmissionOut, TakingBack
from xinheng.areas.intake.api.taking import go_on
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.store import UnableToChangeState
from xinheng.areas.intake.terms import STATE_TITLES, State
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.problems import Problem, problems

Number = Annotated[ReceiptNo, Path(...)]
_ANSWERS: dict[int, Any] = {200: SubmissionOut, **problems(404, 409)}


@router.post(
    "/{receipt_no}/confirm", auth=needs("intake.submit"), response=_ANSWERS | {202: SubmissionOut} | problems(503, 507),
    summary="确认入库 · Confirm a previewed submission",
)  # fmt: skip
def confirm_submission(
    request: HttpRequest, receipt_no: Number, wait: Annotated[bool, Query(False)] = False
) -> Status[SubmissionOut]:
    """202 while it is being deposited, 200 when that is done."""
    row = find(request, receipt_no, Permission.INTAKE_SUBMIT)
    try:
        confirmed = actions.confirm(row, actor=caller(request).get_username(), at=clock.now())
    except UnableToChangeState as wrong:
        raise _conflict(row) from wrong
    facts = service.submission(go_on(confirmed, wait=wait).receipt_no)
    return Status(200 if facts.done else 202, SubmissionOut.of(facts))


@router.post(
    "/{receipt_no}/cancel", auth=needs("intake.submit"), response=_ANSWERS,
    summary="取消报送 · Cancel before deposit",
)  # fmt: skip
def cancel_submission(request: HttpRequest, receipt_no: Number) -> Status[SubmissionOut]:
    """Give up a submission of which nothing was deposited."""
    row = find(request, receipt_no, Permission.INTAKE_SUBMIT)
    try:
        actions.cancel(row, actor=caller(request).get_username(), at=clock.now())
    except UnableToChangeState as wrong:
        raise _conflict(row) from wrong
    return Status(200, SubmissionOut.of(service.submission(receipt_no)))


@router.post(
    "/{receipt_no}/take-back", auth=needs("intake.take_back"), response=_ANSWERS,
    summary="整份撤回 · Take a deposited submission back",
)  # fmt: skip
def take_back_submission(
    request: HttpRequest, receipt_no: Number, given: TakingBack
) -> Status[SubmissionOut]:
    """Undo everything that the submission placed; what stood before stands again."""
    row = find(request, receipt_no, Permission.INTAKE_TAKE_BACK)
    try:
        actions.take_back(row, reason=given.reason, actor=caller(request).get_username(), at=clock.now())
    except UnableToChangeState as wrong:
        raise _conflict(row) from wrong
    return Status(200, SubmissionOut.of(service.submission(receipt_no)))


def _conflict(row: Submission) -> Problem:
    title = STATE_TITLES[State(Submission.objects.values_list("state", flat=True).get(pk=row.pk))]
    return Problem(
        409,
        Text(zh=f"该报送当前状态为“{title.zh}”，不能这样处理。", en=f"The submission is now: {title.en}."),
    )
