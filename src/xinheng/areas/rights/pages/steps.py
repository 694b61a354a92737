"""The steps that somebody at a desk may take, with the form of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.areas.rights import service
from xinheng.areas.rights.actions import FILE, REMEDY, asks_for
from xinheng.areas.rights.cases.terms import By
from xinheng.areas.rights.objection.terms import REMEDY_TITLES, Remedy
from xinheng.areas.rights.pages.scope import said
from xinheng.areas.rights.terms import VERBS, CaseView
from xinheng.kernel.text import Text
from xinheng.plumbing.files.documents import ACCEPT


@dataclass(frozen=True, slots=True)
class Offered:
    """A step as the page offers it: `asks` names its fields."""

    step: str
    title: Text
    by: By
    asks: tuple[str, ...]
    form: forms.Form
    open: bool = False


class StepForm(forms.Form):
    """The fields that a step asks for, and no others."""

    identity = forms.CharField(
        label=_("身份核验情况"), max_length=200, help_text=_("写入账本，请勿填写号码。")
    )
    remedy = forms.ChoiceField(label=_("怎样处理"), widget=forms.RadioSelect)
    instrument = forms.CharField(label=_("修复决定或证明文号"), max_length=100)
    source = forms.CharField(label=_("信息来源"), max_length=200, help_text=_("书面告知异议人的信息来源。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("告知当事人并写入账本，不能更改；请勿填写个人信息。"),
        error_messages={"required": _("请写明理由。")},
    )
    file = forms.FileField(label=_("文件"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))

    def __init__(self, *args: Any, asks: Sequence[str], step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{step}_%s"})
        for name in list(self.fields):
            if name not in asks:
                del self.fields[name]
        if step == "evidence_added":
            self.fields[FILE].required = True
        if REMEDY in self.fields:
            self.fields[REMEDY].choices = [  # type: ignore[attr-defined]
                (each.value, said(REMEDY_TITLES[each])) for each in Remedy
            ]


def offered(user: object, view: CaseView, *, day: date) -> list[Offered]:
    """The steps that the user may take from here."""
    kind = view.line.case.kind
    found = []
    for step, by in service.open_steps(user, view, day=day):
        asks = asks_for(kind, step, by)
        found.append(Offered(step, VERBS[step], by, asks, StepForm(asks=asks, step=step)))
    return found
