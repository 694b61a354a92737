"""Authorisations: who may read what, for which purpose and how long; one-time codes; the end of it (CON-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent import actions
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import (
    STANDING_TITLES,
    AuthorisationFacts,
    NewAuthorisation,
    Permitted,
    Power,
    Principal,
    Standing,
    UnableToAct,
)
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.kernel.lawbook.meta import Reader
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.web.desks.acting import Question, actor, ask, said
from xinheng.web.mine.accesses import lines_of
from xinheng.web.mine.acting import subject_page
from xinheng.web.words import HEAD_TITLES

LASTS: Final = ((1, _("1 小时")), (24, _("1 天")), (168, _("7 天")))
READINGS: Final = 50


class AuthorisationForm(forms.Form):
    """Whom, what, why, from when until when: nothing is chosen beforehand."""

    grantee = forms.ChoiceField(label=_("被授权单位"))
    items = forms.MultipleChoiceField(
        label=_("可以查询的信息"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一类信息。")},
    )
    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("例如：向该行申请贷款的审查。不得用于其他用途。")
    )
    first = forms.DateField(label=_("自"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("至"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("当日有效；可随时撤销。")
    )
    by_code = forms.BooleanField(
        label=_("每次查询都要凭我提供的一次性查询码"), required=False, initial=True,
        help_text=_("不勾选，则该单位在有效期内可以多次查询；每次查询您都会收到消息。"),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offered = [(one.code, said(one.name)) for one in departments.departments() if one.active]
        self.fields["grantee"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        self.fields["items"].choices = _items()  # type: ignore[attr-defined]


@subject_page(Power.READ)
def authorisations(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Everything that the subject authorised, also what has ended."""
    lines = [_line(one) for one in consent.authorisations_given(principal)]
    context = {"lines": lines, "may_give": consent.may(principal, Power.AUTHORISE)}
    return render(request, "mine/authorisations.html", context)


@subject_page(Power.AUTHORISE)
def give(request: HttpRequest, principal: Principal) -> HttpResponse:
    """An act of its own: no service of the platform depends on it (CON-04)."""
    form = AuthorisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = NewAuthorisation(**given | {"items": frozenset(given["items"])})
        try:
            done = actions.authorise(principal, new, actor=actor(request), at=clock.now())
        except UnableToAct as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已授权。"))
            return redirect("mine:authorisation", done.number)
    ground = catalogue.lawbook().as_of(clock.today()).ground(Reader.AUTHORISED)
    context = {"form": form, "ground": ground, "groups": _groups(form, _held(principal))}
    return render(request, "mine/authorisation_new.html", context, status=422 if form.errors else 200)


@subject_page(Power.READ)
def authorisation(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """One authorisation: what it says, its codes, and each reading by it."""
    found = _own(principal, number)
    return render(request, "mine/authorisation.html", _shown(principal, found))


@subject_page(Power.AUTHORISE)
@require_POST
def issue(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """A one-time code; the answer is the only page that ever shows it."""
    found = _own(principal, number)
    given = request.POST.get("hours", "")
    if given not in {str(hours) for hours, _words in LASTS}:
        raise Http404(given)
    try:
        issued = actions.issue_code(
            number,
            principal=principal,
            lasts=timedelta(hours=int(given)),
            actor=actor(request),
            at=clock.now(),
        )
    except UnableToAct as refused:
        messages.error(request, said(refused.text))
        return redirect("mine:authorisation", number)
    return render(request, "mine/authorisation.html", _shown(principal, found) | {"issued": issued})


@subject_page(Power.AUTHORISE)
def revoke(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """End an authorisation at once."""
    found = _own(principal, number)
    question = Question(
        title=Text(zh=f"撤销授权 {number}", en=f"End the authorisation {number}"),
        says=Text(
            zh=f"{found.grantee_name}从此刻起不能再凭这项授权查询，未使用的查询码一并失效。",
            en=f"From this moment {found.grantee_name} can read nothing by it, and codes that were not used are void.",
        ),
        button=Text(zh="撤销授权", en="End the authorisation"),
        back=reverse("mine:authorisation", args=[number]),
    )

    def act(form: forms.Form) -> Text:
        actions.revoke_authorisation(
            number, principal=principal, why=form.cleaned_data["reason"], actor=actor(request), at=clock.now()
        )
        return Text(zh="授权已撤销，立即生效。", en="The authorisation has ended, from now on.")

    return ask(request, question, act, refusals=(UnableToAct,), template="mine/confirm.html")


def _own(principal: Principal, number: str) -> AuthorisationFacts:
    found = consent.authorisation(number, principal)
    if found is None:
        raise Http404(number)
    return found


def _shown(principal: Principal, found: AuthorisationFacts) -> dict[str, Any]:
    now = clock.now()
    readings = departments.accesses(via=("authorisation", found.number), limit=READINGS)
    return {
        "line": _line(found),
        "codes": [(one, one.used_at is None and one.expires_at > now) for one in consent.codes_of(found)],
        "lasts": LASTS,
        "readings": lines_of(tuple(one for one in readings if one.subject == found.grantor)),
        "may_give": consent.may(principal, Power.AUTHORISE),
    }


def _line(found: AuthorisationFacts) -> dict[str, Any]:
    how = consent.authorisation_standing(found, day=clock.today())
    titles = {item.value.id: item.value.title for item in catalogue.lawbook().as_of(clock.today()).items()}
    return {
        "facts": found,
        "standing": how,
        "standing_title": STANDING_TITLES[how],
        "ends": how in {Standing.STANDING, Standing.TO_COME},
        "items": [titles.get(item, Text(zh=item, en=item)) for item in found.items],
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one head as boxes to tick; `open` ones are seen without unfolding."""

    title: str
    boxes: tuple[Any, ...]
    open: bool


def _held(principal: Principal) -> frozenset[str]:
    """The items of which there is something to read."""
    permitted = Permitted(principal.acts_for_kind, principal.acts_for, None)
    return disclosure.own_items(permitted, at=clock.now())


def _groups(form: AuthorisationForm, held: frozenset[str]) -> list[Group]:
    """First what the platform holds something of, then the rest, head by head."""
    boxes = {str(box.data["value"]): box for box in form["items"].subwidgets}
    ticked = {value for value, box in boxes.items() if box.data["selected"]}
    first = Group(
        gettext("平台现有您的信息"), tuple(box for value, box in boxes.items() if value in held), open=True
    )
    rest = [
        Group(
            title,
            tuple(boxes[value] for value, _words in items if value not in held),
            open=any(value in ticked for value, _words in items),
        )
        for title, items in _items()
    ]
    return [group for group in (first, *rest) if group.boxes]


def _items() -> list[tuple[str, list[tuple[str, str]]]]:
    """The catalogue's items by head, as choices."""
    heads = list(HEAD_TITLES)
    law = catalogue.lawbook().as_of(clock.today())
    ordered = sorted(law.items(), key=lambda ruled: (heads.index(ruled.value.head), ruled.value.id))
    return [
        (said(HEAD_TITLES[head]), [(one.value.id, said(one.value.title)) for one in group])
        for head, group in groupby(ordered, key=lambda ruled: ruled.value.head)
    ]
