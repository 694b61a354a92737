"""The file that proves how a notice was served."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xinheng.areas.ledger.service import NotYetCovered
from xinheng.areas.notices import service
from xinheng.areas.notices.terms import NoticeFacts
from xinheng.kernel.text import Text
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.web.language import current_language

_UNSIGNED = Text(
    zh="尚无检查点覆盖这份通知，约十分钟后再取证明。",
    en="No checkpoint covers this notice yet: ask for the proof in some ten minutes.",
)


def proof_file(
    request: HttpRequest, notice: NoticeFacts, *, back: str, with_text: bool = True
) -> HttpResponse:
    """For `xinheng-verify service`; before the first checkpoint after the sending, back to the page that says so."""
    try:
        found = service.proof_of_service(notice.number, keys=[node_signer().key], with_text=with_text)
    except NotYetCovered:
        messages.warning(request, _UNSIGNED.in_(current_language()))
        return redirect(back)
    content = json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{notice.number}.json"'},
    )
