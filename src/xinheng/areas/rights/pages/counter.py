"""The counter: somebody came, was identified, and objects or asks for repair with an officer's help."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import CaseFacts, Channel, PartyKind, RecordFacts, UnableToStep
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.pages.forms import CounterFields, ObjectionForm, RepairForm
from xinheng.areas.rights.pages.scope import actor, said
from xinheng.areas.rights.repair import actions as repairs
from xinheng.kernel.identifiers import instrument as instruments
from xinheng.kernel.identifiers import uscc
from xinheng.kernel.lawbook.decision import Reason
from xinheng.plumbing import clock
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.documents import NotADocument
from xinheng.plumbing.http.permissions import requires


class FindForm(forms.Form):
    """The record by its item, subject and instrument number."""

    item = forms.ChoiceField(label=_("事项"), widget=forms.Select)
    subject = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    number = forms.CharField(label=_("文书号"), max_length=100)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


@requires("rights.take_in")
def find(request: HttpRequest) -> HttpResponse:
    """Find the record; then choose what to do about it."""
    now = clock.now()
    items = [
        (each.value.id, said(each.value.title)) for each in catalogue.lawbook().as_of(day_of(now)).items()
    ]
    asked = bool(request.GET.get("number"))
    form = FindForm(request.GET if asked else None, items=items)
    found: RecordFacts | None = None
    if asked and form.is_valid():
        given = form.cleaned_data
        rows = archive.named_by_instrument(
            given["item"],
            [uscc.compact(given["subject"])],
            [instruments.canonical(given["number"])],
            moment=now,
        )
        if rows.height:
            found = service.record_facts(given["item"], rows["key"][0], at=now)
        else:
            form.add_error(None, gettext("没有找到这条记录，请核对事项、代码和文书号。"))
    context = {"form": form, "found": found, "key": found.key.hex() if found else ""}
    return render(request, "rights/counter.html", context, status=422 if asked and form.errors else 200)


@requires("rights.take_in")
def objection(request: HttpRequest, item: str, key: str) -> HttpResponse:
    """Take an objection in."""
    now = clock.now()
    record = _record(item, key, at=now)
    form = ObjectionForm(
        request.POST or None, request.FILES or None, fields=service.contestable_fields(item, day=day_of(now))
    )
    who = CounterFields(request.POST or None, initial=_initial(record))

    def take_in(channel: Channel, agency: str) -> CaseFacts:
        with handed_in(form.uploads()) as files:
            return objections.lodge(
                record.address, form.lodging(channel, who.cleaned_data["identity"]), asker=who.on_behalf,
                agency=agency, evidence=files, actor=actor(request), at=now,
            )  # fmt: skip

    return _page(request, record, form, who, take_in, template="rights/counter_objection.html")


@requires("rights.take_in")
def repair(request: HttpRequest, item: str, key: str) -> HttpResponse:
    """Take an application for repair in."""
    now = clock.now()
    record = _record(item, key, at=now)
    law = service.repair_rule(item, day=day_of(now))
    if law is None:
        raise Http404("no rule for the repair of this item")
    form = RepairForm(request.POST or None, request.FILES or None, rule=law.value)
    who = CounterFields(request.POST or None, initial=_initial(record))

    def take_in(channel: Channel, agency: str) -> CaseFacts:
        with handed_in(form.uploads()) as files:
            return repairs.apply(
                record.address, form.application(channel, who.cleaned_data["identity"]), asker=who.on_behalf,
                evidence=files, actor=actor(request), at=now,
            )  # fmt: skip

    return _page(request, record, form, who, take_in, template="rights/counter_repair.html", law=law)


def _page(
    request: HttpRequest, record: RecordFacts, form: ObjectionForm | RepairForm, who: CounterFields, take_in: Any, *,
    template: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    reasons: tuple[Reason, ...] = ()
    status, see = 200, ""
    if request.method == "POST":
        status = 422
        if who.is_valid() & form.is_valid():
            own = departments.department_of(request.user)
            channel, agency = service.door(own, provider=record.provider)
            try:
                case = take_in(channel, agency)
            except UnableToStep as refused:
                status, reasons, see = 409, refused.reasons, refused.see
            except NotADocument as refused:
                status, reasons = refused.status, (Reason("file", refused.text),)
            else:
                messages.success(request, gettext("已登记，编号 %(n)s。") % {"n": case.number})
                return redirect("rights:case", case.number)
    context = {"record": record, "form": form, "who": who, "reasons": reasons, "see": see, **more}
    return render(request, template, context, status=status)


def _record(item: str, key: str, *, at: datetime) -> RecordFacts:
    try:
        return service.record_facts(item, bytes.fromhex(key), at=at)
    except (ValueError, service.NoSuchRecord) as unknown:
        raise Http404(key) from unknown


def _initial(record: RecordFacts) -> dict[str, str]:
    organisation = record.subject_kind.value == PartyKind.ORGANISATION.value
    return {"party": record.subject if organisation else "", "party_kind": record.subject_kind.value}
