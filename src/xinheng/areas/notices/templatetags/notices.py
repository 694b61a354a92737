"""Words of the area's templates."""

from __future__ import annotations

from typing import Final

from django import template
from django.urls import reverse

from xinheng.areas.notices.terms import (
    CHANNEL_TITLES,
    DELIVERY_TITLES,
    FOLLOW_UP_TITLES,
    KIND_TITLES,
    TRY_TITLES,
    Channel,
    DeliveryState,
    FollowUp,
    NoticeKind,
    TryOutcome,
)
from xinheng.kernel.text import Text

register = template.Library()

_CLASSES: Final = {
    DeliveryState.SENT: " tag-favourable",
    DeliveryState.UNDELIVERABLE: " tag-adverse",
    DeliveryState.UNCERTAIN: " tag-adverse",
    DeliveryState.TRYING_AGAIN: " tag-provisional",
}


@register.filter
def notice_kind(kind: NoticeKind) -> Text:
    """What a notice of that kind tells."""
    return KIND_TITLES[kind]


@register.filter
def channel(value: Channel) -> Text:
    """The channel's name."""
    return CHANNEL_TITLES[value]


@register.filter
def delivery_state(state: DeliveryState) -> Text:
    """How far a delivery came."""
    return DELIVERY_TITLES[state]


@register.filter
def state_class(state: DeliveryState) -> str:
    """How the state's tag looks."""
    return _CLASSES.get(state, "")


@register.filter
def try_outcome(outcome: TryOutcome) -> Text:
    """How a try ended."""
    return TRY_TITLES[outcome]


@register.filter
def follow_up(did: FollowUp) -> Text:
    """What a person did."""
    return FOLLOW_UP_TITLES[did]


@register.simple_tag
def notice_url(route: str, number: str) -> str:
    """A notice's page below the list that shows it (`mine:notice`, `desk:notice`)."""
    return reverse(route, args=[number])
