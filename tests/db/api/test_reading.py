"""Reading by authorisation and for a matter, by API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.acceptance.conftest import department, law, send
from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.db.consent.support import entered, number, principal
from tests.db.departments.support import user
from tests.db.mine.world import bank, person_penalty
from xinheng.areas.consent import actions
from xinheng.areas.consent.terms import NewAuthorisation
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.terms import AccessResult, DepartmentFacts, Permission, Role
from xinheng.plumbing import clock

__all__ = ["department", "law", "send"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market(department: Callable[..., DepartmentFacts], send: Callable[..., Any]) -> DepartmentFacts:
    """A department that sent something about an organisation and about a person."""
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_XDR_ZJLX="", CF_XDR_ZJHM=""), person_penalty(1)], on=date(2026, 3, 5))
    return sender


def caller(username: str, role: Role, of: str, *scopes: Permission) -> Callable[..., Any]:
    """Posts with a token."""
    user(username, role, of=of)
    issued = departments.issue_token(username, label="x", scopes=scopes, actor="root", at=clock.now())
    client = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {issued.secret}"})

    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")

    return post


def code(by_code: bool = True) -> tuple[str, str]:
    """Number and code of an authorisation of the mill."""
    now = clock.now()
    grantor = principal(entered(1, MILL), f"organisation:{MILL}", at=now)
    new = NewAuthorisation(
        "bank", frozenset({"penalty"}), "贷款审查", clock.today(), clock.today() + timedelta(days=9), by_code
    )
    given = actions.authorise(grantor, new, actor=grantor.user, at=now)
    if not by_code:
        return given.number, ""
    issued = actions.issue_code(
        given.number, principal=grantor, lasts=timedelta(hours=1), actor=grantor.user, at=now
    )
    return given.number, issued.secret


@pytest.mark.requirement("CON-09", "DIS-15")
def test_a_banks_system_reads_by_a_code_once(market: DepartmentFacts) -> None:
    bank()
    post = caller("banker", Role.AGENCY, "bank", Permission.READING_AUTHORISED)
    _number, secret = code()
    body = {"subject": {"uscc": MILL}, "code": secret}
    answer = post("authorised-reads", body)
    assert answer.status_code == 200, answer.content
    (record,) = answer.json()["records"]
    assert (record["item"], record["instrument"], record["until"]) == (
        "penalty",
        "黔示罚〔2026〕1号",
        "2029-03-02",
    )
    assert {one["code"] for one in record["fields"]} & {"CF_NR", "CF_WSH"}
    assert not {one["code"] for one in record["fields"]} & {"CF_FRDB", "CF_XDR_ZJHM", "CF_FR_ZJHM"}
    again = post("authorised-reads", body)
    assert again.status_code == 403
    assert again["Content-Type"] == "application/problem+json"


def test_a_number_reads_as_long_as_it_holds(market: DepartmentFacts) -> None:
    bank()
    post = caller("banker", Role.AGENCY, "bank", Permission.READING_AUTHORISED)
    given, _ = code(by_code=False)
    body = {"subject": {"uscc": MILL}, "authorisation": given}
    assert [post("authorised-reads", body).status_code for _ in range(3)] == [200] * 3
    now = clock.now()
    grantor = principal(entered(1, MILL), f"organisation:{MILL}", at=now)
    actions.revoke_authorisation(given, principal=grantor, why="x", actor=grantor.user, at=now)
    assert post("authorised-reads", body).status_code == 403


@pytest.mark.requirement("DIS-20", "PER-12")
def test_a_departments_system_reads_for_its_matters(market: DepartmentFacts) -> None:
    post = caller("system", Role.SYSTEM, market.code, Permission.READING_MATTER)
    body = {"subject": {"citizen_id": number(1)}, "matter": "matter-licensing", "proceeding": "办件1"}
    (record,) = post("matter-reads", body).json()["records"]
    assert record["instrument"] == "黔示罚〔2026〕91号"
    assert number(1) not in json.dumps(record)
    assert post("matter-reads", body | {"matter": "matter-land-transfer"}).status_code == 403
    assert post("matter-reads", body | {"matter": "matter-inspection"}).status_code == 403
    lines = department_service.accesses(actor="system")
    assert [line.result for line in lines] == [AccessResult.REFUSED] * 2 + [AccessResult.GRANTED]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"subject": {}}, {"subject": {"uscc": MILL, "citizen_id": "1"}}, {"subject": {"uscc": "x"}, "code": "y"},
        {"subject": {"citizen_id": "张三"}, "code": "y"}, {"subject": {"name": "张三"}, "code": "y"},
    ],
    ids=str,
)  # fmt: skip
def test_bad_input_is_told(market: DepartmentFacts, body: dict[str, Any]) -> None:
    bank()
    post = caller("banker", Role.AGENCY, "bank", Permission.READING_AUTHORISED)
    assert post("authorised-reads", body).status_code == 422


def test_without_the_permission_or_a_token_nothing_is_read(market: DepartmentFacts) -> None:
    bank()
    post = caller("banker", Role.AGENCY, "bank", Permission.READING_AUTHORISED)
    body = {"subject": {"uscc": MILL}, "matter": "matter-licensing", "proceeding": "1"}
    assert post("matter-reads", body).status_code == 403
    bare = Client(HTTP_HOST="localhost")
    for path in ("authorised-reads", "matter-reads"):
        answer = bare.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code == 401


def test_guessing_codes_is_slow_and_registered(market: DepartmentFacts, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"reading": "5/60"}
    bank()
    post = caller("banker", Role.AGENCY, "bank", Permission.READING_AUTHORISED)
    code()
    answers = [
        post(
            "authorised-reads", {"subject": {"uscc": MILL}, "code": f"AAAA-BBBB-CCCC-{number:04}"}
        ).status_code
        for number in range(7)
    ]
    assert answers == [403] * 5 + [429] * 2
    assert len(department_service.accesses(subject=MILL, actor="banker")) == 5
