"""The navigation of subjects' pages, and for whom its user acts."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template import Context
from django.urls import reverse

from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import CAPACITY_TITLES, Power
from xinheng.kernel.text import Text
from xinheng.web.inboxes import addressee_of
from xinheng.web.mine.acting import acting
from xinheng.web.templatetags.desks import Entry, unread_of

register = template.Library()

PLACES: Final = (
    ("mine:home", None, "home", Text(zh="我的首页", en="Home")),
    ("mine:inbox", Power.READ, "inbox", Text(zh="消息", en="Messages")),
    ("mine:records", Power.READ, "file-text", Text(zh="我的记录", en="My records")),
    ("mine:cases", Power.READ, "message-report", Text(zh="异议与修复", en="Objections and repair")),
    ("mine:accesses", Power.READ, "eye", Text(zh="谁查过我", en="Who looked")),
    ("mine:authorisations", Power.READ, "key", Text(zh="授权查询", en="Authorisations")),
    ("mine:contacts", Power.READ, "bell", Text(zh="联系方式", en="Contacts")),
    ("mine:mandates", Power.READ, "users", Text(zh="委托代理", en="Mandates")),
)
"""Route, the power that it takes (None: none), icon, title."""


@register.inclusion_tag("desks/nav.html", takes_context=True)
def mine_nav(context: Context) -> dict[str, Any]:
    """The places that the principal of this page may open."""
    request = context["request"]
    principal = acting(request) if request.user.is_authenticated else None
    found = []
    unread = unread_of(request, None if principal is None else addressee_of(principal))
    for route, power, icon, title in PLACES:
        if power is None or consent.may(principal, power):
            url = reverse(route)
            inside = route != "mine:home" and request.path.startswith(url)
            current = "page" if request.path == url else "true" if inside else ""
            count = unread if route == "mine:inbox" else 0
            found.append(Entry(url=url, icon=icon, title=title, current=current, count=count))
    return {"entries": found}


@register.inclusion_tag("mine/acting_for.html", takes_context=True)
def acting_for(context: Context) -> dict[str, Any]:
    """For whom the user acts; nothing is shown while nobody is chosen."""
    principal = acting(context["request"])
    if principal is None:
        return {"principal": None}
    return {
        "principal": principal,
        "name": consent.name_of(principal),
        "capacity": CAPACITY_TITLES[principal.capacity],
    }
