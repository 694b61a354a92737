"""Handing in by API: the same intake, the same receipt."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.rows import penalty
from tests.db.api.support import PROBLEM, Caller, as_csv, kept

ROWS = [penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in range(1, 6)]
FAULTY = penalty(CF_WSH="")


@pytest.mark.requirement("COL-07")
def test_a_file_goes_straight_on_and_its_receipt_adds_up(market: Caller) -> None:
    answer = market.send(as_csv([*ROWS, FAULTY]), key="2026-03-02/1")
    told = answer.json()
    assert answer.status_code == 201, told
    assert answer["Location"] == f"/api/v1/submissions/{told['receipt_no']}"
    assert told["state"] == "deposited"
    assert told["counts"] == {
        "received": 6, "new": 5, "corrected": 0, "withdrawn": 0, "unchanged": 0, "rejected": 1, "pending": 0,
    }  # fmt: skip
    assert [(rule["rule"], rule["rows"]) for rule in told["rules"]] == [("cell.missing", 1)]
    assert told["receipts"][0]["counts"] == told["counts"]
    again = market.get(f"/submissions/{told['receipt_no']}")
    assert (again.status_code, again.json()) == (200, told)


def test_the_same_key_again_is_the_same_submission(market: Caller) -> None:
    first = market.send(as_csv(ROWS), key="a")
    second = market.send(as_csv(ROWS), key="a")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert kept()["submissions"] == 1
    other = market.send(as_csv(ROWS), key="a", item="licence")
    assert (other.status_code, other["Content-Type"]) == (409, PROBLEM)


def test_without_wait_the_worker_gets_it(market: Caller) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    told = market.send(as_csv(ROWS), query="").json()
    assert (told["state"], told["done"], told["receipts"]) == ("received", False, [])
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["intake.process"]


def test_rows_as_json_give_the_same_records_as_a_file(market: Caller) -> None:
    told = market.post("/submissions/rows?wait=true", json.dumps({"item": "penalty", "rows": ROWS})).json()
    assert (told["state"], told["counts"]["new"], told["layout"]["format"]) == ("deposited", 5, "jsonl")
    assert market.send(as_csv(ROWS)).json()["counts"]["unchanged"] == 5


def test_a_held_submission_is_confirmed_cancelled_or_taken_back(market: Caller) -> None:
    first = market.send(as_csv(ROWS), hold="true").json()
    assert (first["state"], len(first["preview"])) == ("previewed", 5)
    assert kept()["versions"] == 0
    path = f"/submissions/{first['receipt_no']}"
    confirmed = market.post(f"{path}/confirm?wait=true")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "deposited")
    again = market.post(f"{path}/confirm")
    assert (again.status_code, again.json()["detail_en"]) == (409, "The submission is now: Deposited.")
    assert market.post(f"{path}/take-back", "{}").status_code == 422
    taken = market.post(f"{path}/take-back", {"reason": "报错了文件"})
    assert (taken.status_code, taken.json()["state"]) == (200, "taken_back")
    second = market.send(as_csv(ROWS), hold="true").json()
    cancelled = market.post(f"/submissions/{second['receipt_no']}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")


def test_confirming_without_wait_is_accepted(market: Caller) -> None:
    held = market.send(as_csv(ROWS), hold="true").json()
    answer = market.post(f"/submissions/{held['receipt_no']}/confirm")
    assert (answer.status_code, answer.json()["state"]) == (202, "depositing")


@pytest.mark.requirement("SEC-02")
def test_another_department_sees_nothing(market: Caller, tax: Caller) -> None:
    receipt_no = market.send(as_csv(ROWS)).json()["receipt_no"]
    assert tax.get("/submissions").json() == {"items": [], "next": None}
    for path in ("", "/findings.csv", "/findings.parquet", "/workbook.xlsx"):
        assert tax.get(f"/submissions/{receipt_no}{path}").status_code == 404
    for path in ("confirm", "cancel"):
        assert tax.post(f"/submissions/{receipt_no}/{path}").status_code == 404
    assert tax.post(f"/submissions/{receipt_no}/take-back", {"reason": "x"}).status_code == 404


def test_the_list_goes_on_where_the_page_ended(market: Caller) -> None:
    sent = [market.send(as_csv([row])).json()["receipt_no"] for row in ROWS]
    first = market.get("/submissions", limit=2).json()
    second = market.get("/submissions", limit=2, after=first["next"]).json()
    third = market.get("/submissions", limit=2, after=second["next"]).json()
    told = [line["receipt_no"] for page in (first, second, third) for line in page["items"]]
    assert told == sent[::-1]
    assert third["next"] is None


def test_findings_and_the_marked_workbook_can_be_fetched(market: Caller) -> None:
    receipt_no = market.send(as_csv([*ROWS, FAULTY])).json()["receipt_no"]
    findings = market.get(f"/submissions/{receipt_no}/findings.csv")
    text = b"".join(findings.streaming_content).decode("utf-8-sig")
    assert findings["Content-Type"] == "text/csv; charset=utf-8"
    assert len(text.splitlines()) == 2
    assert "cell.missing" in text
    parquet = market.get(f"/submissions/{receipt_no}/findings.parquet")
    assert b"".join(parquet.streaming_content)[:4] == b"PAR1"
    workbook = market.get(f"/submissions/{receipt_no}/workbook.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
