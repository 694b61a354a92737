"""API tokens of a user: issued and shown once, revoked."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinheng.areas.departments import actions, service
from xinheng.areas.departments.terms import PERMISSION_TITLES, Permission, Role
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires
from xinheng.web.desks.acting import Question, actor, ask, said


class TokenForm(forms.Form):
    """What a token is for, what it may, and until when."""

    label = forms.CharField(label=_("用途"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一项权限。")},
    )
    expires_on = forms.DateField(
        label=_("有效期至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("当日有效；不填为长期有效，可随时吊销。"),
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = service.permissions_of(role)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=self.fields["scopes"].label,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("至少选一项权限。")},
            choices=[(one.value, said(PERMISSION_TITLES[one])) for one in Permission if one in offered],
        )


@requires("tokens.manage")
def issue(request: HttpRequest, username: str) -> HttpResponse:
    """Issue a token; the answer is the only page that ever shows its secret."""
    holder = service.user(username)
    if holder is None:
        raise Http404(username)
    form = TokenForm(request.POST if request.method == "POST" else None, role=Role(holder.role))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        last = given["expires_on"]
        try:
            issued = actions.issue_token(
                username,
                label=given["label"],
                scopes=[Permission(scope) for scope in given["scopes"]],
                expires_at=datetime.combine(last, time.max, tzinfo=clock.SHANGHAI) if last else None,
                actor=actor(request),
                at=clock.now(),
            )
        except actions.UnableToIssueToken as refused:
            form.add_error(None, said(refused.text))
        else:
            return render(request, "desks/shown_once.html", {"username": username, "token": issued})
    context = {"form": form, "username": username}
    return render(request, "desks/token_new.html", context, status=422 if form.errors else 200)


@requires("tokens.manage")
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """End a token at once."""
    found = next((token for token in service.tokens() if token.prefix == prefix), None)
    if found is None:
        raise Http404(prefix)
    question = Question(
        title=Text(zh=f"吊销令牌 {prefix}…", en=f"Revoke the token {prefix}…"),
        says=Text(
            zh=f"“{found.label}”立即失效，用它的业务系统不能再报送或查询。",
            en=f"“{found.label}” stops at once: the system that uses it can neither send nor read.",
        ),
        button=Text(zh="吊销", en="Revoke"),
        back=reverse("desk:user", args=[found.username]),
    )

    def act(form: forms.Form) -> Text:
        actions.revoke_token(prefix, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now())
        return Text(zh="令牌已吊销。", en="The token is revoked.")

    return ask(request, question, act, refusals=(actions.UnableToIssueToken,))
