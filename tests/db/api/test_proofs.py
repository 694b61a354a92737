"""A record that names persons is proved to anybody by what is shown of it, and nothing of the rest is told."""

from __future__ import annotations

import hmac
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings

from demo.province.codes import citizen_ids
from tests.acceptance.rows import FARM, licence, penalty
from tests.db.api.support import Caller, as_csv
from xinheng.areas.archive.models import Version
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.ledger import actions as ledger
from xinheng.kernel.lawbook import load_packs
from xinheng.kernel.tlog.canonical import canonical
from xinheng.plumbing import clock
from xinheng.plumbing.clock import SHANGHAI
from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.verifier.main import main as verify

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
NAME = "示例甲某"
(NUMBER,) = citizen_ids(births=np.array([19800101]), serials=np.array([7]))
PERSON = {"CF_FRDB": NAME, "CF_FR_ZJLX": "身份证", "CF_FR_ZJHM": NUMBER}
TWO = [
    penalty(**PERSON),
    penalty(CF_WSH="黔示罚〔2026〕2号", CF_XDR_MC="贵阳示例农场有限公司", CF_XDR_SHXYM=FARM, **PERSON),
]
REWARD = {
    "JL_XDR_MC": TWO[0]["CF_XDR_MC"], "JL_XDR_SHXYM": TWO[0]["CF_XDR_SHXYM"], "JL_WSH": "黔示奖〔2026〕1号",
    "JL_JLMC": "质量奖", "JL_NR": "奖励示例乙某团队", "JL_RQ": "2026-03-02", "JL_JG": TWO[0]["CF_CFJG"],
    "JL_JGDM": TWO[0]["CF_CFJGDM"], "JL_SJLY": TWO[0]["CF_SJLY"], "JL_SJLYDM": TWO[0]["CF_SJLYDM"],
}  # fmt: skip
"""A record of an item without hidden columns."""
Proof = dict[str, Any]


