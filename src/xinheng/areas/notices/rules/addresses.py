"""Addresses outside: which are possible, and how a page shows one without telling it. Pure."""

from __future__ import annotations

import re

from xinheng.areas.notices.terms import Channel

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
LONGEST = 254


def compact(channel: Channel, address: str) -> str | None:
    """The address in its one form; None where it is none.

    >>> compact(Channel.MESSAGE, " +86 138-0000-0009 ")
    '13800000009'
    >>> compact(Channel.EMAIL, "office@example.cn"), compact(Channel.EMAIL, "office@@example.cn")
    ('office@example.cn', None)
    """
    given = address.strip()
    if channel is Channel.EMAIL:
        return given if len(given) <= LONGEST and _EMAIL.fullmatch(given) else None
    if channel is Channel.MESSAGE:
        number = re.sub(r"[\s-]", "", given).removeprefix("+86")
        return number if _MOBILE.fullmatch(number) else None
    return None


def hint(channel: Channel, address: str) -> str:
    """Enough to recognise one's own address by.

    >>> hint(Channel.EMAIL, "office@example.cn"), hint(Channel.MESSAGE, "13800000009")
    ('o***@example.cn', '138****0009')
    """
    if channel is Channel.EMAIL:
        name, _, domain = address.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}"
