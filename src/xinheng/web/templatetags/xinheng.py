"""Words of the site's templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI
from xinheng.web.language import current_language

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, hidden from screen readers: the words beside it say what it means."""
    sprite = static("vendor/tabler/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.filter
def says(text: Text | str | None) -> str:
    """A bilingual text in the language of the page."""
    if isinstance(text, Text):
        return text.in_(current_language())
    return text or ""


@register.filter
def grouped(number: int) -> str:
    """12345 → 12,345: both languages group by three here."""
    return f"{number:,}"


@register.filter
def day(value: date | None) -> str:
    """ISO 8601, which both languages read alike; nothing for no date."""
    return "" if value is None else value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """Date and minute in Asia/Shanghai."""
    return "" if value is None else f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@register.simple_tag(takes_context=True)
def navlink(context: Context, route: str, label: str) -> SafeString:
    """A link of the navigation; the page itself, and the section it belongs to, are marked for everybody."""
    target = reverse(route)
    path = context["request"].path if "request" in context else ""
    if path == target:
        return format_html('<a href="{}" aria-current="page">{}</a>', target, label)
    if target != "/" and path.startswith(target):
        return format_html('<a href="{}" aria-current="true">{}</a>', target, label)
    return format_html('<a href="{}">{}</a>', target, label)


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: str | int) -> str:
    """The query string of this page with some parts changed; an empty value takes the part away."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
