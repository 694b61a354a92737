"""Users of the node: taken up, given a role, stopped; passwords and second factors set anew."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.departments import actions, service
from xinheng.areas.departments.terms import OUTSIDE, ROLE_TITLES, InterfaceLanguage, Permission, Role
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import may, requires
from xinheng.web.accounts.resetting import reset_second_factor
from xinheng.web.accounts.second_factor import has_second_factor
from xinheng.web.desks.acting import Question, actor, ask, said

PAGE_SIZE = 50
_REFUSALS = (actions.UnableToChangeUser,)


class PersonForm(forms.Form):
    """How a user is called, written to and addressed."""

    name = forms.CharField(label=_("姓名或系统名称"), max_length=100)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    language = forms.ChoiceField(
        label=_("界面语言"),
        choices=[(InterfaceLanguage.CHINESE.value, "中文"), (InterfaceLanguage.ENGLISH.value, "English")],
    )


class RoleForm(forms.Form):
    """What a user is, and for which department."""

    role = forms.ChoiceField(label=_("角色"))
    department = forms.ChoiceField(label=_("所属部门"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, said(ROLE_TITLES[role])) for role in Role if role not in OUTSIDE]
        known = [("", "—")]
        known += [(one.code, said(one.name)) for one in service.departments() if one.active]
        self.fields["role"] = forms.ChoiceField(label=self.fields["role"].label, choices=roles)
        self.fields["department"] = forms.ChoiceField(
            label=self.fields["department"].label, choices=known, required=False
        )

    @property
    def placed(self) -> dict[str, Any]:
        """Role and department as the actions take them."""
        return {
            "role": Role(self.cleaned_data["role"]),
            "department": self.cleaned_data["department"] or None,
        }


class NewUserForm(PersonForm, RoleForm):
    """A new user."""

    field_order = ("username", "name", "role", "department", "email", "language")
    username = forms.RegexField(
        r"^[\w.@+-]+$", label=_("用户名"), max_length=150, help_text=_("登录用；定下后不能更改。")
    )


@requires("users.manage")
def users(request: HttpRequest) -> HttpResponse:
    """All users; `?role=`, `?department=`, `?text=`."""
    asked = {name: request.GET.get(name, "").strip() for name in ("role", "department", "text")}
    found = [
        user
        for user in service.users()
        if asked["role"] in ("", user.role.value)
        and asked["department"] in ("", user.department.code if user.department else "")
        and asked["text"].lower() in f"{user.username} {user.name}".lower()
    ]
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=len(found))
    context = {
        "lines": [(user, ROLE_TITLES[user.role]) for user in found[page.offset : page.offset + PAGE_SIZE]],
        "page": page,
        "asked": asked,
        "roles": [(role.value, ROLE_TITLES[role]) for role in Role if role not in OUTSIDE],
        "departments": service.departments(),
    }
    return render(request, "desks/users.html", context)


@requires("users.manage")
def create(request: HttpRequest) -> HttpResponse:
    """Take up a user; the first password is made here and shown once."""
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given, placed = form.cleaned_data, form.placed
        first = None if placed["role"] is Role.SYSTEM else _fresh_password()
        new = actions.NewUser(
            username=given["username"],
            name=given["name"],
            email=given["email"],
            language=InterfaceLanguage(given["language"]),
            password=first,
            **placed,
        )
        try:
            actions.create_user(new, actor=actor(request), at=clock.now())
        except actions.UnableToChangeUser as refused:
            form.add_error(None, said(refused.text))
        else:
            return _shown_once(request, new.username, first)
    context = {"form": form, "title": Text(zh="新增用户", en="New user")}
    return render(request, "desks/user_new.html", context, status=422 if form.errors else 200)


@requires("users.manage")
def user(request: HttpRequest, username: str) -> HttpResponse:
    """One user: facts, tokens, and everything that can be changed."""
    row = _existing(username)
    facts = row.as_facts
    initial = {"name": facts.name, "email": facts.email, "language": facts.language.value}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        language = InterfaceLanguage(given["language"])
        try:
            actions.change_user(
                username,
                name=given["name"],
                email=given["email"],
                language=language,
                actor=actor(request),
                at=clock.now(),
            )
        except actions.UnableToChangeUser as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已保存。"))
            return redirect("desk:user", username)
    context = {
        "facts": facts,
        "role": ROLE_TITLES[facts.role],
        "form": form,
        "tokens": service.tokens(username),
        "now": clock.now(),
        "second_factor": has_second_factor(row),
        "has_login": service.has_password(row),
        "may_issue": may(request.user, Permission.TOKENS_MANAGE),
    }
    return render(request, "desks/user.html", context, status=422 if form.errors else 200)


@requires("users.manage")
def role(request: HttpRequest, username: str) -> HttpResponse:
    """Give a user another role or department."""
    facts = _existing(username).as_facts
    initial = {"role": facts.role.value, "department": facts.department.code if facts.department else ""}
    form = RoleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_role(username, **form.placed, actor=actor(request), at=clock.now())
        except actions.UnableToChangeUser as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("角色已更改。"))
            return redirect("desk:user", username)
    context = {
        "form": form,
        "title": Text(zh=f"{facts.name}的角色", en=f"Role of {facts.name}"),
        "facts": facts,
    }
    return render(request, "desks/user_new.html", context, status=422 if form.errors else 200)


@requires("users.manage")
def password(request: HttpRequest, username: str) -> HttpResponse:
    """Ask first, then set a new password that is made here and shown once."""
    _existing(username)
    if request.method == "POST":
        fresh = _fresh_password()
        try:
            actions.set_password(username, password=fresh, actor=actor(request), at=clock.now())
        except actions.UnableToChangeUser as refused:
            messages.error(request, said(refused.text))
            return redirect("desk:user", username)
        return _shown_once(request, username, fresh)
    context = {
        "form": forms.Form(),
        "title": Text(zh=f"重设 {username} 的密码", en=f"New password for {username}"),
        "says": Text(
            zh="系统生成新密码，只显示这一次；原密码立即失效。",
            en="A new password is made and shown once; the old one stops at once.",
        ),
        "button": Text(zh="生成新密码", en="Make a new password"),
        "back": reverse("desk:user", args=[username]),
    }
    return render(request, "desks/confirm.html", context)


@requires("users.manage")
def second_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Take a lost second factor off."""
    _existing(username)
    question = Question(
        title=Text(zh=f"重置 {username} 的二次验证", en=f"Reset the second factor of {username}"),
        says=Text(
            zh="仅在当面或以其他可靠方式核实本人身份后操作；下次登录时须重新启用。",
            en="Only after the person's identity was checked in person or otherwise reliably; "
            "the next login sets it up anew.",
        ),
        button=Text(zh="重置", en="Reset"),
        back=reverse("desk:user", args=[username]),
    )

    def act(form: forms.Form) -> Text:
        reset_second_factor(
            username, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now()
        )
        return Text(zh="已重置。", en="Reset.")

    return ask(request, question, act)


