"""The inbox of a desk: notices to the user's department, and to the centre for those who see the whole node."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xinheng.areas.departments import service as departments
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import THE_CENTRE, Addressee, NoticeFacts
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires
from xinheng.web.cases import case_title, case_url
from xinheng.web.contacts import contacts_page
from xinheng.web.desks.acting import actor
from xinheng.web.inboxes import inbox_of
from xinheng.web.served import proof_file

PAGE_SIZE = 30


@requires("notices.read")
def inbox(request: HttpRequest) -> HttpResponse:
    """`?unread=1` only what nobody opened yet."""
    addressee = _inbox(request)
    total, unread = service.counts(addressee)
    unread_only = request.GET.get("unread") == "1"
    number = page_number(request)
    page = Paging(number=number, size=PAGE_SIZE, total=unread if unread_only else total)
    context = {
        "notices": service.inbox(addressee, unread_only=unread_only, limit=PAGE_SIZE, offset=page.offset),
        "total": total,
        "unread": unread,
        "unread_only": unread_only,
        "page": page,
        "base": "desk:notice",
        "centre": addressee == THE_CENTRE,
        "perms_contact": departments.may(request.user, "notices.contact"),
    }
    return render(request, "desks/inbox.html", context)


@requires("notices.read")
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice; whoever of the addressee opens it first has read it."""
    found = _own(request, number)
    read = actions.mark_read(found.number, actor=actor(request), at=clock.now())
    context = {"notice": read, "case": case_title(read.about[0]), "case_url": case_url(read.about)}
    return render(request, "desks/notice.html", context)


@requires("notices.read")
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Proof of service of a notice to the own inbox."""
    found = _own(request, number)
    return proof_file(request, found, back=reverse("desk:notice", args=[found.number]))


@requires("notices.contact")
def contacts(request: HttpRequest) -> HttpResponse:
    """How the department, or the centre, is told beside its inbox."""
    return contacts_page(request, _inbox(request), template="desks/contacts.html")


def _inbox(request: HttpRequest) -> Addressee:
    addressee = inbox_of(request.user)
    if addressee is None:
        raise PermissionDenied("no inbox")
    return addressee


def _own(request: HttpRequest, number: str) -> NoticeFacts:
    """The notice, when it is in the user's inbox; else 404, as if there were none."""
    found = service.notice(number)
    if found is None or found.addressee != _inbox(request):
        raise Http404(number)
    return found
