"""What the platform holds about the subject, shown or not, with its source and the reason of every change (CON-01)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import PartyKind, Permitted, Power, Principal
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import VISIBILITY_TITLES, OwnRecord
from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.terms import PERSON_ROLE_TITLES, RoleFacts
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.web.desks.acting import said
from xinheng.web.mine.acting import subject_page
from xinheng.web.portal.records import steps
from xinheng.web.sources import source_name

PAGE_SIZE = 20
_PROVIDER = Text(zh="统一身份认证", en="the identity provider, at your login")
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Known:
    """Why the platform knows a person: a role, the organisation it is in, and who said so."""

    title: Text
    role: RoleFacts
    organisation: str
    source: str


@subject_page(Power.READ)
def records(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Everything that is held, page by page; of a person also the roles in which the platform knows them."""
    now = clock.now()
    number = page_number(request)
    total, roles = 0, ()

    def read(permitted: Permitted) -> Sequence[OwnRecord]:
        nonlocal total, roles
        total = disclosure.own_count(permitted, at=now)
        if permitted.subject_kind is PartyKind.PERSON:
            roles = subjects.own_roles(permitted.subject, day=clock.day_of(now))  # type: ignore[assignment]
        return disclosure.own_records(permitted, at=now, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)

    found = consent.read_own(request.user, principal, read, what="我的记录", at=now)
    context = {
        "lines": [(one, _state(one)) for one in found],
        "page": Paging(number=number, size=PAGE_SIZE, total=total),
        "roles": _roles(roles),
    }
    return render(request, "mine/records.html", context)


@subject_page(Power.READ)
def record(request: HttpRequest, principal: Principal, item: str, key: str) -> HttpResponse:
    """One record; 404 for somebody else's, as for none."""
    if not _KEY.fullmatch(key):
        raise Http404(key)
    now = clock.now()

    def read(permitted: Permitted) -> Sequence[OwnRecord]:
        one = disclosure.own_record(permitted, item, bytes.fromhex(key), at=now)
        return () if one is None else (one,)

    found = consent.read_own(request.user, principal, read, what=f"记录 {item} {key}", at=now)
    if not found:
        raise Http404(key)
    senders = departments.departments()
    ruled = catalogue.lawbook().as_of(clock.day_of(now)).item(item)
    versions = archive.history(item=item, key=bytes.fromhex(key), moment=now)
    context = {
        "record": found[0],
        "state": _state(found[0]),
        "source": source_name(found[0].source, senders),
        "steps": list(steps(versions, ruled.value, senders)),
    }
    return render(request, "mine/record.html", context)


def _state(record: OwnRecord) -> Text:
    """How it stands with the public."""
    return VISIBILITY_TITLES[record.visibility]


def _roles(roles: Sequence[RoleFacts]) -> list[Known]:
    """The roles with the names of organisations and sources."""
    names = subjects.names_of([role.organisation for role in roles if role.organisation])
    senders = departments.departments()
    return [
        Known(
            PERSON_ROLE_TITLES[role.role], role, names.get(role.organisation or "", ""),
            said(_PROVIDER) if role.source == "identity-provider" else source_name(role.source, senders),
        )
        for role in roles
    ]  # fmt: skip
