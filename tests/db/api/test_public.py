"""What anybody reads by API: organisations, records as of a day, the column, the law, proofs."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.rows import FARM, MILL, penalty
from tests.db.api.support import PROBLEM, Caller, as_csv
from xinheng.areas.archive.models import Version
from xinheng.areas.departments.terms import Role
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.ledger import actions as ledger
from xinheng.areas.subjects import service as subjects
from xinheng.plumbing import clock
from xinheng.plumbing.clock import SHANGHAI
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.verifier.main import main as verify

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
ROWS = [
    penalty(CF_WSH=f"黔示罚〔2026〕{number}号", CF_JDRQ=f"2026-03-0{1 + number % 2}")
    for number in range(1, 8)
]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    put(NOW)
    return put


@pytest.fixture
def shown(today: Any, market: Caller) -> Caller:
    """Seven penalties about the mill are on display."""
    told = market.send(as_csv(ROWS)).json()
    assert told["counts"]["new"] == 7
    while subjects.index_names():
        pass
    return Caller()


def test_organisations_are_found_and_read(shown: Caller) -> None:
    found = shown.get("/organisations", q="磨坊").json()
    assert [(hit["uscc"], hit["name"], hit["matched_on"]) for hit in found["items"]] == [
        (MILL, "贵阳示例磨坊有限公司", "name")
    ]
    one = shown.get(f"/organisations/{MILL}").json()
    assert (one["uscc"], one["name"], one["merged_into"]) == (MILL, "贵阳示例磨坊有限公司", None)
    assert shown.get(f"/organisations/{FARM}").status_code == 404
    nothing = shown.get("/organisations")
    assert (nothing.status_code, nothing["Content-Type"]) == (422, PROBLEM)
    assert nothing.json()["errors"] == [
        {"where": "query.q", "detail": "缺少此项", "detail_en": "Field required"}
    ]


@pytest.mark.requirement("PUB-01")
def test_records_carry_source_basis_and_end_and_no_person(shown: Caller) -> None:
    page = shown.get(f"/organisations/{MILL}/records", limit=3).json()
    assert (page["total"], len(page["items"]), page["as_of"]) == (7, 3, "2026-03-04")
    record = page["items"][0]
    assert (record["organ_name"], record["decided_on"]) == ("贵阳市示例市场监督管理局", "2026-03-02")
    assert record["rule_status"] in {"in_force", "adopted_provisional"}
    assert record["citations"][0]["quote"]
    assert "CF_FRDB" not in {field["code"] for field in record["fields"]}
    assert "示例甲某" not in json.dumps(page, ensure_ascii=False)
    again = Caller().client.get(record["url"])
    assert again.json() == record


def test_as_of_and_known_at(shown: Caller, today: Any) -> None:
    key = Version.objects.first().key.hex()
    path = f"/records/penalty/{key}"
    end = date.fromisoformat(shown.get(path).json()["shown_until"])
    assert shown.get(path, as_of=end.isoformat()).status_code == 200
    assert shown.get(path, as_of=end.replace(year=end.year + 1).isoformat()).status_code == 404
    assert shown.get(path, as_of="2026-03-03").status_code == 404
    assert shown.get(path, known_at="2026-03-04T09:59:59+08:00").status_code == 404
    assert shown.get(path, known_at="2026-03-04T10:00:00+08:00").status_code == 200
    today(datetime(end.year + 1, end.month, end.day, tzinfo=SHANGHAI))
    assert shown.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"as_of": "1700000000"}, "query.as_of"), ({"as_of": "2026-02-30"}, "query.as_of"),
        ({"as_of": "0001-01-01"}, "query.as_of"), ({"known_at": "2026-03-04T10:00:00"}, "query.known_at"),
        ({"limit": "99999999999999999999"}, "query.limit"), ({"limit": "0"}, "query.limit"),
        ({"offset": "-1"}, "query.offset"), ({"item": "a\x00b"}, "query.item"),
    ],
)  # fmt: skip
def test_bad_inputs_are_refused_at_the_door(shown: Caller, query: dict[str, str], where: str) -> None:
    answer = shown.get(f"/organisations/{MILL}/records", **query)
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert [fault["where"] for fault in answer.json()["errors"]] == [where]


def test_the_column_goes_on_with_its_cursor(shown: Caller) -> None:
    told: list[tuple[str, str]] = []
    query = {"limit": 3, "item": "penalty", "region": "520100"}
    pages = 0
    while True:
        page = shown.get("/publicity", **query).json()
        told += [(one["decided_on"], one["instrument"]) for one in page["items"]]
        pages += 1
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert pages == 3
    assert len(set(told)) == 7
    assert told == sorted(told, key=lambda one: (one[0], int(one[1][9:-1])), reverse=True)
    assert (
        shown.get("/publicity", instrument="黔示罚[2026]3号").json()["items"][0]["instrument"]
        == "黔示罚〔2026〕3号"
    )
    assert shown.get("/publicity", organisation=FARM).json()["items"] == []
    for wrong in ({"item": "no-such"}, {"region": "999999"}, {"cursor": "2026-13-45.1"}, {"cursor": "x"}):
        assert shown.get("/publicity", **wrong).status_code == 422


@pytest.mark.requirement("SEC-07")
def test_a_record_is_proved_to_the_verifier(shown: Caller, tmp_path: Path) -> None:
    record = shown.get("/publicity", limit=1).json()["items"][0]
    early = Caller().client.get(record["proof_url"])
    assert (early.status_code, early.json()["title_en"]) == (409, "In conflict with the present state")
    ledger.checkpoint(at=NOW, signer=node_signer())
    proof = Caller().client.get(record["proof_url"])
    file = tmp_path / "proof.json"
    file.write_bytes(proof.content)
    key = shown.get("/ledger/key").json()["key"]
    assert verify(["record", str(file), "--key", key]) == 0
    file.write_text(file.read_text().replace(record["key"][:8], "00000000"))
    assert verify(["record", str(file), "--key", key]) != 0


def test_checkpoints_and_entries(shown: Caller, tmp_path: Path) -> None:
    assert shown.get("/ledger/checkpoint").status_code == 404
    ledger.checkpoint(at=NOW, signer=node_signer())
    newest = shown.get("/ledger/checkpoint").json()
    chain = tmp_path / "chain.jsonl"
    chain.write_bytes(b"".join(shown.get("/ledger/checkpoints").streaming_content))
    key = shown.get("/ledger/key").json()["key"]
    assert verify(["checkpoints", str(chain), "--key", key]) == 0
    proof = shown.get("/ledger/entries/0/proof").json()
    assert proof["checkpoint"] == newest
    assert "payload" not in json.dumps(proof)
    assert shown.get(f"/ledger/entries/{newest['size']}/proof").status_code == 404
    assert shown.get("/ledger/entries/0").status_code == 401


def test_an_auditor_reads_what_an_entry_says(shown: Caller) -> None:
    from tests.db.api.support import token_of

    auditor = Caller(token_of("auditor", Role.AUDITOR))
    entry = auditor.get("/ledger/entries/0").json()
    assert entry["entry"]["kind"] == "catalogue.state_changed"


def test_catalogue_and_law(shown: Caller) -> None:
    items = shown.get("/catalogue").json()["items"]
    assert len(items) >= 60
    penal = shown.get("/catalogue/penalty").json()
    assert penal["term"]["citations"][0]["quote"]
    assert [field["code"] for field in penal["fields"]][:1] == ["CF_XDR_MC"]
    assert shown.get("/catalogue/penalty/template.xlsx").content[:2] == b"PK"
    assert shown.get("/catalogue/nothing").status_code == 404
    packs = {pack["id"]: pack for pack in shown.get("/law").json()["packs"]}
    assert packs["cn"]["applied"]
    pack, _, rule = penal["entry"].partition("@")[0].partition("/")
    whole = shown.get(f"/law/{pack}/{rule}").json()
    assert whole[0]["effective"]
    assert whole[0]["content"]["id"] == rule
    listed = shown.get(f"/law/{pack}").json()["rules"]
    assert rule in {one["id"] for one in listed}
    assert all(one["content"] is None for one in listed)


def test_what_has_effect_on_a_day_is_what_the_lawbook_says(shown: Caller) -> None:
    """Every item that the API calls effective, and no other, can be in force here on that day."""
    from xinheng.areas.catalogue import service as catalogue

    law = catalogue.lawbook()
    for day in (date(2019, 6, 1), date(2024, 1, 1), NOW.date()):
        rules = [one for pack in law.packs.folders for one in _rules(shown, pack, day)]
        effective = {one for one, does in rules if does}
        assert {ruled.entry for ruled in law.as_of(day).items()} <= effective


def _rules(caller: Caller, pack: str, day: date) -> list[tuple[str, bool]]:
    told = caller.get(f"/law/{pack}", on=day.isoformat()).json()["rules"]
    return [(f"{pack}/{one['id']}", one["effective"]) for one in told]


def test_every_term_belongs_to_an_item_in_force(law: None) -> None:
    """Else a record could be on display whose item the law of that day does not know."""
    from xinheng.areas.catalogue import service as catalogue

    lawbook = catalogue.lawbook()
    for day in lawbook.days_of_change():
        items = {ruled.value.id for ruled in lawbook.as_of(day).items()}
        assert {ruled.value.item for ruled in lawbook.as_of(day).disclosures()} <= items
    assert disclosure.publicity_items(NOW.date())
