"""Deciding a row that waits: whose it is, or that it goes back to its sender."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import VersionFacts
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.models import PendingRow
from xinheng.areas.intake.pages.rows import waiting_line
from xinheng.areas.intake.pages.scope import actor
from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.terms import Hit
from xinheng.kernel.lawbook.meta import CatalogueField
from xinheng.kernel.lawbook.meta.fields import PERSON_TYPES
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.http.forms import ReasonForm
from xinheng.plumbing.http.permissions import requires

CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A field as the row tells it and as the archive holds it today; `differs` when it holds something else."""

    title: Text
    sent: str
    held: str
    differs: bool


class DecisionForm(ReasonForm):
    """What becomes of the row: `attach` to an organisation (by `uscc`, where the row names none), or `send_back`."""

    decision = forms.ChoiceField(
        label=_("决定"),
        widget=forms.RadioSelect,
        choices=[("attach", _("入库")), ("send_back", _("退回报送部门"))],
        error_messages={"required": _("请选择入库或退回。")},
    )
    uscc = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=18)

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named

    def clean(self) -> dict[str, Any]:
        """A row without a subject is attached to somebody."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") == "attach" and not self.named and not given.get("uscc", "").strip():
            self.add_error("uscc", gettext("请选择候选主体，或填写统一社会信用代码。"))
        return given


@requires("intake.resolve")
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    """The row, whom it may be about, what the archive holds, and the decision."""
    row = service.pending_rows().filter(pk=number).first()
    if row is None:
        raise Http404(number)
    named = bool(row.row["subject"])
    form = DecisionForm(request.POST if request.method == "POST" else None, named=named)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, row, form.cleaned_data)
        except actions.UnableToResolve:
            form.add_error(
                "uscc", gettext("主体库中没有这个代码；请核对，或先由登记部门报送该主体的登记信息。")
            )
        else:
            messages.success(request, gettext("已处理，补充回执已发出。"))
            return redirect("intake:pending")
    asked = request.GET.get("name", row.row["subject_name"] or "")[:100]
    context = {
        "line": waiting_line(row),
        "named": named,
        "form": form,
        "asked": asked,
        "candidates": () if named else _candidates(asked),
        "cells": _cells(row),
        "department": row.submission.department.as_facts,
    }
    return render(request, "intake/resolve.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, row: PendingRow, given: Mapping[str, Any]) -> None:
    by = {"reason": given["reason"], "actor": actor(request), "at": clock.now()}
    if given["decision"] == "attach":
        actions.attach(row, uscc=given["uscc"].strip().upper(), **by)
    else:
        actions.send_back(row, **by)


def _candidates(name: str) -> Sequence[Hit]:
    """Organisations whose names are like that; a person of the centre chooses, never the machine."""
    return [hit for hit in subjects.search(name, limit=CANDIDATES).hits if hit.uscc] if name.strip() else []


def _cells(row: PendingRow) -> list[Cell]:
    """The row beside the record that stands, field by field; columns about persons are left out."""
    item = catalogue.item(row.submission.item, on=day_of(row.submission.received_at)).value
    sent = json.loads(row.row["data"]) | json.loads(row.row["withheld"])
    versions = archive.history(item=item.id, key=service.record_key(row), moment=clock.now())
    held = _whole(versions[-1]) if versions else {}
    return [
        _cell(field, sent.get(field.code, ""), held.get(field.code, ""), compared=bool(versions))
        for field in item.fields
        if field.type not in PERSON_TYPES and (field.code in sent or field.code in held)
    ]


def _whole(version: VersionFacts) -> dict[str, str]:
    """What the archive holds of a version, the withheld part too: who decides must see every difference."""
    return {**version.data, **archive.withheld(version.id)}


def _cell(field: CatalogueField, sent: str, held: str, *, compared: bool) -> Cell:
    return Cell(title=field.title, sent=sent, held=held, differs=compared and sent != held)
