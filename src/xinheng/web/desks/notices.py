"""The centre follows up: notices that nobody read or that did not arrive, how each was served, contacts at the counter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.departments import service as departments
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import (
    ADDRESSEE_TITLES,
    FOLLOW_UP_TITLES,
    Addressee,
    AddresseeKind,
    FollowUp,
    NoticeFacts,
    Overdue,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.identifiers import uscc
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires
from xinheng.web.contacts import contacts_page
from xinheng.web.desks.acting import actor, said
from xinheng.web.served import proof_file

PAGE_SIZE = 30
WAITS: Final = (1, 3, 5, 10, 30)
"""Days unread that the page offers beside the node's own."""


class FollowUpForm(forms.Form):
    """What was done."""

    did = forms.ChoiceField(label=_("采取的办法"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("经过"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如接听人、挂号信编号、签收日期；随通知保存，不能更改。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["did"].choices = [(each.value, said(FOLLOW_UP_TITLES[each])) for each in FollowUp]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """A notice that wants following up, with its addressee by name."""

    overdue: Overdue
    addressee: Text
    days: int


@requires("notices.follow_up")
def follow_up(request: HttpRequest) -> HttpResponse:
    """`?after=` days unread; `?number=` opens one notice."""
    if number := request.GET.get("number", "").strip()[:40]:
        if service.notice(number) is not None:
            return redirect("desk:served", number)
        messages.warning(request, gettext("没有这个编号的通知。"))
    today, after = clock.today(), _after(request)
    total = service.to_follow_up_count(today=today, after=after)
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=total)
    found = service.to_follow_up(today=today, after=after, limit=PAGE_SIZE, offset=page.offset)
    names = addressee_names(each.notice.addressee for each in found)
    context = {
        "lines": [
            Line(each, names[each.notice.addressee], (today - clock.day_of(each.notice.at)).days)
            for each in found
        ],
        "total": total,
        "after": after,
        "waits": sorted({*WAITS, settings.FOLLOW_UP_DAYS}),
        "page": page,
    }
    return render(request, "desks/notices.html", context)


@requires("notices.follow_up")
def served(request: HttpRequest, number: str) -> HttpResponse:
    """How one notice reached its addressee; on POST what a person did is kept.

    What a notice tells a person is for that person: the desk sees how it was served, not what it said (R1).
    """
    found = service.served(number)
    if found is None:
        raise Http404(number)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.follow_up(
            number, FollowUp(given["did"]), given["words"], actor=actor(request), at=clock.now()
        )
        messages.success(request, gettext("已记录。"))
        return redirect("desk:served", number)
    notice = found.notice
    context = {
        "served": found,
        "notice": notice,
        "addressee": addressee_names([notice.addressee])[notice.addressee],
        "addressee_kind": ADDRESSEE_TITLES[notice.addressee.kind],
        "private": _private(notice),
        "form": form,
        "leaf": notice.leaf.hex(),
        "proof_url": reverse("desk:served_proof", args=[number]),
    }
    return render(request, "desks/served.html", context, status=422 if form.errors else 200)


@requires("notices.follow_up")
def served_proof(request: HttpRequest, number: str) -> HttpResponse:
    """Proof of service; of a notice to a person without what it said."""
    found = service.notice(number)
    if found is None:
        raise Http404(number)
    return proof_file(
        request, found, back=reverse("desk:served", args=[number]), with_text=not _private(found)
    )


@requires("notices.follow_up")
def counter(request: HttpRequest) -> HttpResponse:
    """An organisation whose people came to the counter: `?uscc=` its code."""
    code = uscc.compact(request.GET.get("uscc", "")) if request.GET.get("uscc") else ""
    known = subjects.names_of([code]) if code else {}
    if code in known:
        return redirect("desk:counter_contacts", code)
    return render(request, "desks/counter.html", {"code": code})


@requires("notices.follow_up")
def counter_contacts(request: HttpRequest, code: str) -> HttpResponse:
    """Contacts of an organisation, set by staff for its people, who have shown who they are."""
    name = subjects.names_of([code]).get(code)
    if name is None:
        raise Http404(code)
    addressee = Addressee(AddresseeKind.ORGANISATION, code)
    return contacts_page(
        request, addressee, template="desks/counter_contacts.html", more={"name": name, "code": code}
    )


def addressee_names(addressees: Iterable[Addressee]) -> dict[Addressee, Text]:
    """What pages call addressees: an organisation and a department by name, a person by nothing. Two queries."""
    wanted = set(addressees)
    organisations = subjects.names_of([each.id for each in wanted if each.kind is AddresseeKind.ORGANISATION])
    offices = {facts.code: facts.name for facts in departments.departments()}
    found = {}
    for each in wanted:
        match each.kind:
            case AddresseeKind.ORGANISATION:
                name = organisations.get(each.id, each.id)
                found[each] = Text(zh=name, en=name)
            case AddresseeKind.DEPARTMENT:
                found[each] = offices.get(each.id, Text(zh=each.id, en=each.id))
            case AddresseeKind.PERSON | AddresseeKind.CENTRE:
                found[each] = ADDRESSEE_TITLES[each.kind]
    return found


def _private(notice: NoticeFacts) -> bool:
    return notice.addressee.kind is AddresseeKind.PERSON


def _after(request: HttpRequest) -> int:
    asked = request.GET.get("after", "")
    known = {str(each): each for each in WAITS}
    return known.get(asked, int(settings.FOLLOW_UP_DAYS))
