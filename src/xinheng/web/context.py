"""What every template of the site knows."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from xinheng.web.language import current_language, html_language


@dataclass(frozen=True, slots=True)
class Site:
    """`lang` is the key of a `Text`, `html_lang` what a browser is told; `demo` marks all as synthetic."""

    lang: str
    html_lang: str
    demo: bool
    node_name: str


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor; asks no database."""
    node = settings.XINHENG
    return {
        "site": Site(
            lang=current_language(),
            html_lang=html_language(),
            demo=node.demo,
            node_name=node.node_name,
        )
    }
