"""Words of the site's templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xinheng.areas.clocks.terms import DUE_TITLES, STATE_TITLES, DueState, Line
from xinheng.kernel.lawbook import Period
from xinheng.kernel.lawbook.meta import Deadline, DisclosureTerm
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI
from xinheng.web.language import current_language
from xinheng.web.words import TERM_START_TITLES, UNIT_TITLES

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
def listed(texts: Iterable[Text]) -> str:
    """Bilingual texts one after the other."""
    return ("、" if current_language() == "zh" else ", ").join(says(text) for text in texts)


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


@register.filter
def article(anchor: str) -> str:
    """An anchor of a source as people write it: 33 → 第33条, item-38 → 第38项; other anchors as they are."""
    chinese = current_language() == "zh"
    if anchor.isdigit():
        return f"第{anchor}条" if chinese else f"art. {anchor}"
    if anchor.startswith("item-"):
        number = anchor.removeprefix("item-")
        return f"第{number}项" if chinese else f"item {number}"
    return anchor


@register.filter
def term_words(term: DisclosureTerm) -> str:
    """自作出决定之日起 3 年 — the length of display and the day it runs from."""
    chinese = current_language() == "zh"
    if term.length is None or term.starts is None:
        return ""
    start = TERM_START_TITLES[term.starts]
    length = period_words(term.length)
    return f"自{start.zh}起 {length}" if chinese else f"{length} from {start.en}"


@register.filter
def deadline_words(deadline: Deadline) -> str:
    """7 个工作日, 7 working days, 1 working day."""
    unit = UNIT_TITLES[deadline.unit].in_(current_language())
    return f"{deadline.length} {unit.removesuffix('s') if deadline.length == 1 else unit}"


@register.filter
def due_words(line: Line) -> str:
    """还剩 2 个工作日, 2 working days left; 已逾期 3 个工作日, 3 working days overdue."""
    days, chinese = abs(line.days), current_language() == "zh"
    number = f"{days} 个工作日" if chinese else f"{days} working day{'' if days == 1 else 's'}"
    match line.due:
        case DueState.OVERDUE:
            return f"已逾期 {number}" if chinese else f"{number} overdue"
        case DueState.DUE_SOON | DueState.DUE_LATER:
            return f"还剩 {number}" if chinese else f"{number} left"
        case DueState.DUE_TODAY:
            return DUE_TITLES[line.due].in_(current_language())
        case DueState.ENDED:
            return STATE_TITLES[line.clock.state].in_(current_language())


@register.filter
def period_words(period: Period) -> str:
    """P1Y6M as 1 年 6 个月, or 1 year 6 months."""
    years, months = divmod(period.months, 12)
    parts = ((years, " 年", "year"), (months, " 个月", "month"), (period.days, " 日", "day"))
    if current_language() == "zh":
        return " ".join(f"{number}{word}" for number, word, _ in parts if number)
    return " ".join(f"{number} {word}{'s' if number > 1 else ''}" for number, _, word in parts if number)
