"""A subject's own cases: object to a record, ask for its repair, follow both, add to them, give up, ask once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from xinheng.areas.clocks import service as clocks
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import Power, Principal, UnableToAct
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import (
    BY_TITLES,
    KIND_TITLES,
    By,
    CaseFacts,
    CaseKind,
    NoSuchCase,
    PartyKind,
    RecordFacts,
    UnableToStep,
)
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.pages.case import said_of, sent
from xinheng.areas.rights.pages.forms import MoreForm, ObjectionForm, RepairForm
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.terms import MACHINES, VERBS
from xinheng.kernel.lawbook.decision import Reason
from xinheng.plumbing import clock
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.documents import NotADocument
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.web.desks.acting import actor
from xinheng.web.mine.acting import subject_page

PAGE_SIZE = 20
POWERS: Final = {CaseKind.OBJECTION: Power.OBJECT, CaseKind.REPAIR: Power.REPAIR}
Act = Callable[..., CaseFacts]
STEPS: Final[dict[tuple[CaseKind, str], tuple[Act, bool, bool]]] = {
    (CaseKind.OBJECTION, "evidence_added"): (objections.add_evidence, False, True),
    (CaseKind.OBJECTION, "second_look_asked"): (objections.ask_again, True, True),
    (CaseKind.OBJECTION, "handed_on"): (objections.hand_on, False, False),
    (CaseKind.OBJECTION, "given_up"): (objections.give_up, False, False),
    (CaseKind.REPAIR, "evidence_added"): (repairs.add_evidence, False, True),
    (CaseKind.REPAIR, "second_look_asked"): (repairs.ask_again, True, True),
    (CaseKind.REPAIR, "given_up"): (repairs.give_up, False, False),
}
"""Kind and step → the action, whether it asks for a reason, and whether for files."""


@subject_page(Power.READ)
def cases(request: HttpRequest, principal: Principal) -> HttpResponse:
    """All cases of the subject, the latest first."""
    page = page_number(request)
    found = service.cases_of_party(
        PartyKind(principal.acts_for_kind.value), principal.acts_for, day=clock.today(), limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )  # fmt: skip
    context = {
        "found": found,
        "kinds": KIND_TITLES,
        "lines": [(line, KIND_TITLES[line.case.kind]) for line in found.lines],
        "page": Paging(number=page, size=PAGE_SIZE, total=found.total),
    }
    return render(request, "mine/cases.html", context)


@subject_page(Power.READ)
def case(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """One case of the subject's own; anybody else's is not there."""
    return _page(request, principal, _own(principal, number), at=clock.now())


@subject_page(Power.READ)
def evidence(request: HttpRequest, principal: Principal, number: str, sha256: str) -> FileResponse:
    """A file of an own case, as a download."""
    return sent(_own(principal, number), sha256)


@subject_page(Power.READ)
def step(request: HttpRequest, principal: Principal, number: str, step: str) -> HttpResponse:
    """Take a step in an own case."""
    found = _own(principal, number)
    if (found.kind, step) not in STEPS or request.method != "POST":
        raise Http404(step)
    if not consent.may(principal, POWERS[found.kind]):
        raise PermissionDenied(POWERS[found.kind])
    now = clock.now()
    act, with_reason, with_files = STEPS[found.kind, step]
    form = MoreForm(request.POST, request.FILES, with_reason=with_reason, with_files=with_files, step=step)
    if not form.is_valid():
        return _page(request, principal, found, at=now, status=422, wrong=(step, form))
    try:
        with handed_in(form.uploads() if with_files else []) as files:
            given: dict[str, Any] = {"asker": principal, "actor": actor(request), "at": now}
            given |= {"reason": form.cleaned_data["reason"]} if with_reason else {}
            given |= {"evidence" if with_reason else "files": files} if with_files else {}
            act(number, **given)
    except (UnableToStep, UnableToAct, NotADocument) as refused:
        return _page(
            request,
            principal,
            found,
            at=now,
            status=_status(refused),
            reasons=_reasons(refused),
            wrong=(step, form),
        )
    messages.success(request, gettext("已提交，并写入账本。"))
    return redirect("mine:case", number)


@subject_page(Power.OBJECT)
def objection(request: HttpRequest, principal: Principal, item: str, key: str) -> HttpResponse:
    """Object to a record."""
    now = clock.now()
    try:
        record = _record(request, principal, item, key, at=now)
    except _ForAnother as another:
        return _choose(request, another.name)
    form = ObjectionForm(
        request.POST or None, request.FILES or None, fields=service.contestable_fields(item, day=day_of(now))
    )

    def lodge() -> CaseFacts:
        with handed_in(form.uploads()) as files:
            return objections.lodge(
                record.address, form.lodging(), asker=principal, evidence=files, actor=actor(request), at=now
            )

    done = gettext("异议已提出，记录已作异议标注。")
    return _asked(request, record, form, lodge, template="mine/objection.html", done=done)


@subject_page(Power.REPAIR)
def repair(request: HttpRequest, principal: Principal, item: str, key: str) -> HttpResponse:
    """Ask for a record's repair, by the rule of today."""
    now = clock.now()
    try:
        record = _record(request, principal, item, key, at=now)
    except _ForAnother as another:
        return _choose(request, another.name)
    law = service.repair_rule(item, day=day_of(now))
    if law is None:
        raise Http404("no rule for the repair of this item")
    form = RepairForm(request.POST or None, request.FILES or None, rule=law.value)

    def apply() -> CaseFacts:
        with handed_in(form.uploads()) as files:
            return repairs.apply(
                record.address,
                form.application(),
                asker=principal,
                evidence=files,
                actor=actor(request),
                at=now,
            )

    done = gettext("修复申请已提交。")
    return _asked(request, record, form, apply, template="mine/repair.html", done=done, law=law)


