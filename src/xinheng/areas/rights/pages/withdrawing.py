"""A department gives notice that acts were revoked: of one record, or of a file of them; the centre enters one on paper."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.rights.cases.actions import Upload, handed_in
from xinheng.areas.rights.cases.terms import UnableToStep
from xinheng.areas.rights.pages.scope import actor, own_department, said
from xinheng.areas.rights.withdrawal import actions
from xinheng.areas.rights.withdrawal.rules import COLUMNS
from xinheng.areas.rights.withdrawal.terms import CAUSE_TITLES, Cause, NoticeLine, Revocation, Withdrawal
from xinheng.kernel.lawbook.decision import Reason
from xinheng.plumbing import clock
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.documents import ACCEPT, NotADocument
from xinheng.plumbing.http.answers import XLSX
from xinheng.plumbing.http.permissions import requires
from xinheng.plumbing.tabular.terms import UnreadableTable

REFUSALS_SHOWN = 50


class Teller(forms.Form):
    """For which department, of which item; only the centre chooses a department."""

    department = forms.ChoiceField(label=_("告知单位"), required=False)
    item = forms.ChoiceField(label=_("事项"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = catalogue.lawbook().as_of(clock.today())
        self.fields["item"].choices = [(each.value.id, said(each.value.title)) for each in law.items()]  # type: ignore[attr-defined]
        self.own = None if for_others(request) else own_department(request, Permission.RIGHTS_WITHDRAW)
        if self.own is not None:
            del self.fields["department"]
        else:
            self.fields["department"].choices = [  # type: ignore[attr-defined]
                (each.code, said(each.name)) for each in departments.departments() if each.active
            ]

    @property
    def teller(self) -> DepartmentFacts:
        """Whose notice it is."""
        if self.own is not None:
            return self.own
        found = departments.department(self.cleaned_data["department"])
        if found is None:
            raise LookupError(self.cleaned_data["department"])
        return found


class NoticeForm(Teller):
    """One record and the act that revoked what it rests on."""

    subject = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    number = forms.CharField(label=_("原文书号"), max_length=100)
    cause = forms.ChoiceField(label=_("撤销方式"), widget=forms.RadioSelect)
    instrument = forms.CharField(label=_("撤销文书号"), max_length=100)
    decided_on = forms.DateField(label=_("撤销日期"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label=_("撤销决定、复议决定或者判决"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(each.value, said(CAUSE_TITLES[each])) for each in Cause]  # type: ignore[attr-defined]

    def line(self) -> NoticeLine:
        """The notice."""
        given = self.cleaned_data
        revocation = Revocation(Cause(given["cause"]), given["instrument"], given["decided_on"])
        return NoticeLine(1, revocation, subject=given["subject"], number=given["number"])


class FileForm(Teller):
    """A file of records and revoking acts."""

    file = forms.FileField(
        label=_("文件"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.jsonl,.parquet"})
    )


def for_others(request: HttpRequest) -> bool:
    """Whether the user enters other departments' notices, as the centre does."""
    return departments.sees_every_department(request.user, Permission.RIGHTS_WITHDRAW)


@requires("rights.withdraw")
def withdraw(request: HttpRequest) -> HttpResponse:
    """One record."""
    form = NoticeForm(request.POST or None, request.FILES or None, request=request)
    reasons: tuple[Reason, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            upload = form.cleaned_data.get("file")
            try:
                with handed_in([Upload(upload.name or "", upload)] if upload else []) as files:
                    done = actions.withdraw(
                        form.cleaned_data["item"], [form.line()], by=form.teller, centre=for_others(request),
                        evidence=files, actor=actor(request), at=clock.now(),
                    )  # fmt: skip
            except UnableToStep as refused:
                status, reasons = 409, refused.reasons
            except NotADocument as refused:
                status, reasons = refused.status, (Reason("file", refused.text),)
            else:
                return _done(request, done)
    return render(request, "rights/withdraw.html", {"form": form, "reasons": reasons}, status=status)


@requires("rights.withdraw")
def withdraw_file(request: HttpRequest) -> HttpResponse:
    """A file: looked at first, or withdrawn at once; whatever row does nothing is told with its reason."""
    form = FileForm(request.POST or None, request.FILES or None, request=request)
    context: dict[str, Any] = {"form": form, "columns": [each.titles[0] for each in COLUMNS]}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = _take(request, form)
            except UnreadableTable as unreadable:
                status = unreadable.status
                context["reasons"] = (Reason("file", unreadable.text),)
            except UnableToStep as refused:
                status = 409
                context["reasons"] = refused.reasons
            else:
                if done.case is not None:
                    return _done(request, done)
                status = 200
                context |= {"seen": done, "refusals": done.refused[:REFUSALS_SHOWN]}
    return render(request, "rights/withdraw_file.html", context, status=status)


def _take(request: HttpRequest, form: FileForm) -> Withdrawal:
    upload = form.cleaned_data["file"]
    lines, unread = actions.lines_of(upload, file_name=upload.name or "")
    item, at, centre = form.cleaned_data["item"], clock.now(), for_others(request)
    if "look" in request.POST:
        return actions.preview(item, lines, by=form.teller, unread=unread, at=at)
    return actions.withdraw(
        item, lines, by=form.teller, unread=unread, centre=centre, actor=actor(request), at=at
    )


def _done(request: HttpRequest, done: Withdrawal) -> HttpResponse:
    if done.case is None:
        raise ValueError("nothing was withdrawn")
    said_ = gettext("已撤销公示 %(n)s 条。") % {"n": done.withdrawn}
    messages.success(request, said_)
    if done.refused:
        rows = "、".join(str(each.row) for each in done.refused[:REFUSALS_SHOWN])
        messages.warning(
            request,
            gettext("另有 %(n)s 行未处理（第 %(rows)s 行），请核对后另行告知。")
            % {"n": len(done.refused), "rows": rows},
        )
    return redirect("rights:case", done.case.number)


@requires("rights.withdraw")
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("撤销公示")
        head = book.add_format({"bold": True, "bg_color": "#EEF2F4", "border": 1})
        text = book.add_format({"num_format": "@"})
        for index, column in enumerate(COLUMNS):
            sheet.set_column(index, index, 26, text)
            sheet.write_string(0, index, column.titles[0], head)
        sheet.freeze_panes(1, 0)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="withdrawals-{day_of(clock.now()):%Y%m%d}.xlsx"'
    return response
