"""The last question before an act: does whoever acts still have the power?"""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.consent import rules, store
from xinheng.areas.consent.terms import Power, Principal, UnableToAct
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

_ENDED = Text(
    zh="该代表或委托关系已失效，您不能再代其办理。",
    en="You represent this subject no longer: nothing more can be done in its name.",
)
_NO_POWER = Text(zh="您没有这项权限。", en="You do not have this power.")


def must(principal: Principal | None, power: Power, *, at: datetime) -> Principal:
    """The principal, when it has the power now; to be called inside the transaction of the act.

    What gives the power is locked until that transaction ends: a mandate that is revoked meanwhile either lets the
    act be done first, or refuses it. Raises `UnableToAct`.
    """
    if principal is None or not rules.may(principal, power):
        raise UnableToAct(_NO_POWER)
    if not store.holds_still(principal, day=day_of(at)):
        raise UnableToAct(_ENDED)
    return principal
