"""An organisation is told before something is done to it, also when its telephone number is wrong; all of it is provable."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import law
from tests.db.notices.conftest import code_of
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.ledger.actions import checkpoint
from xinheng.areas.notices import actions, jobs, service
from xinheng.areas.notices.models import Delivery
from xinheng.areas.notices.terms import (
    Addressee,
    AddresseeKind,
    Channel,
    DeliveryState,
    FollowUp,
    Grounds,
    NoticeKind,
    UnableToNotify,
)
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.plumbing.sending.captured import captured
from xinheng.settings.sending import CAPTURE, DEMO_GATEWAY
from xinheng.verifier.main import main as verify

__all__ = ["law"]

pytestmark = pytest.mark.django_db(transaction=True)

MILL = Addressee(AddresseeKind.ORGANISATION, "91520100MA00000016")
CASE = ("listing", "MD20260305-0001")
SENT = datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)
DUE = date(2026, 3, 12)


@pytest.fixture
def grounds(law: None, settings: Any, tmp_path: Path) -> Grounds:
    """Basis from the law of the day, reasons of the case; letters and messages are captured."""
    settings.XINHENG = replace(settings.XINHENG, state=tmp_path)
    settings.EMAIL_BACKEND, settings.MESSAGE_GATEWAY = CAPTURE, DEMO_GATEWAY
    deadline = catalogue.lawbook().as_of(SENT.date()).deadline("objection-decide-own")
    return Grounds(
        basis=deadline.citations,
        reasons="2026 年内两次受到同类行政处罚。",
        remedy=Text(zh="可以在期限内陈述、申辩。", en="You may state your case within the time limit."),
        due_on=DUE,
        link="/mine/",
    )


def words(grounds: Grounds) -> Any:
    return service.worded(
        NoticeKind.ADVERSE_EFFECT_INTENDED, what=Text(zh="将贵单位列入重点关注名单", en="entry in a watch list"),
        number=CASE[1], who=Text(zh="示例市监局", en="Example office"), grounds=grounds,
    )  # fmt: skip


@pytest.mark.parametrize("lack", [{"basis": ()}, {"reasons": " "}, {"due_on": None}])
def test_without_its_grounds_there_is_no_notice_of_it(grounds: Grounds, lack: dict[str, Any]) -> None:
    with pytest.raises(UnableToNotify):
        words(replace(grounds, **lack))


def test_told_in_the_inbox_not_by_telephone_then_by_post_and_read(grounds: Grounds, tmp_path: Path) -> None:
    # the organisation gave a number that is none any more, and an address that holds
    for channel, address in ((Channel.MESSAGE, "13800000002"), (Channel.EMAIL, "office@example.cn")):
        waits = actions.set_contact(MILL, channel, address, actor="boss", at=SENT)
        actions.verify_contact(waits.id, code_of(waits), actor="boss", at=SENT)
    text = words(grounds)
    sent = actions.send(MILL, NoticeKind.ADVERSE_EFFECT_INTENDED, text, about=CASE, actor="scjg", at=SENT)
    assert [each.number for each in service.inbox(MILL)] == [sent.number]

    for number in Delivery.objects.values_list("id", flat=True):
        jobs.deliver(number)
    served = service.served(sent.number)
    assert served is not None
    assert {each.channel: each.state for each in served.deliveries} == {
        Channel.MESSAGE: DeliveryState.UNDELIVERABLE,
        Channel.EMAIL: DeliveryState.SENT,
    }
    (letter,) = (each for each in captured(limit=10) if each.by == "email")
    for part in (grounds.reasons, DUE.isoformat(), str(grounds.basis[0].quote), "可以在期限内陈述、申辩。"):
        assert part in letter.body

    # what did not arrive comes to the centre at once, what nobody read after some days
    (wanted,) = service.to_follow_up(today=SENT.date(), after=5)
    assert (wanted.notice.number, wanted.unread) == (sent.number, False)
    (wanted,) = service.to_follow_up(today=SENT.date() + timedelta(days=6), after=5)
    assert wanted.unread
    actions.follow_up(
        sent.number, FollowUp.POSTED, "挂号信 XA123", actor="centre", at=SENT + timedelta(days=6)
    )
    assert service.to_follow_up_count(today=SENT.date() + timedelta(days=7), after=5) == 0

    actions.mark_read(sent.number, actor="boss", at=SENT + timedelta(days=6, hours=2))
    checkpoint(at=SENT + timedelta(days=7), signer=node_signer())
    file = tmp_path / "proof.json"
    proof = service.proof_of_service(sent.number, keys=[node_signer().key]).as_json()
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    assert verify(["service", str(file), "--key", node_signer().key.text()]) == 0
    file.write_text(file.read_text("utf-8").replace("2026-03-12", "2026-03-15"), encoding="utf-8")
    assert verify(["service", str(file), "--key", node_signer().key.text()]) == 1


def test_ten_thousand_are_told_of_one_withdrawal_each_with_a_proof(grounds: Grounds) -> None:
    text = service.worded(
        NoticeKind.RECORD_WITHDRAWN, what=Text(zh="一批处罚信息", en="a batch of penalties"), number=CASE[1],
        who=Text(zh="示例市监局", en="Example office"), grounds=grounds,
    )  # fmt: skip
    everybody = [Addressee(AddresseeKind.ORGANISATION, f"9152{number:014d}") for number in range(10_000)]
    sent = actions.send_many(
        [(each, text) for each in everybody], NoticeKind.RECORD_WITHDRAWN, about=CASE, actor="scjg", at=SENT
    )
    checkpoint(at=SENT, signer=node_signer())
    assert len(sent) == len({each.number for each in sent}) == 10_000
    for each in (sent[0], sent[4_999], sent[-1]):
        assert [found.number for found in service.inbox(each.addressee)] == [each.number]
        assert service.proof_of_service(each.number, keys=[node_signer().key]).leaf == each.leaf
