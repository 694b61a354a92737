"""The board's pages, workbook and API: what they say, and to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import fastexcel
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.db.departments.support import user
from tests.db.quality.support import (
    ECOLOGY,
    MARKET,
    NOW,
    at,
    department,
    law,
    problem,
    record,
    submission,
)
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import Permission, Role
from xinheng.areas.quality import service
from xinheng.areas.quality.models import Closure, SourceCount
from xinheng.areas.quality.terms import Asked

pytestmark = pytest.mark.django_db

PAGES = ("board", "problems", "late", "counts", "coverage", "undisplayed")
COUNTS = "部门,事项,期间起,期间止,数量\n{of},行政处罚,2026-03-01,2026-03-31,5\n"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = False
    monkeypatch.setattr("xinheng.plumbing.clock.now", lambda: NOW)


@pytest.fixture
def late_submission() -> int:
    law()
    department()
    department(ECOLOGY, kind="ecology_environment", region="520100")
    sent = submission(received_at=at(4, 10), new=3, rejected=1)
    for row, day in enumerate((2, 9, 9), start=1):
        record(sent, row, decided_on=date(2026, 4 if day == 9 else 3, day), known_from=at(4, 10))
    problem(sent, 4, "cell.missing")
    theirs = submission(ECOLOGY, received_at=at(4, 10), new=1)
    record(theirs, 1, of=ECOLOGY, decided_on=date(2026, 1, 5), known_from=at(4, 10), act="乙局的决定")
    return sent


def client(role: Role, of: str = MARKET) -> Client:
    browser = Client()
    browser.force_login(user(f"{role.value}-{of}", role, of=of))
    return browser


@pytest.mark.requirement("DQ-01", "DQ-05")
def test_every_page_opens_for_the_centre_and_says_its_numbers(late_submission: int) -> None:
    centre = client(Role.CENTRE_OFFICER)
    for page in PAGES:
        assert centre.get(reverse(f"quality:{page}")).status_code == 200, page
    told = centre.get(reverse("quality:board")).content.decode()
    assert "50.00%" in told
    assert "2 / 4" in told
    for kind in ("week", "month", "quarter"):
        answer = centre.get(reverse("quality:report", args=[kind]), {"day": "2026-04-10"})
        assert answer.status_code == 200
        assert "持续做好“双公示”信息“周调度、月通报、季评估”工作" in answer.content.decode()
    assert centre.get(reverse("quality:report", args=["year"])).status_code == 404


def test_a_department_sees_its_own_numbers_only(late_submission: int) -> None:
    officer = client(Role.DATA_OFFICER)
    told = officer.get(reverse("quality:late")).content.decode()
    assert f"测罚字〔2026〕{late_submission}-1号" in told
    assert "乙局的决定" not in told
    assert "测试市生态环境局" not in officer.get(reverse("quality:board")).content.decode()
    assert officer.get(reverse("quality:board"), {"department": ECOLOGY}).status_code == 404
    other = client(Role.DATA_OFFICER, of=ECOLOGY)
    assert (
        other.post(reverse("quality:close_late", args=[late_submission]), {"reason": "无"}).status_code == 403
    )
    assert Client().get(reverse("quality:board")).status_code == 302


def test_what_is_no_period_or_region_is_not_found(late_submission: int) -> None:
    centre = client(Role.CENTRE_OFFICER)
    for asked in (
        {"day": "2026-02-30"},
        {"day": "2099-01-01"},
        {"period": "year"},
        {"region": "1"},
        {"item": "\x00"},
    ):
        assert centre.get(reverse("quality:board"), asked).status_code == 404, asked


@pytest.mark.requirement("DQ-04")
def test_a_late_submission_is_closed_with_a_reason(late_submission: int) -> None:
    officer = client(Role.DATA_OFFICER)
    address = reverse("quality:close_late", args=[late_submission])
    assert officer.get(address).status_code == 200
    assert officer.post(address, {"reason": " "}).status_code == 422
    assert officer.post(address, {"reason": "系统升级"}).status_code == 302
    assert Closure.objects.get().reason == "系统升级"
    assert "系统升级" in officer.get(reverse("quality:late")).content.decode()


def test_source_counts_come_in_by_the_page(late_submission: int) -> None:
    officer = client(Role.DATA_OFFICER)
    address = reverse("quality:counts")
    assert officer.post(address).status_code == 422
    faulty = SimpleUploadedFile("a.csv", COUNTS.format(of="测试市生态环境局").encode())
    refused = officer.post(address, {"file": faulty})
    assert refused.status_code == 422
    assert "部门“测试市生态环境局”不存在，或者不由您报送。" in refused.content.decode()
    good = SimpleUploadedFile("a.csv", COUNTS.format(of="测试省市场监管局").encode())
    assert officer.post(address, {"file": good}).status_code == 302
    assert SourceCount.objects.get().count == 5
    assert client(Role.CENTRE_OFFICER).post(address, {"file": good}).status_code == 403
    assert officer.get(reverse("quality:counts_template")).status_code == 200


@pytest.mark.requirement("DQ-01", "DQ-05")
def test_the_workbook_says_the_same_as_the_board(late_submission: int) -> None:
    answer = client(Role.CENTRE_OFFICER).get(
        reverse("quality:workbook", args=["month"]), {"day": "2026-04-10"}
    )
    book = fastexcel.read_excel(answer.content)
    assert book.sheet_names == [
        "概况", "分部门", "分地区", "分事项", "趋势", "迟报清单", "源头核对", "问题台账", "应示未示", "计算方法",
    ]  # fmt: skip
    cover = [row[0] for row in book.load_sheet("概况", header_row=None).to_polars().rows()]
    assert cover[0] == "“双公示”数据质量月通报"
    assert "收到报送文件 2 份、数据 5 行，其中入库或与库中一致 4 行、退回 1 行" in cover[2]
    assert cover[3].endswith("有公示时限的 4 条，按时 2 条，迟报 2 条；及时率 50.00%。")
    assert cover[4] == "本期没有部门报送源头数量，无法核对瞒报。"
    units = book.load_sheet("分部门", header_row=2, dtypes="string").to_polars()
    assert units["名称"].to_list() == ["测试省市场监管局", "测试市生态环境局"]
    # (2/3 + 3/4 + 3/4) / 3 and (0/1 + 1/1 + 1/1) / 3
    assert units["得分"].to_list() == ["72.22", "66.66"]
    late = book.load_sheet("迟报清单", header_row=2, dtypes="string").to_polars()
    assert sorted(late["文书号"].to_list()) == ["乙局的决定", f"测罚字〔2026〕{late_submission}-1号"]
    weekly = client(Role.CENTRE_ADMIN).get(reverse("quality:workbook", args=["week"]))
    assert (
        "得分"
        not in fastexcel.read_excel(weekly.content).load_sheet("分部门", header_row=2).to_polars().columns
    )


def test_the_api_answers_what_the_board_shows(late_submission: int) -> None:
    holder = user("quality-system", Role.SYSTEM, of=MARKET)
    scopes = frozenset({Permission.QUALITY_READ})
    token = departments.issue_token(
        holder.username, label="t", scopes=scopes, expires_at=None, actor="admin", at=NOW
    ).secret
    headers = {"Authorization": f"Bearer {token}"}

    def ask(path: str, **asked: str) -> Any:
        answer = Client().get(f"/api/v1/quality/{path}", asked, headers=headers)
        return answer.json() if answer.status_code == 200 else answer.status_code

    board = ask("board", period="month")
    assert board["total"]["timeliness"] == {"part": 2, "whole": 3, "percent": "66.66%"}
    assert [(line["code"], line["score"]) for line in board["departments"]] == [(MARKET, "72.22")]
    assert ask("late")["total"] == 1
    assert len(ask("trend", count="3")) == 3
    assert {(line["fault"], line["open"]) for line in ask("problems")} == {
        ("wrong", 1),
        ("late", 1),
        ("concealed", 0),
    }
    assert ask("counts") == ask("undisplayed") == []
    assert ask("coverage")["items"]["part"] == 1
    assert ask("board", department=ECOLOGY) == 404
    assert Client().get("/api/v1/quality/board").status_code == 401
    file = SimpleUploadedFile("a.csv", COUNTS.format(of=MARKET).encode())
    assert Client().post("/api/v1/quality/counts", {"file": file}, headers=headers).status_code == 403


def test_source_counts_come_in_by_the_api(late_submission: int) -> None:
    officer = user("api-officer", Role.DATA_OFFICER, of=MARKET)
    token = departments.issue_token(
        officer.username,
        label="t",
        scopes=frozenset({Permission.QUALITY_REPORT}),
        expires_at=None,
        actor="a",
        at=NOW,
    ).secret

    def send(text: str) -> Any:
        file = SimpleUploadedFile("a.csv", text.encode())
        headers = {"Authorization": f"Bearer {token}"}
        return Client().post("/api/v1/quality/counts", {"file": file}, headers=headers)

    refused = send(COUNTS.format(of=ECOLOGY))
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "file.2")
    taken = send(COUNTS.format(of=MARKET))
    assert (taken.status_code, taken.json()["lines"]) == (201, 1)
    (found,) = service.reconciliation(Asked(), moment=NOW)
    assert (found.line.count, found.received) == (5, 1)


def test_a_page_asks_the_database_the_same_number_of_times_however_many_rows(
    late_submission: int, django_assert_max_num_queries: Any
) -> None:
    centre = client(Role.CENTRE_OFFICER)
    for row in range(10, 60):
        record(late_submission, row, decided_on=date(2026, 3, 2), known_from=at(4, 10))
    for page, most in (("board", 14), ("late", 9), ("problems", 8), ("counts", 7), ("coverage", 11)):
        with django_assert_max_num_queries(most):
            centre.get(reverse(f"quality:{page}"))