def _asked(
    request: HttpRequest, record: RecordFacts, form: ObjectionForm | RepairForm, act: Callable[[], CaseFacts], *,
    template: str, done: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The form; on POST do it and go to the case. What stands against it is said above the form."""
    context: dict[str, Any] = {"record": record, "form": form, **more}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = act()
            except (UnableToStep, UnableToAct, NotADocument) as refused:
                status = _status(refused)
                context |= {"reasons": _reasons(refused), "see": getattr(refused, "see", "")}
            else:
                messages.success(request, done)
                return redirect("mine:case", found.number)
    return render(request, template, context, status=status)


def _page(
    request: HttpRequest, principal: Principal, found: CaseFacts, *, at: datetime, status: int = 200,
    reasons: Sequence[Reason] = (), wrong: tuple[str, MoreForm] | None = None,
) -> HttpResponse:  # fmt: skip
    view, day = service.case_view(found, at=at), day_of(at)
    may = consent.may(principal, POWERS[found.kind])
    offered = []
    for name in MACHINES[found.kind].open_to(found.state, By.PARTY) if may else ():
        _act, with_reason, with_files = STEPS[found.kind, name]
        form = MoreForm(with_reason=with_reason, with_files=with_files, step=name)
        faulty = wrong is not None and wrong[0] == name
        offered.append(
            {
                "step": name,
                "title": VERBS[name],
                "asks": with_reason or with_files,
                "form": wrong[1] if faulty and wrong else form,
                "open": faulty,
            }
        )
    context = {
        "case": found,
        "view": view,
        "kind_title": KIND_TITLES[found.kind],
        "steps": [(each, BY_TITLES[each.by]) for each in reversed(view.steps)],
        "clocks": [clocks.nearness(each, today=day) for each in view.clocks],
        "offered": offered,
        "reasons": reasons,
        **said_of(view),
    }
    return render(request, "mine/case.html", context, status=status)


def _own(principal: Principal, number: str) -> CaseFacts:
    """The case, when it is the subject's own; else it is not there, for whatever reason."""
    try:
        found = service.case(number)
    except NoSuchCase as unknown:
        raise Http404(number) from unknown
    if found.kind not in POWERS or not service.concerns(
        found, PartyKind(principal.acts_for_kind.value), principal.acts_for
    ):
        raise Http404(number)
    return found


class _ForAnother(Exception):
    """The record is about somebody else for whom the user may act: they are asked to choose."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _record(request: HttpRequest, principal: Principal, item: str, key: str, *, at: datetime) -> RecordFacts:
    """The record, when it is about the subject or names it.

    Of other people's nothing is told that anybody cannot see: 403 for a record on display, 404 for every other.
    """
    try:
        found = service.record_facts(item, bytes.fromhex(key), at=at)
    except (ValueError, service.NoSuchRecord) as unknown:
        raise Http404(key) from unknown
    if service.is_theirs(found, PartyKind(principal.acts_for_kind.value), principal.acts_for):
        return found
    for choice in consent.choices(request.user, at=at):
        if choice.code and service.is_theirs(found, PartyKind(choice.kind.value), choice.code):
            raise _ForAnother(choice.name)
    if disclosure.shown_record(item, key, day=day_of(at), moment=at) is None:
        raise Http404(key)
    raise PermissionDenied("the record is about somebody else")


def _choose(request: HttpRequest, name: str) -> HttpResponse:
    messages.warning(request, gettext("这条记录是关于“%(name)s”的，请先选择代其办理。") % {"name": name})
    return redirect("mine:home")


def _status(refused: Exception) -> int:
    if isinstance(refused, NotADocument):
        return refused.status
    return 403 if isinstance(refused, UnableToAct) else 409


def _reasons(refused: UnableToStep | UnableToAct | NotADocument) -> tuple[Reason, ...]:
    return refused.reasons if isinstance(refused, UnableToStep) else (Reason("refused", refused.text),)
