"""A contact is used when somebody told the code that was sent to it, and kept so that nobody else can read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.db.notices.conftest import code_of
from tests.db.notices.support import AT, FARM, MILL, PERSON
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.actions.contacts import CODE_LASTS, MOST_CODES, MOST_WRONG
from xinheng.areas.notices.models import Contact
from xinheng.areas.notices.terms import Addressee, Channel

pytestmark = pytest.mark.django_db

ADDRESS = "office@example.cn"


def waiting(to: Addressee = MILL, address: str = ADDRESS, channel: Channel = Channel.EMAIL) -> Any:
    return actions.set_contact(to, channel, address, actor="boss", at=AT)


def verify(contact: Any, code: str | None = None, *, at: Any = AT) -> Any:
    return actions.verify_contact(contact.id, code or code_of(contact), actor="boss", at=at)


def in_use(to: Addressee = MILL) -> list[str]:
    return [each.hint for each in service.contacts(to) if each.verified_at is not None]


def test_a_contact_waits_for_its_code_and_the_new_one_replaces_the_old() -> None:
    first = waiting()
    assert in_use() == []
    verify(first)
    assert in_use() == ["o***@example.cn"]
    second = waiting(address="new@example.cn")
    assert in_use() == ["o***@example.cn"]
    verify(second)
    assert in_use() == ["n***@example.cn"]
    assert in_use(FARM) == []


def test_spaces_in_a_code_do_no_harm() -> None:
    contact = waiting()
    code = code_of(contact)
    assert verify(contact, f" {code[:4]} {code[4:]} ").verified_at == AT


def test_a_wrong_code_is_counted_and_too_many_end_it() -> None:
    contact = waiting()
    right = code_of(contact)
    wrong = f"{(int(right) + 1) % 10**8:08}"
    for _ in range(MOST_WRONG):
        with pytest.raises(actions.UnableToSetContact, match="验证码不对"):
            verify(contact, wrong)
    with pytest.raises(actions.UnableToSetContact, match="输错次数过多"):
        verify(contact, right)
    assert in_use() == []


def test_a_code_grows_old_and_holds_once() -> None:
    contact = waiting()
    code = code_of(contact)
    with pytest.raises(actions.UnableToSetContact, match="过期"):
        verify(contact, code, at=AT + CODE_LASTS)
    verify(contact, code, at=AT + CODE_LASTS - timedelta(seconds=1))
    with pytest.raises(actions.UnableToSetContact, match="已验证"):
        verify(contact, code)


def test_setting_a_contact_anew_ends_the_one_that_waited() -> None:
    first = waiting()
    code = code_of(first)
    second = waiting()
    with pytest.raises(actions.UnableToSetContact):
        verify(first, code)
    verify(second)


@pytest.mark.parametrize("address", ["", "office", "office@example", "a@b.cn\nBcc: c@d.cn"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(actions.UnableToSetContact, match="有效的地址"):
        waiting(address=address)
    assert Contact.objects.count() == 0


def test_a_channel_that_the_node_lacks_is_refused(settings: Any) -> None:
    settings.MAIL_IS_ON, settings.MESSAGE_GATEWAY = False, ""
    for channel, address in ((Channel.EMAIL, ADDRESS), (Channel.MESSAGE, "13800000009")):
        with pytest.raises(actions.UnableToSetContact, match="未开通"):
            waiting(channel=channel, address=address)


def test_an_address_is_nowhere_in_clear() -> None:
    contact = waiting(PERSON)
    verify(contact)
    row = Contact.objects.get()
    assert ADDRESS.encode() not in bytes(row.sealed)
    for entry in ledger.entries_about("contact", str(contact.id)):
        assert ADDRESS not in str(entry.said())
        assert PERSON.id not in str(entry.said())


def test_an_ended_contact_is_not_used() -> None:
    contact = verify(waiting())
    actions.end_contact(contact.id, actor="boss", at=AT)
    assert in_use() == []
    with pytest.raises(actions.UnableToSetContact):
        actions.end_contact(contact.id, actor="boss", at=AT)
    assert [entry.kind for entry in ledger.entries_about("contact", str(contact.id))] == [
        "notices.contact_set", "notices.contact_verified", "notices.contact_ended",
    ]  # fmt: skip


def test_nobody_floods_a_mailbox_with_codes() -> None:
    for _ in range(MOST_CODES):
        waiting()
    with pytest.raises(actions.UnableToSetContact, match="过多"):
        waiting()
    waiting(FARM)
    actions.set_contact(MILL, Channel.EMAIL, ADDRESS, actor="boss", at=AT + timedelta(hours=1))
