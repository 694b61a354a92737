"""Pages that explain: verification, contesting a record, what this is, whose data are protected how."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.ledger import service as ledger
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page


@public_page
def verify(request: HttpRequest) -> HttpResponse:
    """How to check a record without trusting this site, and the newest signed state of the log."""
    return render(
        request, "portal/verify.html", {"checkpoint": ledger.latest_checkpoint(), "size": ledger.size()}
    )


@public_page
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint as it stands (C2SP signed note)."""
    newest = ledger.latest_checkpoint()
    if newest is None:
        return JsonResponse({"status": "no checkpoint has been signed yet"}, status=404)
    return HttpResponse(newest.note, content_type="text/plain; charset=utf-8")


@public_page
def contest(request: HttpRequest) -> HttpResponse:
    """To whom an organisation turns, with the clocks that the law of today sets for it."""
    law = catalogue.lawbook().as_of(clock.today())
    clocks = [ruled for ruled in law.deadlines() if ruled.value.id.startswith("objection")]
    return render(request, "portal/contest.html", {"clocks": clocks})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this platform is."""
    return render(request, "portal/about.html")


@public_page
def data_protection(request: HttpRequest) -> HttpResponse:
    """Whose data are kept, for how long, and who reads them."""
    return render(request, "portal/data_protection.html")
