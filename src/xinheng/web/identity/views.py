"""Going to the identity provider and coming back."""

from __future__ import annotations

from posixpath import normpath
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.identity.adapter import FAILED, refused
from xinheng.web.identity.provider import PROVIDER, IdentityAdapter


class Callback(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """allauth's, which checks the state; the nonce of that state is what the ID token must name."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, answer


@public_page
@require_POST
@rate_limited("login")
def begin(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the provider; `next` is a page of the subject's own."""
    target = request.POST.get("next", "")
    ours = normpath(target).startswith("/mine") and url_has_allowed_host_and_scheme(target, None)
    try:
        provider = get_adapter(request).get_provider(request, PROVIDER)
        return provider.begin(request, next_url=target if ours else None)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist as none:
        raise Http404("no identity provider") from none
    except (OAuth2Error, RequestException, KeyError, ValueError) as wrong:
        return refused(request, FAILED, why=str(wrong))


@public_page
@require_GET
@rate_limited("login")
def callback(request: HttpRequest) -> HttpResponseBase:
    """Come back with a code, or with an error."""
    if settings.IDENTITY is None:
        raise Http404("no identity provider")
    try:
        return Callback.adapter_view(IdentityAdapter)(request)  # type: ignore[no-any-return]
    except ImmediateHttpResponse as answer:
        return answer.response  # type: ignore[no-any-return]
    except (KeyError, ValueError) as wrong:
        return refused(request, FAILED, why=f"{type(wrong).__name__}: {wrong}")
