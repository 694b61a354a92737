"""Where a subject arrives: for whom to act, and what there is to do."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import CAPACITY_TITLES, CHOSEN, PARTY_TITLES
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import may, public_page, requires
from xinheng.web.mine.acting import acting


@public_page
def enter(request: HttpRequest) -> HttpResponseBase:
    """The entrance; whoever is in already goes on."""
    if may(request.user, "mine.use"):
        return redirect("mine:home")
    available = settings.IDENTITY is not None
    return render(request, "mine/enter.html", {"next": request.GET.get("next", ""), "available": available})


@requires("mine.use")
def home(request: HttpRequest) -> HttpResponseBase:
    """For whom, and what."""
    principal = acting(request)
    if principal is None and CHOSEN in request.session:
        del request.session[CHOSEN]
        messages.warning(request, gettext("该代表或委托关系已失效，请重新选择代谁办理。"))
        return redirect("mine:home")
    offered = consent.choices(request.user, at=clock.now())
    context = {
        "choices": [(one, PARTY_TITLES[one.kind], CAPACITY_TITLES[one.capacity]) for one in offered],
        "chosen": None if principal is None else principal.key,
    }
    return render(request, "mine/home.html", context)


@requires("mine.use")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Act for somebody from now on; only for whom the user may act."""
    key = request.POST.get("key", "")
    if key not in {one.key for one in consent.choices(request.user, at=clock.now())}:
        raise PermissionDenied("not one to act for")
    request.session[CHOSEN] = key
    return redirect("mine:home")
