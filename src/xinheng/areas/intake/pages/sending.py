"""Handing in a file: which item, the file, a mapping file where the department has its own columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake.pages.scope import actor, own_department
from xinheng.areas.intake.terms import Channel
from xinheng.kernel.lawbook import Ruled
from xinheng.kernel.lawbook.meta import ANY_ORGAN, CatalogueItem
from xinheng.kernel.text import Language, Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires
from xinheng.plumbing.tabular.mapping_file import read_mapping
from xinheng.plumbing.tabular.terms import UnreadableTable

_CUT = Text(
    zh="上传中断，文件没有完整到达，请重新上传。",
    en="The upload broke off and the file did not arrive whole: please send it again.",
)
"""The form's last part is named `end`: a body that lacks it was cut."""
_NO_FILE = Text(zh="请选择要报送的文件。", en="Choose the file to hand in.")
_NO_ITEM = Text(zh="请选择报送事项。", en="Choose the item that the file is about.")


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """MiB that a text file or Parquet, and a workbook, may have."""

    file: int
    workbook: int


@requires("intake.submit")
def send(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends. A file that is taken in leads to the page of its submission."""
    department = own_department(request)
    offered = _items_of(department)
    if request.method != "POST":
        return _page(request, department, offered)
    try:
        sending, upload = _read(request, department, offered)
        submission = actions.receive(upload, sending, actor=actor(request), at=clock.now())
    except actions.UnableToReceive as refused:
        return _page(request, department, offered, fault=refused.text, status=refused.status)
    actions.enqueue(submission)
    target = reverse("intake:submission", args=[submission.receipt_no])
    return HttpResponseClientRedirect(target) if request.headers.get("HX-Request") else redirect(target)


@requires("intake.submit")
def item_help(request: HttpRequest) -> HttpResponse:
    """What an item needs, beside the form; 404 for one that the department may not send."""
    chosen = request.GET.get("item", "")
    if not chosen:
        return HttpResponse()
    for ruled in _items_of(own_department(request)):
        if ruled.value.id == chosen:
            return render(request, "intake/item_help.html", {"item": ruled.value})
    raise Http404(chosen)


def _read(
    request: HttpRequest, department: DepartmentFacts, offered: Sequence[Ruled[CatalogueItem]]
) -> tuple[actions.Sending, UploadedFile[Any]]:
    """What the form says, or `UnableToReceive` with what is missing."""
    if "end" not in request.POST:
        raise actions.UnableToReceive(_CUT, status=400)
    chosen = {ruled.value.id: ruled.value for ruled in offered}.get(request.POST.get("item", ""))
    if chosen is None:
        raise actions.UnableToReceive(_NO_ITEM, status=422)
    upload = request.FILES.get("file")
    if upload is None:
        raise actions.UnableToReceive(_NO_FILE, status=422)
    sending = actions.Sending(
        department=department, item=chosen.id, file_name=upload.name or "", channel=Channel.WEB, hold=True,
        mapping=_mapping(request, chosen),
    )  # fmt: skip
    return sending, upload


def _mapping(request: HttpRequest, item: CatalogueItem) -> dict[str, Any] | None:
    """The mapping file as data, judged before anything is kept."""
    upload = request.FILES.get("mapping")
    if upload is None:
        return None
    try:
        mapping = read_mapping(upload.read(), codes=item.field_codes)
    except UnreadableTable as broken:
        raise actions.UnableToReceive(broken.text, status=broken.status) from broken
    return asdict(mapping) | {"ignore": list(mapping.ignore)}


def _items_of(department: DepartmentFacts) -> list[Ruled[CatalogueItem]]:
    """The items in force that the department may send, by title."""
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    found = [
        ruled
        for ruled in catalogue.items(on=clock.today())
        if ANY_ORGAN in ruled.value.providers or department.kind in ruled.value.providers
    ]
    return sorted(found, key=lambda ruled: ruled.value.title.in_(language))


def _page(
    request: HttpRequest,
    department: DepartmentFacts,
    offered: Sequence[Ruled[CatalogueItem]],
    *,
    fault: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    node = settings.XINHENG
    context = {
        "department": department,
        "items": [ruled.value for ruled in offered],
        "chosen": request.POST.get("item") or request.GET.get("item", ""),
        "limits": SizeLimits(file=node.max_upload_bytes // 1024**2, workbook=node.max_sheet_bytes // 1024**2),
        "fault": fault,
    }
    template = "intake/send_form.html" if request.headers.get("HX-Request") else "intake/send.html"
    return render(request, template, context, status=status)
