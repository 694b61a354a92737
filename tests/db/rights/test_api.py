"""Departments' systems and agencies: take in, triage, acknowledge, decide, withdraw, and what they may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.acceptance.rows import FARM, MILL
from tests.db.api.support import Caller
from tests.db.consent.support import entered, number
from tests.db.rights.stage import AGENCY, MARKET, OTHER, PDF, applied, at, lodged, record
from tests.db.web.conftest import PASSWORD
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.rules import PERMISSIONS
from xinheng.areas.departments.terms import Role
from xinheng.areas.rights.cases.models import Case
from xinheng.plumbing import clock

pytestmark = pytest.mark.usefixtures("node")


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


def system(of: str | None = MARKET, role: Role = Role.SYSTEM) -> Caller:
    """A system of that department, or somebody of that role, with a token."""
    username = f"{of or 'node'}-{role.value}"
    password = None if role is Role.SYSTEM else PASSWORD
    new = departments.NewUser(username=username, name=username, role=role, department=of, password=password)
    departments.create_user(new, actor="test", at=at())
    scopes = PERMISSIONS[role]
    return Caller(departments.issue_token(username, label="t", scopes=scopes, actor="test", at=at()).secret)


def body(about: tuple[str, bytes], **changes: Any) -> dict[str, Any]:
    return {
        "item": about[0], "key": about[1].hex(), "party": {"uscc": MILL, "identity": "营业执照原件"},
        "ground": "wrong", "says": "金额写错", "wants": "correct", "claims": {"CF_NR_FK": "0.1"},
    } | changes  # fmt: skip


def codes(answer: Any) -> list[str]:
    return [error["where"] for error in answer.json()["errors"]]


@pytest.mark.requirement("OBJ-02", "OBJ-14")
def test_an_agency_takes_in_annotates_and_answers() -> None:
    agency, centre = system(AGENCY), system(None, Role.CENTRE_OFFICER)
    taken = agency.post("/objections", body(record()))
    assert taken.status_code == 201, taken.content.decode()
    case = taken.json()
    assert (case["state"], case["channel"], case["party"]) == ("with_agency", "agency", MILL)
    assert {each["step"] for each in case["open_steps"]} == {
        "annotated", "handed_on", "granted", "refused", "given_up", "evidence_added"
    }  # fmt: skip
    steps = f"/objections/{case['number']}/steps"
    assert agency.post(steps, {"step": "annotated"}).json()["clocks"][1]["state"] == "met"
    bare = agency.post(steps, {"step": "refused", "reason": "一致"})
    assert (bare.status_code, codes(bare)) == (422, ["body.source"])
    done = agency.post(steps, {"step": "refused", "reason": "一致", "source": "信用中国"})
    assert (done.status_code, done.json()["state"]) == (200, "refused_by_agency")
    assert centre.get(f"/objections/{case['number']}").json()["steps"][-1]["source"] == "信用中国"


def test_the_centre_triages_the_provider_acknowledges_and_decides() -> None:
    market, other, centre = system(), system(OTHER), system(None, Role.CENTRE_OFFICER)
    case = lodged(record(), when=at())
    steps = f"/objections/{case.number}/steps"
    assert market.post(steps, {"step": "transferred"}).status_code == 409
    assert centre.post(steps, {"step": "transferred"}).json()["department"] == MARKET
    assert other.get(f"/objections/{case.number}").status_code == 404
    assert other.post(steps, {"step": "refused", "reason": "x"}).status_code == 404
    assert [each["number"] for each in market.get("/objections", state="with_provider").json()["items"]] == [
        case.number
    ]
    assert market.post(steps, {"step": "acknowledged"}).status_code == 200
    unchanged = market.post(steps, {"step": "granted", "reason": "录入错误", "remedy": "correct"})
    assert (unchanged.status_code, codes(unchanged)) == (409, ["case.not_corrected"])
    done = market.post(steps, {"step": "granted", "reason": "主体认定错误", "remedy": "remove"})
    assert (done.json()["state"], done.json()["settled"]) == ("granted", True)
    assert market.post(steps, {"step": "granted", "reason": "x", "remedy": "remove"}).status_code == 409
    assert market.get("/objections", state="nonsense").status_code == 404


def test_a_refusal_points_to_the_decision() -> None:
    market = system()
    about = record()
    first = market.post("/objections", body(about)).json()
    assert first["state"] == "with_provider"
    again = market.post("/objections", body(about))
    assert (again.status_code, again.json()["see"]) == (409, first["number"])
    theirs = market.post(
        "/objections", body(record("黔示罚〔2026〕2号"), party={"uscc": FARM, "identity": "x"})
    )
    assert codes(theirs) == ["case.not_theirs"]
    gone = market.post("/objections", body(("penalty", b"x" * 16)))
    assert gone.status_code == 404


def test_a_person_is_compared_and_never_told() -> None:
    market = system()
    person = entered(3)
    about = record("黔示罚〔2026〕8号", subject=person.person, person=True)
    wrong = market.post(
        "/objections", body(about, party={"citizen_id": "0" * 17 + "X", "identity": "身份证"})
    )
    assert wrong.status_code == 422
    taken = market.post("/objections", body(about, party={"citizen_id": number(3), "identity": "身份证"}))
    assert taken.status_code == 201
    assert taken.json()["party"] is None
    assert number(3) not in taken.content.decode()
    assert person.person not in taken.content.decode()


def test_repair_is_taken_in_with_files_and_decided() -> None:
    market = system()
    about = record(known_on=clock.today(), decided_on=clock.today())
    form = {
        "item": about[0], "key": about[1].hex(), "identity": "营业执照原件", "says": "已缴清", "uscc": MILL,
        "met": ["duty_performed", "act_corrected", "effect_removed"],
        "documents": ["proof-of-performance", "proof-of-correction"],
    }  # fmt: skip

    def files() -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile(f"{n}.pdf", PDF + n.encode() + b"%%EOF") for n in ("a", "b")]

    post = market.client.post
    url = "/api/v1/repairs"
    without = post(url, form | {"files": files()[:1]}, headers=market.headers)
    assert (without.status_code, codes(without)) == (409, ["case.no_proof"])
    neither = post(
        url, {k: v for k, v in form.items() if k != "uscc"} | {"files": files()}, headers=market.headers
    )
    assert neither.status_code == 422
    taken = post(url, form | {"files": files()}, headers=market.headers)
    assert taken.status_code == 201, taken.content.decode()
    case = taken.json()
    assert [each["asked"] for each in case["evidence"]] == form["documents"]
    file = market.client.get(case["evidence"][0]["url"], headers=market.headers)
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    steps = f"/repairs/{case['number']}/steps"
    assert market.post(steps, {"step": "accepted"}).status_code == 200
    assert codes(market.post(steps, {"step": "repaired"})) == ["body.instrument"]
    done = market.post(steps, {"step": "repaired", "instrument": "黔示修〔2026〕1号"})
    assert done.json()["state"] == "repaired"
    assert Caller().get(f"/records/{about[0]}/{about[1].hex()}").status_code == 404


@pytest.mark.requirement("REP-02")
def test_a_proof_and_a_program_that_is_none() -> None:
    market, other = system(), system(OTHER)
    about = record()
    proof = {"item": about[0], "key": about[1].hex(), "instrument": "黔示修〔2026〕3号", "reason": "已履行"}
    assert other.post("/repairs/proofs", proof).status_code == 409
    assert market.post("/repairs/proofs", proof).json()["state"] == "repaired"
    case = applied(record("黔示罚〔2026〕2号"), when=at())
    answer = market.client.post(
        f"/api/v1/repairs/{case.number}/evidence",
        {"identity": "x", "file": SimpleUploadedFile("a.pdf", b"MZ\x90" * 30)}, headers=market.headers,
    )  # fmt: skip
    assert (answer.status_code, "可执行文件" in answer.json()["detail"]) == (415, True)


@pytest.mark.requirement("WDR-01")
def test_notices_by_json_and_by_file() -> None:
    market, other = system(), system(OTHER)
    about, second = record(), record("黔示罚〔2026〕2号")
    revoked = {"cause": "organ", "instrument": "黔示撤〔2026〕1号", "decided_on": clock.today().isoformat()}
    given = {"item": about[0], "records": [
        revoked | {"key": about[1].hex()}, revoked | {"subject": MILL, "number": "黔示罚〔2026〕99号"},
    ]}  # fmt: skip
    assert other.post("/withdrawals", given).status_code == 409
    done = market.post("/withdrawals", given)
    assert done.status_code == 201, done.content.decode()
    assert (done.json()["withdrawn"], [each["row"] for each in done.json()["refused"]]) == (1, [2])
    number_ = done.json()["case"]["number"]
    rows = (
        f"key,cause,instrument,decided_on\n{second[1].hex()},judgment,（2026）黔01行终9号,{clock.today()}\n"
    )
    by_file = market.client.post(
        "/api/v1/withdrawals/file",
        {"item": about[0], "file": SimpleUploadedFile("撤销.csv", rows.encode())}, headers=market.headers,
    )  # fmt: skip
    assert (by_file.status_code, by_file.json()["withdrawn"]) == (201, 1)
    assert market.post("/withdrawals", given).status_code == 409
    assert other.get(f"/withdrawals/{number_}").status_code == 404
    assert market.get(f"/objections/{number_}").status_code == 404
    put_right = market.post(f"/withdrawals/{number_}/steps", {"step": "reinstated", "reason": "文号有误"})
    assert put_right.json()["state"] == "reinstated"
    assert Case.objects.filter(kind="withdrawal").count() == 2


def test_who_may_not() -> None:
    about = record()
    auditor = system(None, Role.AUDITOR)
    case = lodged(about, when=at())
    assert Caller().get("/objections").status_code == 401
    assert auditor.get(f"/objections/{case.number}").status_code == 200
    assert auditor.post("/objections", body(about)).status_code == 403
    assert auditor.post(f"/objections/{case.number}/steps", {"step": "transferred"}).status_code == 403
    assert auditor.post("/withdrawals", {"item": "penalty", "records": []}).status_code == 403
    assert system().post("/objections", body(about) | {"more": 1}).status_code == 422
