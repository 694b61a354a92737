"""The part of a page on which an addressee's contacts are set, verified and ended, wherever it stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import CHANNEL_TITLES, Addressee, Channel
from xinheng.plumbing import clock
from xinheng.web.desks.acting import actor, said


class ContactForm(forms.Form):
    """A channel and an address in it."""

    channel = forms.ChoiceField(label=_("渠道"))
    address = forms.CharField(
        label=_("电子邮件地址或者手机号码"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (channel.value, said(CHANNEL_TITLES[channel]))
            for channel in Channel
            if actions.has_channel(channel)
        ]


def contacts_page(
    request: HttpRequest, addressee: Addressee, *, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Show the contacts of an addressee for whom the user may act; on POST set, verify or end one."""
    form, context = ContactForm(), dict(more or {})
    if request.method == "POST":
        if "set" in request.POST:
            form = ContactForm(request.POST)
            if _set(request, form, addressee):
                return redirect(request.path)
        elif "verify" in request.POST:
            number = _one_of(request.POST["verify"], addressee)
            try:
                actions.verify_contact(
                    number, request.POST.get("code", "")[:20], actor=actor(request), at=clock.now()
                )
            except actions.UnableToSetContact as refused:
                context |= {"wrong_code": number, "wrong_code_says": said(refused.text)}
            else:
                messages.success(request, gettext("已验证，今后的通知另由此方式提醒。"))
                return redirect(request.path)
        else:
            number = _one_of(request.POST.get("end", ""), addressee)
            actions.end_contact(number, actor=actor(request), at=clock.now())
            messages.success(request, gettext("已停用。"))
            return redirect(request.path)
    context |= {"form": form, "contacts": service.contacts(addressee)}
    faulty = bool(form.errors) or "wrong_code" in context
    return render(request, template, context, status=422 if faulty else 200)


def _set(request: HttpRequest, form: ContactForm, addressee: Addressee) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        actions.set_contact(
            addressee, Channel(given["channel"]), given["address"], actor=actor(request), at=clock.now()
        )
    except actions.UnableToSetContact as refused:
        form.add_error("address", said(refused.text))
        return False
    messages.success(request, gettext("验证码已发往该地址，30 分钟内有效。"))
    return True


def _one_of(text: str, addressee: Addressee) -> int:
    """The number of a contact of this addressee; 404 for any other."""
    known = {str(each.id): each.id for each in service.contacts(addressee)}
    if text not in known:
        raise Http404("no such contact")
    return known[text]
