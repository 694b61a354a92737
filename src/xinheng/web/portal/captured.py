"""What the demo would have sent: letters and messages that went to nobody. There is no such page elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.sending.captured import captured as newest

SHOWN = 50


@public_page
def captured(request: HttpRequest) -> HttpResponse:
    """The newest first; 404 outside the demo."""
    if not settings.XINHENG.demo:
        raise Http404("captured")
    return render(request, "portal/captured.html", {"messages_kept": newest(limit=SHOWN), "shown": SHOWN})
