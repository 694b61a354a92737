"""Notices to the subject, proof that they were served, and how it wants to be told beside its inbox."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import NoticeFacts
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.web.contacts import contacts_page
from xinheng.web.desks.acting import actor
from xinheng.web.inboxes import addressee_of
from xinheng.web.mine.acting import subject_page
from xinheng.web.served import proof_file

PAGE_SIZE = 30


def may_set_contacts(principal: Principal) -> bool:
    """The subject itself decides where it is told; an agent does not."""
    return principal.mandate is None


@subject_page(Power.READ)
def inbox(request: HttpRequest, principal: Principal) -> HttpResponse:
    """`?unread=1` only what nobody opened yet."""
    addressee = addressee_of(principal)
    total, unread = service.counts(addressee)
    unread_only = request.GET.get("unread") == "1"
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=unread if unread_only else total)
    context = {
        "notices": service.inbox(addressee, unread_only=unread_only, limit=PAGE_SIZE, offset=page.offset),
        "total": total,
        "unread": unread,
        "unread_only": unread_only,
        "page": page,
        "base": "mine:notice",
        "may_set_contacts": may_set_contacts(principal),
    }
    return render(request, "mine/inbox.html", context)


@subject_page(Power.READ)
def notice(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """One notice; whoever opens it first for the subject has read it."""
    found = _own(principal, number)
    read = actions.mark_read(found.number, actor=actor(request), at=clock.now())
    context = {
        "notice": read,
        "served": service.served(number),
        "proof_url": reverse("mine:notice_proof", args=[number]),
    }
    return render(request, "mine/notice.html", context)


@subject_page(Power.READ)
def proof(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """Proof of service of a notice to the subject."""
    found = _own(principal, number)
    return proof_file(request, found, back=reverse("mine:notice", args=[number]))


@subject_page(Power.READ)
def contacts(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Where the subject wants to be told."""
    if not may_set_contacts(principal):
        raise PermissionDenied("an agent does not decide where the subject is told")
    return contacts_page(request, addressee_of(principal), template="mine/contacts.html")


def _own(principal: Principal, number: str) -> NoticeFacts:
    """The notice, when it is to the subject; else 404, as if there were none."""
    found = service.notice(number)
    if found is None or found.addressee != addressee_of(principal):
        raise Http404(number)
    return found
