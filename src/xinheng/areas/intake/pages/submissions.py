"""One submission: how far it is, what the check found, whether it goes in, its receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.pages import telling
from xinheng.areas.intake.pages.scope import actor, find
from xinheng.areas.intake.store import UnableToChangeState
from xinheng.areas.intake.terms import State
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.forms import ReasonForm
from xinheng.plumbing.http.permissions import requires

FIRST_FINDINGS = 50
_EAGER = timedelta(seconds=4)
_LONG = timedelta(minutes=10)
_TEMPLATES = {
    State.PREVIEWED: "intake/preview.html",
    State.DEPOSITED: "intake/receipt.html",
    State.TAKEN_BACK: "intake/receipt.html",
    State.REFUSED: "intake/refused.html",
    State.CANCELLED: "intake/refused.html",
}


@requires("intake.read")
def submission(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """The page that fits the submission's state."""
    row = find(request, receipt_no)
    facts = service.facts(row)
    context: dict[str, Any] = {
        "told": facts,
        "department": row.department.as_facts,
        "kept": row.stored is not None,
    } | _may(request, row)
    if not facts.done:
        return render(request, "intake/going_on.html", context | _pace(row))
    if facts.state in {State.PREVIEWED, State.DEPOSITED, State.TAKEN_BACK}:
        context |= _results(row, facts)
    return render(request, _TEMPLATES[facts.state], context)


@requires("intake.read")
def progress(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """The part that is asked for every second; when nothing more happens the whole page is drawn anew."""
    row = find(request, receipt_no)
    facts = service.facts(row)
    if facts.done:
        return HttpResponseClientRefresh()
    return render(request, "intake/progress.html", {"told": facts} | _pace(row))


@requires("intake.submit")
@require_POST
def confirm(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Let a previewed submission go in."""
    row = find(request, receipt_no, Permission.INTAKE_SUBMIT)
    try:
        actions.enqueue(actions.confirm(row, actor=actor(request), at=clock.now()))
    except UnableToChangeState:
        messages.warning(request, gettext("这份报送已不在待确认状态。"))
    return redirect("intake:submission", receipt_no)


@requires("intake.submit")
@require_POST
def cancel(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Give up a submission before anything went in."""
    row = find(request, receipt_no, Permission.INTAKE_SUBMIT)
    try:
        actions.cancel(row, actor=actor(request), at=clock.now())
    except UnableToChangeState:
        messages.warning(request, gettext("这份报送已不在待确认状态。"))
    else:
        messages.success(request, gettext("已取消，没有任何数据入库。"))
    return redirect("intake:submission", receipt_no)


@requires("intake.take_back")
def take_back(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Ask for the reason, then undo everything the submission placed."""
    row = find(request, receipt_no, Permission.INTAKE_TAKE_BACK)
    if row.state != State.DEPOSITED:
        messages.warning(request, gettext("只有已入库的报送可以撤回。"))
        return redirect("intake:submission", receipt_no)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.take_back(row, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now())
        messages.success(request, gettext("已整份撤回；此前的记录恢复原状，两者都可查证。"))
        return redirect("intake:submission", receipt_no)
    context = {
        "form": form,
        "title": Text(zh=f"整份撤回 {receipt_no}", en=f"Take back {receipt_no} whole"),
        "says": telling.what_take_back_does(row),
        "button": Text(zh="撤回这份报送", en="Take this submission back"),
        "back": reverse("intake:submission", args=[receipt_no]),
    }
    return render(request, "desks/confirm.html", context, status=422 if form.errors else 200)


@requires("intake.read")
def proof(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Everything the log says of a submission, and what proves each entry."""
    row = find(request, receipt_no)
    entries = ledger.entries_about("submission", row.receipt_no)
    context = {
        "told": service.facts(row),
        "lines": [telling.log_line(entry) for entry in entries],
        "checkpoint": ledger.latest_checkpoint(),
    }
    return render(request, "intake/proof.html", context)


def _may(request: HttpRequest, row: Submission) -> dict[str, bool]:
    """What the user may do with this submission."""
    wanted = {"may_submit": Permission.INTAKE_SUBMIT, "may_take_back": Permission.INTAKE_TAKE_BACK}
    return {
        name: departments.may(request.user, permission, department=row.department_id)
        for name, permission in wanted.items()
    }


def _results(row: Submission, facts: service.SubmissionFacts) -> dict[str, Any]:
    """What the check found, in words."""
    columns = telling.columns(row)
    return {
        "terms": telling.equation(facts.counts),
        "columns": columns,
        "first": telling.first_rows(facts, columns),
        "findings": telling.findings(service.first_findings(row, limit=FIRST_FINDINGS), columns, row.layout),
        "rules": service.rule_counts(row),
        "indicators": actions.indicators(row),
    }


def _pace(row: Submission) -> dict[str, Any]:
    """How soon the page asks again, and whether it begins to take long."""
    passed = clock.now() - (row.started_at or row.received_at)
    return {"eager": passed < _EAGER, "long": passed > _LONG}
