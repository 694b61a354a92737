"""One case on a desk: what was said, every step, the evidence, the clocks, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xinheng.areas.clocks import service as clocks
from xinheng.areas.departments import service as departments
from xinheng.areas.rights import service
from xinheng.areas.rights.actions import STEPS, Taking, asks_for, take
from xinheng.areas.rights.cases.actions import Upload, handed_in
from xinheng.areas.rights.cases.terms import (
    BY_TITLES,
    CHANNEL_TITLES,
    KIND_TITLES,
    By,
    CaseFacts,
    NoSuchCase,
    PartyKind,
    UnableToStep,
)
from xinheng.areas.rights.objection.terms import GROUND_TITLES, REMEDY_TITLES
from xinheng.areas.rights.pages.scope import actor, find
from xinheng.areas.rights.pages.steps import StepForm, offered
from xinheng.areas.rights.repair.terms import CONDITION_TITLES
from xinheng.areas.rights.terms import CaseView
from xinheng.areas.rights.withdrawal.terms import CAUSE_TITLES
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook.decision import Reason
from xinheng.plumbing import clock
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.documents import ACCEPT, NotADocument
from xinheng.plumbing.http.permissions import requires


@requires("rights.read")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case; 404 when it lies on nobody's desk in the user's reach."""
    now = clock.now()
    return _page(request, find(request, number, at=now), at=now)


@requires("rights.read")
@require_POST
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; what stands against it is said on the case's page."""
    now = clock.now()
    found = find(request, number, at=now)
    if (found.kind, step) not in STEPS:
        raise Http404(step)
    by = service.part_for(request.user, found, step)
    if by is None:
        if not service.parts_of(request.user, found):
            raise PermissionDenied(step)
        return _page(request, found, at=now, status=409, refused=_MOVED_ON)
    form = StepForm(request.POST, request.FILES, asks=asks_for(found.kind, step, by), step=step)
    if not form.is_valid():
        return _page(request, found, at=now, status=422, wrong=(step, form))
    upload = form.cleaned_data.get("file")
    try:
        with handed_in([Upload(upload.name or "", upload)] if upload else []) as files:
            taking = Taking(
                case=found, by=by, given=form.cleaned_data, evidence=files, actor=actor(request), at=now,
                department=departments.department_of(request.user),
            )  # fmt: skip
            take(step, taking)
    except UnableToStep as unable:
        return _page(request, found, at=now, status=409, refused=unable.reasons, wrong=(step, form))
    except NotADocument as wrong:
        return _page(
            request,
            found,
            at=now,
            status=wrong.status,
            refused=(Reason("file", wrong.text),),
            wrong=(step, form),
        )
    messages.success(request, gettext("已办理，并写入账本。"))
    return redirect("rights:case", number)


_MOVED_ON: tuple[Reason, ...] = ()


@requires("rights.read")
def evidence(request: HttpRequest, number: str, sha256: str) -> FileResponse:
    """A file of the case, always as a download: nothing that somebody handed in is opened here."""
    found = find(request, number, at=clock.now())
    return sent(found, sha256)


def sent(found: CaseFacts, sha256: str) -> FileResponse:
    """A file of a case as a download; 404 when it has no such file."""
    try:
        facts, content = service.open_evidence(found, sha256)
    except NoSuchCase as unknown:
        raise Http404(sha256) from unknown
    response = FileResponse(
        content, as_attachment=True, filename=facts.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _page(
    request: HttpRequest, found: CaseFacts, *, at: datetime, status: int = 200,
    refused: Sequence[Reason] | None = None, wrong: tuple[str, StepForm] | None = None,
) -> HttpResponse:  # fmt: skip
    day = day_of(at)
    view = service.case_view(found, at=at)
    steps = offered(request.user, view, day=day)
    if wrong is not None:
        steps = [replace(each, form=wrong[1], open=True) if each.step == wrong[0] else each for each in steps]
    department = departments.department(found.department)
    context = {
        "case": found,
        "view": view,
        "kind_title": KIND_TITLES[found.kind],
        "channel": CHANNEL_TITLES[found.channel],
        "department": None if department is None else department.name,
        "party_name": party_name(found),
        "is_person": found.party.kind is PartyKind.PERSON,
        "steps": [(each, BY_TITLES[each.by]) for each in reversed(view.steps)],
        "clocks": [clocks.nearness(each, today=day) for each in view.clocks],
        "offered": [each for each in steps if each.by is not By.PARTY],
        "for_party": [each for each in steps if each.by is By.PARTY],
        "refused": refused,
        "moved_on": refused == (),
        "accept": ACCEPT,
        **said_of(view),
    }
    return render(request, "rights/case.html", context, status=status)


def party_name(found: CaseFacts) -> str:
    """Whose case it is; nobody's name where it is a person's."""
    if found.party.kind is PartyKind.ORGANISATION:
        return subjects.names_of([found.party.id]).get(found.party.id, found.party.id)
    if found.party.kind is PartyKind.DEPARTMENT:
        department = departments.department(found.party.id)
        return found.party.id if department is None else department.name.zh
    return ""


def said_of(view: CaseView) -> dict[str, object]:
    """What the party said, in words."""
    told: dict[str, object] = {}
    if view.objection:
        told |= {"ground": GROUND_TITLES[view.objection.ground], "wants": REMEDY_TITLES[view.objection.wants]}
        told |= {"claims": service.claims_in_words(view.line.case, view.objection)}
    if view.repair:
        told |= {"met": [CONDITION_TITLES[each] for each in sorted(view.repair.met)]}
    told |= {"fallen": [(each, CAUSE_TITLES[each.revocation.cause]) for each in view.fallen]}
    return told
