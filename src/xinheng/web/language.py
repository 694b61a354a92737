"""Chinese first, English second: which one a page speaks, and the switch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from xinheng.kernel.text import Language
from xinheng.plumbing.http.permissions import public_page


def current_language() -> Language:
    """The language of the page, as `Text.in_` takes it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def html_language() -> str:
    """The same as a browser and a screen reader take it (BCP 47)."""
    return "en" if current_language() == "en" else "zh-Hans"


class ChineseFirstMiddleware(LocaleMiddleware):
    """Chinese until somebody chooses otherwise: what a browser happens to be set to does not decide.

    The law and the records are Chinese; a page in English is a help, and chosen as such.
    """

    def process_request(self, request: HttpRequest) -> None:
        """The language of the cookie, else the site's."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


@public_page
@csrf_exempt
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in a cookie. No CSRF token, so that a public page sets no cookie by itself."""
    return set_language(request)
