"""What a try means for its delivery. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from xinheng.areas.notices.terms import MOST_TRIES, DeliveryState, TryOutcome


def state_after(outcomes: Sequence[TryOutcome]) -> DeliveryState:
    """The state of a delivery after all its tries so far.

    A refusal ends it. When no tries are left it is undeliverable, unless one of them may have arrived.
    """
    if not outcomes:
        return DeliveryState.WAITING
    if outcomes[-1] is TryOutcome.ACCEPTED:
        return DeliveryState.SENT
    unclear = TryOutcome.UNCLEAR in outcomes
    if outcomes[-1] is TryOutcome.REFUSED or len(outcomes) >= MOST_TRIES:
        return DeliveryState.UNCERTAIN if unclear else DeliveryState.UNDELIVERABLE
    return DeliveryState.TRYING_AGAIN


def may_repeat(outcomes: Sequence[TryOutcome]) -> bool:
    """Whether the next message may be the second one that arrives: it says so."""
    return TryOutcome.UNCLEAR in outcomes
