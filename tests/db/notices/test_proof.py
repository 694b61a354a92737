"""Proof of service can be checked without us, and whoever changes a word of it is found out."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.db.notices.conftest import work
from tests.db.notices.support import ADVERSE, AT, CASE, FARM, MILL, PERSON, PLAIN
from xinheng.areas.ledger.actions import checkpoint
from xinheng.areas.ledger.service import NotYetCovered
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import FollowUp, NoticeKind
from xinheng.kernel.tlog.proof import MalformedProof
from xinheng.kernel.tlog.service import service_from
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.verifier.failures import CheckFailed
from xinheng.verifier.main import main as verify
from xinheng.verifier.service import check_service

pytestmark = pytest.mark.django_db


def proof(number: str, **more: Any) -> dict[str, Any]:
    """The proof as its reader parses it."""
    found = service.proof_of_service(number, keys=[node_signer().key], **more)
    return json.loads(json.dumps(found.as_json()))


def sign() -> None:
    checkpoint(at=AT, signer=node_signer())


@pytest.fixture
def served(reach: Callable[..., Any]) -> Any:
    """A notice that was sent, went out, was read, and was followed up."""
    reach(MILL)
    sent = actions.send(MILL, NoticeKind.ADVERSE_EFFECT_INTENDED, ADVERSE, about=CASE, actor="centre", at=AT)
    work()
    actions.mark_read(sent.number, actor="boss", at=AT)
    actions.follow_up(sent.number, FollowUp.POSTED, "挂号信 1", actor="centre", at=AT)
    sign()
    return sent


def test_the_file_is_sound_for_the_independent_command(
    served: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "service.json"
    file.write_text(json.dumps(proof(served.number), ensure_ascii=False), encoding="utf-8")
    assert verify(["service", str(file), "--key", node_signer().key.text()]) == 0
    said = capsys.readouterr().out
    for kind in ("notices.sent", "notices.delivered", "notices.read", "notices.followed_up"):
        assert kind in said


def test_the_file_says_who_was_told_what_when_and_by_which_channel(served: Any) -> None:
    found = proof(served.number)
    said = found["notice"]["said"]
    assert said["addressee"] == {"kind": "organisation", "id": MILL.id}
    assert (said["reasons"], said["due_on"], said["at"]) == (
        ADVERSE.reasons,
        "2026-03-12",
        "2026-03-05T02:00:00.000000Z",
    )
    delivered, read, _ = (each["entry"] for each in found["afterwards"])
    assert (delivered["payload"]["channel"], delivered["payload"]["tries"]) == ("message", 1)
    assert read["actor"] == "boss"


def test_one_of_many_is_proved_and_the_others_are_not_told() -> None:
    sent = actions.send_many(
        [(MILL, PLAIN), (FARM, PLAIN), (PERSON, PLAIN)],
        NoticeKind.RECORD_WITHDRAWN,
        about=CASE,
        actor="c",
        at=AT,
    )
    sign()
    for each in sent:
        found = proof(each.number)
        check_service(service_from(found), [node_signer().key])
    assert PERSON.id not in json.dumps(proof(sent[0].number))
    assert FARM.id not in json.dumps(proof(sent[0].number))


def test_without_its_text_the_file_tells_nobody_what_it_said(served: Any) -> None:
    found = proof(served.number, with_text=False)
    assert ADVERSE.reasons not in json.dumps(found, ensure_ascii=False)
    assert "salt" not in found["notice"]
    assert MILL.id in json.dumps(found)
    check_service(service_from(found), [node_signer().key])


def _change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        *steps, last = path.split("/")
        for step in steps:
            found = found[int(step) if isinstance(found, list) else step]
        found[int(last) if isinstance(found, list) else last] = value  # type: ignore[call-overload]

    return change


FORGED = {
    "another reason": (_change("notice/said/reasons", "别的理由"), "notice_differs"),
    "another day": (_change("notice/said/due_on", "2026-03-13"), "notice_differs"),
    "another salt": (_change("notice/salt", "00" * 16), "notice_differs"),
    "another place": (_change("notice/place", 1), "notice_not_sent"),
    "another root": (_change("sent/entry/payload/root", "00" * 32), "notice_not_sent"),
    "an entry of another notice": (_change("afterwards/1/entry/payload/leaf", "00" * 32), "entry_of_another"),
    "another kind of entry": (_change("afterwards/0/entry/kind", "ledger.checkpointed"), "entry_of_another"),
    "another moment of reading": (
        _change("afterwards/1/entry/at", "2026-03-04T02:00:00.000000Z"),
        "entry_not_in_log",
    ),
    "another sender": (_change("sent/entry/actor", "somebody"), "entry_not_in_log"),
    "a smaller log": (_change("log_size", 1), "entry_not_in_log"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_whoever_changes_the_file_is_found_out(forged: str, served: Any) -> None:
    change, failure = FORGED[forged]
    found = copy.deepcopy(proof(served.number))
    change(found)
    with pytest.raises(CheckFailed) as wrong:
        check_service(service_from(found), [node_signer().key])
    assert wrong.value.failure == failure


@pytest.mark.parametrize("part", ["notice", "sent", "afterwards", "log_size", "checkpoint", "keys", "format"])
def test_a_file_that_lacks_a_part_is_no_proof(part: str, served: Any) -> None:
    found = proof(served.number)
    del found[part]
    with pytest.raises(MalformedProof):
        service_from(found)


def test_before_a_checkpoint_there_is_no_proof() -> None:
    sent = actions.send(MILL, NoticeKind.OBJECTION_RECEIVED, PLAIN, about=CASE, actor="centre", at=AT)
    with pytest.raises(NotYetCovered):
        proof(sent.number)
    sign()
    actions.mark_read(sent.number, actor="boss", at=AT)
    assert proof(sent.number)["afterwards"] == []
    with pytest.raises(service.NoSuchNotice):
        proof("TZ-none")


def test_each_notice_has_a_salt_of_its_own() -> None:
    two = [
        actions.send(MILL, NoticeKind.OBJECTION_RECEIVED, PLAIN, about=CASE, actor="c", at=AT)
        for _ in range(2)
    ]
    assert two[0].leaf != two[1].leaf
