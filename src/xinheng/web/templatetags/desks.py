"""The desks' navigation: what a user may open, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms, template
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI
from xinheng.plumbing.http.permissions import may
from xinheng.web.inboxes import inbox_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation, for those who hold the permission."""

    route: str
    permission: str
    icon: str
    title: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as the page shows it; `current` is what aria-current says, `count` what is unread there."""

    url: str
    icon: str
    title: Text
    current: str
    count: int = 0


INBOX: Final = "desk:inbox"
PLACES: Final = (
    Place("desk:inbox", "notices.read", "bell", Text(zh="通知", en="Notices")),
    Place("intake:send", "intake.submit", "upload", Text(zh="报送数据", en="Hand in")),
    Place("intake:history", "intake.read", "history", Text(zh="报送记录", en="Submissions")),
    Place("intake:pending", "intake.read", "inbox", Text(zh="待核认数据", en="Waiting rows")),
    Place("intake:problems", "intake.read", "alert-triangle", Text(zh="问题数据", en="Problem rows")),
    Place(
        "rights:cases", "rights.read", "message-report", Text(zh="异议修复撤销", en="Objections and repair")
    ),
    Place("desk:due", "clocks.read", "clock", Text(zh="办理时限", en="What is due")),
    Place("quality:board", "quality.read", "report-analytics", Text(zh="数据质量", en="Data quality")),
    Place(
        "desk:reviews", "disclosure.review", "shield-check", Text(zh="公示合法性审查", en="Legality review")
    ),
    Place("desk:held", "archive.read", "lock", Text(zh="调阅记录", en="Held records")),
    Place("desk:notices", "notices.follow_up", "message-report", Text(zh="通知跟进", en="Follow-up")),
    Place("desk:merges", "subjects.merge", "link", Text(zh="主体合并", en="Merges")),
    Place("desk:catalogue", "catalogue.read", "category", Text(zh="目录版本", en="Catalogue versions")),
    Place("desk:departments", "departments.manage", "building-bank", Text(zh="部门", en="Departments")),
    Place("desk:users", "users.manage", "users", Text(zh="用户与令牌", en="Users and tokens")),
    Place("desk:reading", "reading.authorised", "key", Text(zh="凭授权查询", en="Read by authorisation")),
    Place("desk:reading_matter", "reading.matter", "eye", Text(zh="按事项查询", en="Read for a matter")),
    Place("desk:accesses", "access.read", "eye", Text(zh="查询登记", en="Access log")),
    Place("desk:ledger", "ledger.read", "fingerprint", Text(zh="存证账本", en="Ledger")),
    Place("desk:jobs", "jobs.read", "settings", Text(zh="后台任务", en="Background jobs")),
)


@register.inclusion_tag("desks/nav.html", takes_context=True)
def desk_nav(context: Context) -> dict[str, Any]:
    """The list of places that the user of this page may open."""
    request = context["request"]
    unread = {INBOX: unread_of(request, inbox_of(request.user))}
    return {
        "entries": [
            _entry(place, request.path, unread.get(place.route, 0))
            for place in PLACES
            if may(request.user, place.permission)
        ]
    }


def unread_of(request: HttpRequest, addressee: Addressee | None) -> int:
    """What is unread in an inbox; asked once a request, however often the navigation is drawn."""
    if addressee is None:
        return 0
    found: int | None = getattr(request, "unread_notices", None)
    if found is None:
        found = notices.unread([addressee])
        request.unread_notices = found  # type: ignore[attr-defined]
    return found


def _entry(place: Place, path: str, count: int) -> Entry:
    url = reverse(place.route)
    current = "page" if path == url else "true" if path.startswith(url) else ""
    return Entry(url=url, icon=place.icon, title=place.title, current=current, count=count)


_CLASSES: Final = (
    ((forms.CheckboxSelectMultiple, forms.RadioSelect), ""),
    ((forms.CheckboxInput,), "form-check-input"),
    ((forms.Select,), "form-select"),
)


@register.filter
def styled(field: BoundField) -> SafeString:
    """A form's field as the site draws it."""
    widget = field.field.widget
    name = next((name for kinds, name in _CLASSES if isinstance(widget, kinds)), "form-control")
    return field.as_widget(attrs={"class": name} if name else None)


@register.filter
def logged(at: str) -> str:
    """The moment of a log entry, which is written in UTC, in Asia/Shanghai."""
    return f"{datetime.fromisoformat(at).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