@pytest.fixture
def fetched(market: Caller, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Proof]]:
    """Sends rows and gets the proof of every record that is on display, the newest number first, as anybody gets it."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def fetch(*rows: dict[str, str], item: str = "penalty") -> list[Proof]:
        if rows:
            assert market.send(as_csv(rows), item=item).json()["counts"]["received"] == len(rows)
        ledger.checkpoint(at=NOW, signer=node_signer())
        records = sorted(Caller().get("/publicity").json()["items"], key=lambda one: one["instrument"])
        return [Caller().client.get(record["proof_url"]).json() for record in records]

    return fetch


def verified(proof: Proof, folder: Path) -> int:
    """What `xinheng-verify record` exits with."""
    file = folder / "proof.json"
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    return verify(["record", str(file), "--key", Caller().get("/ledger/key").json()["key"], "--lang", "en"])


@pytest.mark.requirement("SEC-07", "LIA-05")
def test_a_penalty_with_a_legal_representative_is_proved_without_naming_anybody(
    fetched: Callable[..., list[Proof]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (proof,) = fetched(TWO[0])
    assert verified(proof, tmp_path) == 0
    assert "the 13 fields given are those deposited" in capsys.readouterr().out
    record = proof["record"]
    assert record["data"]["CF_NR"] == "罚款2000元"
    assert not record["data"].keys() & PERSON.keys()
    assert record.keys() == {
        "row_no",
        "change",
        "key",
        "content_hash",
        "salt",
        "data",
        "withheld_hash",
    }
    pepper = key_ring().subkey(Purpose.CONTENT_PEPPER).hex()
    told = json.dumps(proof, ensure_ascii=False)
    for secret in (NAME, NUMBER, keyed_hash(NUMBER, ring=key_ring()), *PERSON, pepper):
        assert secret not in told


def test_any_shown_field_that_is_changed_added_or_left_out_is_found(
    fetched: Callable[..., list[Proof]], tmp_path: Path
) -> None:
    (proof,) = fetched(TWO[0])
    shown = proof["record"]["data"]
    for code in shown:
        for put in (
            shown | {code: shown[code] + "。"},
            {name: shown[name] for name in shown if name != code},
        ):
            assert verified(proof | {"record": proof["record"] | {"data": put}}, tmp_path) == 1
    for put in (shown | {"CF_FRDB": NAME}, shown | {"BZ": ""}):
        assert verified(proof | {"record": proof["record"] | {"data": put}}, tmp_path) == 1


def test_a_right_guess_at_the_name_is_not_confirmed(fetched: Callable[..., list[Proof]]) -> None:
    """Who guesses name and number, and knows that the platform keeps the number as a keyed hash, has no key to try."""
    (proof,) = fetched(penalty())
    record = proof["record"]
    shown, key = canonical(record["data"]), bytes.fromhex(record["key"])
    told = bytes.fromhex(record["withheld_hash"]), bytes.fromhex(record["content_hash"])
    guess = canonical({"CF_FRDB": NAME})
    assert Version.objects.values_list("withheld", flat=True).get() == {"CF_FRDB": NAME}
    part = sha256(shown).digest()
    for salt in (b"", key, part, key + part, bytes(32), hmac.digest(b"", key + part, "sha256")):
        made = sha256(salt + guess).digest()
        assert made not in told
        assert sha256(part + made).digest() not in told
    assert sha256(canonical({**record["data"], "CF_FRDB": NAME})).digest() not in told


def test_the_same_representative_of_two_organisations_is_not_seen(
    fetched: Callable[..., list[Proof]], tmp_path: Path
) -> None:
    proofs = fetched(*TWO)
    assert [verified(proof, tmp_path) for proof in proofs] == [0, 0]
    assert len({proof["record"]["withheld_hash"] for proof in proofs}) == 2
    held = PERSON | {"CF_FR_ZJHM": keyed_hash(NUMBER, ring=key_ring())}
    assert list(Version.objects.values_list("withheld", flat=True)) == [held, held]


def test_a_record_without_a_hidden_field_does_not_say_so(
    fetched: Callable[..., list[Proof]], tmp_path: Path
) -> None:
    (proof,) = fetched(REWARD, item="reward")
    assert Version.objects.values_list("withheld", flat=True).get() == {}
    assert verified(proof, tmp_path) == 0
    assert proof["record"]["withheld_hash"] not in {"00" * 32, sha256(b"{}").hexdigest()}


def test_a_licence_is_proved_too(fetched: Callable[..., list[Proof]], tmp_path: Path) -> None:
    (proof,) = fetched(licence(XK_FR_SFZH=NUMBER), item="licence")
    assert verified(proof, tmp_path) == 0
    assert not {NAME, NUMBER} & set(proof["record"]["data"].values())


def test_what_a_later_law_hides_is_neither_told_nor_to_be_guessed(
    fetched: Callable[..., list[Proof]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (before,) = fetched(REWARD, item="reward")
    law = hiding("JL_NR", tmp_path)
    monkeypatch.setattr(catalogue, "lawbook", lambda: law)
    (proof,) = fetched()
    assert proof["record"].keys() == {"row_no", "change", "key", "content_hash", "salt"}
    assert REWARD["JL_NR"] not in json.dumps(proof, ensure_ascii=False)
    assert verified(proof, tmp_path) == 0
    assert "content withheld" in capsys.readouterr().out
    hashed = sha256(canonical(before["record"]["data"])).digest()
    told = proof["record"]["content_hash"]
    assert told == before["record"]["content_hash"]
    assert told not in {hashed.hex(), sha256(hashed + bytes(32)).hexdigest(), sha256(hashed).hexdigest()}


def hiding(code: str, folder: Path) -> Any:
    """The node's law, with one more field of its acts never shown."""
    packs = folder / "lawpacks"
    shutil.copytree(settings.XINHENG.lawpack_root, packs)
    file = packs / "cn-gz-draft-2018-10" / "catalogue" / "administrative-acts.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count(f"{{code: {code}, ") == 1
    file.write_text(text.replace(f"{{code: {code}, ", f"{{code: {code}, never_shown: true, "), "utf-8")
    return load_packs(packs, settings.XINHENG.node_file)


def test_nothing_that_anybody_may_read_gives_the_withheld_part(
    fetched: Callable[..., list[Proof]],
) -> None:
    (proof,) = fetched(TWO[0])
    key = proof["record"]["key"]
    anybody = Caller()
    doors = [
        "/api/v1/publicity", f"/api/v1/records/penalty/{key}", f"/api/v1/records/penalty/{key}/proof",
        f"/records/penalty/{key}/", f"/records/penalty/{key}/proof.json", "/publicity/", "/publicity/export.csv",
        "/api/v1/organisations/" + TWO[0]["CF_XDR_SHXYM"] + "/records",
    ]  # fmt: skip
    for door in doors:
        answer = anybody.client.get(door)
        assert answer.status_code == 200, door
        told = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        found = [secret for secret in (NAME, NUMBER, keyed_hash(NUMBER, ring=key_ring())) if secret in told]
        assert found == [], door
