"""For whom the user of a request acts: asked once a request, never believed from the one before."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext

from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import CHOSEN, Power, Principal
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Principal, P], HttpResponseBase]
_UNASKED = object()


def acting(request: HttpRequest) -> Principal | None:
    """The principal of this request; None when whom the session chose cannot be acted for any more."""
    found: Any = getattr(request, "acting_principal", _UNASKED)
    if found is _UNASKED:
        found = consent.principal(request.user, request.session.get(CHOSEN), at=clock.now())
        request.acting_principal = found  # type: ignore[attr-defined]
    return found  # type: ignore[no-any-return]


def subject_page(power: Power) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """A page of `mine/`: its view gets the principal, who has the power.

    A choice that holds no more is asked for again; nothing is done for somebody else instead.
    """

    def mark(page: Page[P]) -> Callable[..., HttpResponseBase]:
        @requires("mine.use")
        @wraps(page)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            principal = acting(request)
            if principal is None:
                return _ask_again(request)
            if not consent.may(principal, power):
                raise PermissionDenied(power)
            return page(request, principal, *args, **kwargs)

        return guarded

    return mark


def _ask_again(request: HttpRequest) -> HttpResponseBase:
    request.session.pop(CHOSEN, None)
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied("no longer acting for whom was chosen")
    messages.warning(request, gettext("该代表或委托关系已失效，请重新选择代谁办理。"))
    return redirect("mine:home")
