"""Where an addressee wants notices: set, verified by a one-time code, ended.

Who may set one is for the edge to see to: who acts for an organisation or is the person, the department's own people,
the centre at its counter.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.actions.queueing import send_code
from xinheng.areas.notices.models import Contact
from xinheng.areas.notices.rules.addresses import compact, hint
from xinheng.areas.notices.store import contacts
from xinheng.areas.notices.terms import Addressee, AddresseeKind, Channel, ContactFacts
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.sending.gateways import mail_gateway, message_gateway
from xinheng.plumbing.sending.terms import Outgoing

CODE_DIGITS: Final = 8
CODE_LASTS: Final = timedelta(minutes=30)
MOST_WRONG: Final = 5
"""Wrong codes after which a contact has to be set anew."""
MOST_CODES: Final = 10
"""Codes that one addressee has sent in an hour: nobody floods a stranger's mailbox through us."""


class UnableToSetContact(ValueError):
    """The address is none, the channel is not there, or the code does not fit. `text` says why, to the person."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


_NO_ADDRESS = Text(zh="这不是有效的地址或者手机号码。", en="This is no valid address or mobile number.")
_NO_CHANNEL = Text(zh="本平台未开通此渠道。", en="This platform does not have this channel.")
_NO_CONTACT = Text(
    zh="该联系方式不存在、已验证或者已停用。", en="There is no such contact that waits for its code."
)
_TOO_LATE = Text(
    zh="验证码已过期或者输错次数过多，请重新登记。",
    en="The code is too old, or was wrong too often: begin anew.",
)
_TOO_MANY = Text(
    zh="一小时内发送的验证码过多，请稍后再试。", en="Too many codes within an hour: try again later."
)
_WRONG = Text(zh="验证码不对。", en="The code is wrong.")


@recorded("notices.contact_set")
def set_contact(
    addressee: Addressee, channel: Channel, address: str, *, actor: str, at: datetime
) -> Recorded[ContactFacts]:
    """Keep an address, encrypted, and send it a code. It is used once somebody tells the code to `verify_contact`.

    Raises UnableToSetContact.
    """
    known = compact(channel, address)
    if known is None:
        raise UnableToSetContact(_NO_ADDRESS)
    if not has_channel(channel):
        raise UnableToSetContact(_NO_CHANNEL)
    if contacts.set_since(addressee, at - timedelta(hours=1)) >= MOST_CODES:
        raise UnableToSetContact(_TOO_MANY)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    row = contacts.add(
        addressee, channel, address=known, hint=hint(channel, known), code=code, until=at + CODE_LASTS,
        by=actor, at=at,
    )  # fmt: skip
    send_code(row.pk)
    facts = contacts.facts_of(row)
    return Recorded(facts, about=_about(row), payload=_told(facts))


def verify_contact(number: int, code: str, *, actor: str, at: datetime) -> ContactFacts:
    """Take the contact in use when the code is the one that was sent to it. Raises UnableToSetContact."""
    refused = check_code(number, code, at=at)
    if refused is not None:
        raise UnableToSetContact(refused)
    return take_in_use(number, actor=actor, at=at)


def check_code(number: int, code: str, *, at: datetime) -> Text | None:
    """Why the code does not hold, None when it does. A wrong one is counted, and the count outlives the refusal."""
    with transaction.atomic():
        row = contacts.find(number)
        known = None if row is None else contacts.code_of(row)
        if row is None or known is None or row.ended_at is not None:
            return _NO_CONTACT
        if row.wrong_codes >= MOST_WRONG or row.code_until is None or row.code_until <= at:
            return _TOO_LATE
        if not hmac.compare_digest(known.encode(), "".join(code.split()).encode()):
            contacts.note_wrong_code(row)
            return _WRONG
    return None


@recorded("notices.contact_verified")
def take_in_use(number: int, *, actor: str, at: datetime) -> Recorded[ContactFacts]:
    """Use the contact from now on, in the place of the one before."""
    row = contacts.find(number)
    if row is None or row.verified_at is not None or row.ended_at is not None:
        raise UnableToSetContact(_NO_CONTACT)
    contacts.put_in_use(row, by=actor, at=at)
    facts = contacts.facts_of(row)
    return Recorded(facts, about=_about(row), payload=_told(facts))


@recorded("notices.contact_ended")
def end_contact(number: int, *, actor: str, at: datetime) -> Recorded[ContactFacts]:
    """Use the contact no more. Raises UnableToSetContact when it ended before."""
    row = contacts.find(number)
    if row is None or row.ended_at is not None:
        raise UnableToSetContact(_NO_CONTACT)
    contacts.end(row, by=actor, at=at)
    facts = contacts.facts_of(row)
    return Recorded(facts, about=_about(row), payload=_told(facts))


def has_channel(channel: Channel) -> bool:
    """Whether this node can send by the channel."""
    if channel is Channel.INBOX:
        return False
    return (mail_gateway() if channel is Channel.EMAIL else message_gateway()) is not None


def code_message(number: int, *, node_name: str, at: datetime) -> tuple[Channel, Outgoing] | None:
    """What carries a contact's code; None where the code was told, is too old, or the contact ended."""
    with transaction.atomic():
        row = contacts.find(number)
        code = None if row is None else contacts.code_of(row)
        if row is None or code is None or row.code_until is None or row.code_until <= at:
            return None
        minutes = int(CODE_LASTS.total_seconds() // 60)
        body = (
            f"【{node_name}】验证码 {code}，{minutes} 分钟内有效，用于登记接收通知的联系方式。非本人操作请忽略。\n"
            f"Your code is {code}, valid for {minutes} minutes. If you did not ask for it, ignore this message."
        )
        channel = Channel(row.channel)
        return channel, Outgoing(
            f"contact-{row.pk}", contacts.address_of(row), f"[{node_name}] 验证码 · Code", body
        )


def _about(row: Contact) -> tuple[str, str]:
    return "contact", str(row.pk)


def _told(facts: ContactFacts) -> dict[str, Json]:
    """What the log says of a contact: no address, and of a person not who it is."""
    told: dict[str, Json] = {"channel": str(facts.channel), "addressee_kind": str(facts.addressee.kind)}
    if facts.addressee.kind is not AddresseeKind.PERSON:
        told["addressee"] = facts.addressee.id
    return told
