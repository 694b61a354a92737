"""Versions of the catalogue and their way to publication (CAT-03 … CAT-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.catalogue import actions, service
from xinheng.areas.catalogue.service import VersionView
from xinheng.areas.catalogue.terms import STATE_TITLES, CatalogueState
from xinheng.kernel.lawbook.meta import Opinion, OpinionKind
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import may, requires
from xinheng.web.desks.acting import Question, actor, ask, said

_WORDS: dict[str, Any] = {"max_length": 2000, "widget": forms.Textarea(attrs={"rows": 3})}


class ReasonsForm(forms.Form):
    """Why items come or go (CAT-04)."""

    reasons = forms.CharField(label=_("增减事项的理由"), **_WORDS)


class ConsultationForm(forms.Form):
    """Where departments and the public were consulted."""

    consultation = forms.CharField(label=_("征求意见的时间、渠道和结果"), **_WORDS)


class ApprovalForm(forms.Form):
    """Who approved; where rights may be reduced, also the assessment and the opinions (CAT-05)."""

    approval = forms.CharField(label=_("批准机关和文号"), max_length=500)
    assessment = forms.CharField(label=_("评估（可能减损权利或增加义务时必填）"), required=False, **_WORDS)
    affected_by = forms.CharField(label=_("相关群体代表"), max_length=200, required=False)
    affected_words = forms.CharField(label=_("相关群体代表的意见"), required=False, **_WORDS)
    expert_by = forms.CharField(label=_("专家"), max_length=200, required=False)
    expert_words = forms.CharField(label=_("专家的意见"), required=False, **_WORDS)

    @property
    def opinions(self) -> list[Opinion]:
        """Those that were entered with name and words."""
        given = self.cleaned_data
        told = (
            (OpinionKind.AFFECTED_GROUP, given["affected_by"], given["affected_words"]),
            (OpinionKind.EXPERT, given["expert_by"], given["expert_words"]),
        )
        return [Opinion(kind=kind, by=by, words=words) for kind, by, words in told if by and words]


class NothingForm(forms.Form):
    """Publication needs no more than the decision."""


_FORMS: dict[CatalogueState, type[forms.Form]] = {
    CatalogueState.COMPILED: ConsultationForm,
    CatalogueState.CONSULTED: ApprovalForm,
    CatalogueState.APPROVED: NothingForm,
}
_TITLES = {
    CatalogueState.COMPILED: Text(zh="记录征求意见", en="Record the consultation"),
    CatalogueState.CONSULTED: Text(zh="记录批准", en="Record the approval"),
    CatalogueState.APPROVED: Text(zh="公布", en="Publish"),
}


@requires("catalogue.read")
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, with its state and the next step for those who may take it."""
    found = service.versions()
    context = {
        "lines": [(version, STATE_TITLES[version.state], _TITLES.get(version.state)) for version in found],
        "may_approve": may(request.user, "catalogue.approve"),
        "may_propose": may(request.user, "catalogue.propose"),
    }
    return render(request, "desks/catalogue.html", context)


@requires("catalogue.propose")
def compile_new(request: HttpRequest) -> HttpResponse:
    """Write down the catalogue as the lawpacks have it now, as a new version."""
    question = Question(
        title=Text(zh="编制新版本", en="Compile a new version"),
        says=Text(
            zh="按现行法规包编制目录的新版本；依次征求意见、批准、公布之后，其中的事项才用来校验数据。",
            en="Writes down the catalogue as the lawpacks have it; consulted on, approved and published, "
            "its items then validate data.",
        ),
        button=Text(zh="编制", en="Compile"),
        back=reverse("desk:catalogue"),
    )

    def act(form: forms.Form) -> Text:
        actions.compile_version(reasons=form.cleaned_data["reasons"], actor=actor(request), at=clock.now())
        return Text(zh="已编制。", en="Compiled.")

    return ask(request, question, act, refusals=(actions.UnableToMoveCatalogue,), form=ReasonsForm)


@requires("catalogue.approve")
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Lead a version to its next state; what is missing is said."""
    version = next((one for one in service.versions() if one.id == number), None)
    if version is None or version.state not in _FORMS:
        raise Http404(number)
    form = _FORMS[version.state](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _step(version, form, actor=actor(request), at=clock.now())
        except actions.UnableToMoveCatalogue as refused:
            for reason in refused.reasons:
                form.add_error(None, said(reason.text))
        else:
            messages.success(request, gettext("已记录。"))
            return redirect("desk:catalogue")
    context = {
        "form": form,
        "title": _TITLES[version.state],
        "says": _affected(version),
        "button": _TITLES[version.state],
        "back": reverse("desk:catalogue"),
    }
    return render(request, "desks/confirm.html", context, status=422 if form.errors else 200)


def _step(version: VersionView, form: Any, *, actor: str, at: datetime) -> None:
    given = form.cleaned_data
    if version.state is CatalogueState.COMPILED:
        actions.consult(version.id, consultation=given["consultation"], actor=actor, at=at)
    elif version.state is CatalogueState.CONSULTED:
        actions.approve(
            version.id,
            approval=given["approval"],
            assessment=given["assessment"],
            opinions=form.opinions,
            actor=actor,
            at=at,
        )
    elif version.state is CatalogueState.APPROVED:
        actions.publish(version.id, actor=actor, at=at)


def _affected(version: VersionView) -> Text:
    if not version.affected:
        return Text(zh="没有事项减损权利或增加义务。", en="No item reduces rights or adds duties.")
    named = "、".join(version.affected)
    return Text(
        zh=f"下列事项可能减损权利或增加义务，批准前须评估并听取意见：{named}",
        en=f"These items may reduce rights or add duties: assess them and hear opinions first: {named}",
    )
