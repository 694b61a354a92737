"""Departments of the node: taken up, changed, stopped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import actions, service
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires
from xinheng.web.desks.acting import Question, actor, ask, said
from xinheng.web.places import place, prefectures


class DepartmentForm(forms.Form):
    """What a department is; the code is given once."""

    code = forms.SlugField(
        label=_("部门代码"), max_length=40, help_text=_("小写字母、数字和连字符；定下后不能更改。")
    )
    name_zh = forms.CharField(label=_("名称"), max_length=200)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("类别"), help_text=_("决定可以报送哪些目录事项。"))
    region = forms.ChoiceField(label=_("行政区划"))
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = catalogue.lawbook().department_kinds()
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label,
            help_text=self.fields["kind"].help_text,
            choices=[(kind.id, said(kind.title)) for kind in kinds],
        )
        self.fields["region"] = forms.ChoiceField(label=self.fields["region"].label, choices=_regions())

    def facts(self, *, code: str) -> DepartmentFacts:
        """What was entered, as the action takes it."""
        given = self.cleaned_data
        zh = given["name_zh"].strip()
        return DepartmentFacts(
            code=code,
            name=Text(zh=zh, en=given["name_en"].strip() or zh),
            kind=given["kind"],
            region=given["region"],
            uscc=given["uscc"].strip().upper() or None,
        )


@requires("departments.manage")
def departments(request: HttpRequest) -> HttpResponse:
    """All departments, stopped ones too."""
    kinds = {kind.id: kind.title for kind in catalogue.lawbook().department_kinds()}
    lines = [
        (facts, kinds.get(facts.kind, facts.kind), place(facts.region)) for facts in service.departments()
    ]
    return render(request, "desks/departments.html", {"lines": lines})


@requires("departments.manage")
def create(request: HttpRequest) -> HttpResponse:
    """Take up a department."""
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts(code=form.cleaned_data["code"])
        try:
            actions.create_department(facts, actor=actor(request), at=clock.now())
        except actions.UnableToChangeDepartment as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已新增部门。"))
            return redirect("desk:departments")
    context = {"form": form, "title": Text(zh="新增部门", en="New department"), "facts": None}
    return render(request, "desks/department.html", context, status=422 if form.errors else 200)


@requires("departments.manage")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a department; saving one that was stopped starts it again."""
    facts = _existing(code)
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial=_initial(facts))
    del form.fields["code"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_department(form.facts(code=code), actor=actor(request), at=clock.now())
        except actions.UnableToChangeDepartment as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已保存。"))
            return redirect("desk:departments")
    context = {"form": form, "title": facts.name, "facts": facts}
    return render(request, "desks/department.html", context, status=422 if form.errors else 200)


@requires("departments.manage")
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """End a department's part."""
    facts = _existing(code)
    question = Question(
        title=Text(zh=f"停用{facts.name.zh}", en=f"Deactivate {facts.name.en}"),
        says=Text(
            zh="该部门的用户和业务系统立即失去一切权限；已经报送的数据不受影响。",
            en="Its users and systems lose every right at once; what it provided stays.",
        ),
        button=Text(zh="停用", en="Deactivate"),
        back=reverse("desk:departments"),
    )

    def act(form: forms.Form) -> Text:
        reason = form.cleaned_data["reason"]
        actions.deactivate_department(code, reason=reason, actor=actor(request), at=clock.now())
        return Text(zh="已停用。", en="Deactivated.")

    return ask(request, question, act, refusals=(actions.UnableToChangeDepartment,))


def _existing(code: str) -> DepartmentFacts:
    facts = service.department(code)
    if facts is None:
        raise Http404(code)
    return facts


def _initial(facts: DepartmentFacts) -> dict[str, str]:
    english = "" if facts.name.en == facts.name.zh else facts.name.en
    return {
        "code": facts.code,
        "name_zh": facts.name.zh,
        "name_en": english,
        "kind": facts.kind,
        "region": facts.region,
        "uscc": facts.uscc or "",
    }


def _regions() -> list[tuple[str, Any]]:
    """The province, and each prefecture with its counties."""
    groups: list[tuple[str, Any]] = []
    for prefecture in prefectures():
        region = prefecture.region
        within = [(county.code, county.name) for county in prefecture.counties]
        groups.append((region.name, [(region.code, region.name), *within]))
    return [(_province(), place(_province()) or _province()), *groups]


def _province() -> str:
    """Code of the province that the first prefecture lies in."""
    return f"{prefectures()[0].region.code[:2]}0000"
