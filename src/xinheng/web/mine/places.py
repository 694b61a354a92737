"""Places whose content comes with the parts that fill them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.consent.terms import Power, Principal
from xinheng.web.mine.acting import subject_page


@subject_page(Power.READ)
def records(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Records about the subject."""
    return render(request, "mine/records.html")


@subject_page(Power.READ)
def accesses(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Who looked."""
    return render(request, "mine/accesses.html")


@subject_page(Power.READ)
def authorisations(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Who may look."""
    return render(request, "mine/authorisations.html")
