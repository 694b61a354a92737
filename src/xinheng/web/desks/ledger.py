"""The ledger as staff see it: its size, its signed checkpoints, its newest entries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xinheng.areas.ledger import actions, service
from xinheng.areas.ledger.terms import KIND_TEXTS, EntryKind
from xinheng.plumbing import clock
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import may, requires
from xinheng.web.desks.acting import actor

CHECKPOINTS = 10
PAGE_SIZE = 30


@requires("ledger.read")
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries newest first; a payload is shown as it stands in the log."""
    size = service.size()
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=size)
    entries = service.newest_entries(below=size - page.offset, limit=PAGE_SIZE)
    context = {
        "size": size,
        "checkpoints": service.checkpoints(limit=CHECKPOINTS),
        "lines": [(entry, KIND_TEXTS[EntryKind(entry.kind)]) for entry in entries],
        "page": page,
        "may_sign": may(request.user, "ledger.sign"),
        "key": node_signer().key.text(),
    }
    return render(request, "desks/ledger.html", context)


@requires("ledger.sign")
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the log as it stands, now."""
    before = service.latest_checkpoint()
    signed = actions.checkpoint(at=clock.now(), signer=node_signer(), actor=actor(request))
    if before is not None and signed.size == before.size:
        messages.info(request, gettext("自上次签署以来没有新条目。"))
    else:
        messages.success(request, gettext("已签署新的检查点。"))
    return redirect("desk:ledger")
