"""Who may call what: every operation says so, and it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from ninja import Router

from tests.db.api.support import AT, PROBLEM, Caller, department, token_of
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import Permission, Role
from xinheng.plumbing import clock
from xinheng.web.api.declared import access_of
from xinheng.web.api.frame import Api, UndeclaredPermission
from xinheng.web.api.mounted import api

PUBLIC = {
    "search_organisations", "read_organisation", "organisation_records", "read_record", "record_proof",
    "list_publicity", "list_items", "read_item", "item_template", "list_packs", "read_pack", "read_rule",
    "verifier_key", "newest_checkpoint", "checkpoint_chain", "entry_proof", "upload_options", "rights_figures",
}  # fmt: skip


@pytest.mark.requirement("GEN-09", "SEC-02")
def test_every_operation_names_a_permission_and_the_public_ones_are_these() -> None:
    known = {str(permission) for permission in Permission}
    told = {operation.view_func.__name__: access_of(operation) for operation in api.operations()}
    assert None not in told.values()
    assert {name for name, access in told.items() if access and access.permission == "public"} == PUBLIC
    assert {access.permission for access in told.values() if access} - {"public"} <= known


def test_names_of_operations_stand_once() -> None:
    names = [operation.view_func.__name__ for operation in api.operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("auth", [{}, {"auth": None}, {"auth": lambda request: True}])
def test_an_operation_without_a_permission_ends_the_start(auth: dict[str, Any]) -> None:
    router = Router()

    @router.get("", **auth)
    def careless(request: Any) -> str:
        return "open"

    careless_api = Api(urls_namespace="careless")
    careless_api.add_router("/careless", router)
    with pytest.raises(UndeclaredPermission, match="careless"):
        _ = careless_api.urls


def test_a_token_is_needed(market: Caller) -> None:
    for headers in ({}, {"Authorization": "Bearer xh_00000000_nothing"}, {"Authorization": "Basic eDp4"},
                    {"Authorization": "Bearer ü"}):  # fmt: skip
        answer = Client().get("/api/v1/submissions", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert answer["WWW-Authenticate"] == 'Bearer realm="xinheng"'


def test_a_revoked_and_an_expired_token_do_not_hold(market: Caller, monkeypatch: Any) -> None:
    issued = departments.issue_token(
        "guiyang-market-system", label="x", scopes=[Permission.INTAKE_READ], expires_at=clock.now() + timedelta(days=1),
        actor="test", at=AT,
    )  # fmt: skip
    caller = Caller(issued.secret)
    assert caller.get("/submissions").status_code == 200
    later = clock.now() + timedelta(days=2)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert caller.get("/submissions").status_code == 401
    departments.revoke_token(issued.facts.prefix, reason="test", actor="test", at=AT)
    assert caller.get("/submissions").status_code == 401


def test_a_token_does_no_more_than_its_scopes(law: None) -> None:
    department("guiyang-market")
    reader = Caller(token_of("reader", Role.SYSTEM, of="guiyang-market", scopes=[Permission.INTAKE_READ]))
    assert reader.get("/submissions").status_code == 200
    answer = reader.send(b"x")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


def test_a_login_session_works_and_is_protected_against_forgery(law: None) -> None:
    department("guiyang-market")
    token_of("officer", Role.DATA_OFFICER, of="guiyang-market")
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="officer"))
    assert client.get("/api/v1/submissions").status_code == 200
    answer = client.post("/api/v1/submissions/20260101-0000001/cancel")
    assert (answer.status_code, answer.json()["detail_en"][:20]) == (403, "With a login session")
    client.get("/accounts/password/change/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "x" * 32
    client.cookies["csrftoken"] = token
    again = client.post("/api/v1/submissions/20260101-0000001/cancel", headers={"X-CSRFToken": token})
    assert again.status_code == 404


def test_what_a_caller_with_a_token_reads_is_kept_in_no_cache(market: Caller) -> None:
    assert market.get("/submissions")["Cache-Control"] == "no-store, private"


def test_too_many_requests_are_told_to_wait(market: Caller, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"search": "2/60", "denied": "1/60", "api": "1/60"}
    answers = [Client().get("/api/v1/publicity") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2].json()["title_en"] == "Too many requests"
    guesses = [Client().get("/api/v1/submissions", headers={"Authorization": "Bearer no"}) for _ in range(2)]
    assert [guess.status_code for guess in guesses] == [401, 429]
    assert [market.get("/submissions").status_code for _ in range(2)] == [200, 429]


def test_other_methods_and_addresses_are_problems_too(market: Caller) -> None:
    wrong = Client().put("/api/v1/publicity")
    assert (wrong.status_code, wrong["Allow"], wrong["Content-Type"]) == (405, "GET", PROBLEM)
    nowhere = Client().get("/api/v1/nowhere")
    assert (nowhere.status_code, nowhere["Content-Type"]) == (404, PROBLEM)


def test_the_explorer_loads_nothing_from_elsewhere(law: None) -> None:
    page = Client().get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "https://" not in text.replace("http://www.w3.org", "")
    assert "<script>" not in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
