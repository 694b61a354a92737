"""Mandates: whom the subject sends, for what and how long, and the end of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.consent import actions
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import (
    POWER_TITLES,
    STANDING_TITLES,
    MandateFacts,
    NewMandate,
    Power,
    Principal,
    UnableToAct,
)
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.web.desks.acting import Question, actor, ask, said
from xinheng.web.mine.acting import subject_page


class MandateForm(forms.Form):
    """Whom, for what, from when until when. The number is never kept: the agent is known by its keyed hash."""

    agent_name = forms.CharField(label=_("代理人姓名"), max_length=100)
    number = forms.CharField(
        label=_("代理人证件号码"),
        max_length=30,
        help_text=_("只用于核对登录人，不保存原文。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    powers = forms.MultipleChoiceField(
        label=_("委托事项"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项。")},
    )
    first = forms.DateField(label=_("自"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("至"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("当日有效；可随时撤销。")
    )

    def __init__(self, *args: Any, principal: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["powers"].choices = [  # type: ignore[attr-defined]
            (power.value, said(POWER_TITLES[power])) for power in Power if power in principal.powers
        ]

    def clean_number(self) -> str:
        """The keyed hash; the number itself goes no further."""
        person = consent.person_of(self.cleaned_data["number"])
        if person is None:
            raise forms.ValidationError(gettext("证件号码有误。"))
        return person


@subject_page(Power.READ)
def mandates(request: HttpRequest, principal: Principal) -> HttpResponse:
    """What the subject gave, and what the person who acts was given."""
    context = {
        "given": [_line(one) for one in consent.mandates_given(principal)],
        "held": [_line(one) for one in consent.mandates_held(principal)],
        "may_give": consent.may_give_mandates(principal),
    }
    return render(request, "mine/mandates.html", context)


@subject_page(Power.READ)
def give(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Send an agent."""
    form = MandateForm(request.POST if request.method == "POST" else None, principal=principal)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = NewMandate(
            agent=given["number"],
            agent_name=given["agent_name"],
            powers=frozenset(Power(power) for power in given["powers"]),
            first=given["first"],
            last=given["last"],
        )
        try:
            actions.give_mandate(principal, new, actor=actor(request), at=clock.now())
        except UnableToAct as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已委托。代理人登录后即可选择代您办理。"))
            return redirect("mine:mandates")
    return render(request, "mine/mandate_new.html", {"form": form}, status=422 if form.errors else 200)


@subject_page(Power.READ)
def revoke(request: HttpRequest, principal: Principal, number: int) -> HttpResponse:
    """End a mandate at once, as who gave it or as the agent."""
    found = consent.mandate(number)
    if found is None or not consent.may_end_mandate(principal, found):
        raise Http404(number)
    question = Question(
        title=Text(zh=f"撤销对{found.agent_name}的委托", en=f"End the mandate of {found.agent_name}"),
        says=Text(
            zh="立即失效，正在办理的事项代理人也不能再办。",
            en="It ends at once, also for matters that are under way.",
        ),
        button=Text(zh="撤销委托", en="End the mandate"),
        back=reverse("mine:mandates"),
    )

    def act(form: forms.Form) -> Text:
        actions.revoke_mandate(
            number, principal=principal, why=form.cleaned_data["reason"], actor=actor(request), at=clock.now()
        )
        return Text(zh="委托已撤销。", en="The mandate has ended.")

    return ask(request, question, act, refusals=(UnableToAct,), template="mine/confirm.html")


def _line(mandate: MandateFacts) -> dict[str, Any]:
    how = consent.mandate_standing(mandate, day=clock.today())
    return {
        "facts": mandate,
        "standing": how,
        "standing_title": STANDING_TITLES[how],
        "powers": [POWER_TITLES[power] for power in Power if power in mandate.powers],
    }
