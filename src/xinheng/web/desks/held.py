"""Records as the archive holds them, on display or not: read for a stated matter, every reading logged (DIS-15, WDR-04)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.archive.terms import CHANGE_TITLES, MARK_TITLES
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import HeldRecord, View
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires
from xinheng.web.language import current_language
from xinheng.web.sources import source_name

_ADDRESS = re.compile(r"(?:.*/records/([a-z0-9_-]+)/)?([0-9a-f]{32})/?")


class WhichForm(forms.Form):
    """A record by its address: nothing here can be searched."""

    item = forms.ChoiceField(label=_("事项"), required=False)
    address = forms.CharField(
        label=_("记录网址或记录键"),
        max_length=300,
        help_text=_("记录页的网址，或者 32 位记录键。封存的记录不能检索，只能按网址或记录键调阅。"),
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        law = catalogue.lawbook().as_of(clock.today())
        self.fields["item"].choices = [("", "—")] + [  # type: ignore[attr-defined]
            (ruled.value.id, ruled.value.title.in_(current_language())) for ruled in law.items()
        ]

    def clean(self) -> dict[str, str]:
        """The item and key that the address names."""
        given: dict[str, str] = super().clean() or self.cleaned_data
        found = _ADDRESS.fullmatch(given.get("address", "").strip())
        item = found and (found.group(1) or given.get("item"))
        if not found or not item:
            self.add_error("address", gettext("请填写记录页的网址，或者选择事项并填写 32 位记录键。"))
            return given
        return {"item": item, "key": found.group(2)}


class ReadingForm(forms.Form):
    """Why the record is read, and as of which day."""

    matter = forms.CharField(label=_("事由"), max_length=100, help_text=_("写入查询登记，被查主体能够看到。"))
    legal_basis = forms.CharField(label=_("依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    as_of = forms.DateField(
        label=_("查看哪一天的内容"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填为今天；按当日终了时平台掌握的内容。"),
    )


@requires("archive.read")
def held(request: HttpRequest) -> HttpResponse:
    """Ask for a record by its address."""
    form = WhichForm(request.GET if "address" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("desk:held_record", form.cleaned_data["item"], form.cleaned_data["key"])
    return render(request, "desks/held.html", {"form": form}, status=422 if form.errors else 200)


@requires("archive.read")
def record(request: HttpRequest, item: str, key: str) -> HttpResponse:
    """GET asks why; POST reads, after the access log has its line, and shows."""
    if not re.fullmatch("[0-9a-f]{32}", key):
        raise Http404(key)
    form = ReadingForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "item": item, "key": key}
    if not form.is_bound or not form.is_valid():
        return render(request, "desks/held_record.html", context, status=422 if form.errors else 200)
    now = clock.now()
    view = _view(form, now)
    try:
        found = disclosure.held_record(
            item, bytes.fromhex(key), view=view, user=request.user, matter=form.cleaned_data["matter"],
            legal_basis=form.cleaned_data["legal_basis"], at=now,
        )  # fmt: skip
    except departments.AccessRefused:
        return render(request, "desks/held_record.html", context | {"refused": True}, status=403)
    return render(
        request,
        "desks/held_record.html",
        context | {"asked": view, "nothing": found is None} | (_said(found) if found else {}),
        status=404 if found is None else 200,
    )


def _view(form: ReadingForm, now: datetime) -> View:
    day = form.cleaned_data["as_of"] or clock.day_of(now)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.SHANGHAI) - timedelta(microseconds=1)
    return View(day=day, moment=min(now, end))


def _said(found: HeldRecord) -> dict[str, object]:
    senders = departments.departments()
    return {
        "record": found,
        "then": found.then.reasons[0].text if found.then else None,
        "now": found.now.reasons[0].text,
        "versions": [
            (one, CHANGE_TITLES[one.change], source_name(one.source, senders))
            for one in reversed(found.versions)
        ],
        "marks": [(one, MARK_TITLES[one.kind]) for one in reversed(found.marks)],
    }