@requires("users.manage")
def stop(request: HttpRequest, username: str) -> HttpResponse:
    """End a user's access."""
    _existing(username)
    question = Question(
        title=Text(zh=f"停用 {username}", en=f"Deactivate {username}"),
        says=Text(
            zh="立即不能登录，令牌一并失效。", en="No login any more, and no token works, from now on."
        ),
        button=Text(zh="停用", en="Deactivate"),
        back=reverse("desk:user", args=[username]),
    )

    def act(form: forms.Form) -> Text:
        actions.deactivate_user(
            username, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now()
        )
        return Text(zh="已停用。", en="Deactivated.")

    return ask(request, question, act, refusals=_REFUSALS)


@requires("users.manage")
def restart(request: HttpRequest, username: str) -> HttpResponse:
    """Let a stopped user act again."""
    _existing(username)
    question = Question(
        title=Text(zh=f"恢复 {username}", en=f"Reactivate {username}"),
        says=Text(zh="该用户可以再次登录，角色不变。", en="The user may log in again, with the same role."),
        button=Text(zh="恢复使用", en="Reactivate"),
        back=reverse("desk:user", args=[username]),
    )

    def act(form: forms.Form) -> Text:
        actions.reactivate_user(
            username, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now()
        )
        return Text(zh="已恢复使用。", en="Reactivated.")

    return ask(request, question, act, refusals=_REFUSALS)


def _existing(username: str) -> Any:
    row = service.user(username)
    if row is None:
        raise Http404(username)
    return row


def _fresh_password() -> str:
    return secrets.token_urlsafe(12)


def _shown_once(request: HttpRequest, username: str, secret: str | None) -> HttpResponse:
    """The one page that ever shows it: no redirect, nothing kept."""
    return render(request, "desks/shown_once.html", {"username": username, "password": secret})
