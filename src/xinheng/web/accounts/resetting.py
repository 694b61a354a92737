"""Taking a lost second factor off an account."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from xinheng.areas.ledger.actions import Recorded, recorded


@recorded("departments.second_factor_reset")
def reset_second_factor(username: str, *, reason: str, actor: str, at: datetime) -> Recorded[int]:
    """Remove a user's authenticator and recovery codes; returns how many were removed."""
    removed, _ = Authenticator.objects.filter(user__username=username).delete()
    payload = {"username": username, "reason": reason, "removed": removed}
    return Recorded(removed, about=("user", username), payload=payload)
