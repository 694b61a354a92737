"""The due board: a department sees its own clocks, the centre all; the number of queries does not grow."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.db.clocks.support import at, start
from tests.db.web.conftest import visitor
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.plumbing import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("OBJ-12", "REP-13")]
TODAY = date(2026, 11, 25)
QUERIES = 12


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, law: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(TODAY))


def of(department: DepartmentFacts) -> Bound:
    return Bound(BoundKind.DEPARTMENT, department.code)


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/desk/due/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def cases(html: str) -> list[str]:
    return [number for number in "abcdefg" if f">{number * 9}<" in html]


@pytest.fixture
def clocks(market: DepartmentFacts, other: DepartmentFacts) -> None:
    whom = {"a": CENTRE, "b": of(market), "c": of(other), "d": of(market)}
    days = {"a": date(2026, 11, 18), "b": date(2026, 11, 23), "c": date(2026, 11, 20), "d": date(2026, 12, 1)}
    for name, bound in whom.items():
        start(on=days[name], case=("objection", name * 9), bound=bound)


@pytest.mark.usefixtures("clocks")
def test_each_role_sees_what_it_may(desk: Callable[..., Client], market: DepartmentFacts) -> None:
    officer = desk("officer", Role.DATA_OFFICER, of=market.code)
    centre = desk("centre", Role.CENTRE_OFFICER)
    assert cases(page(officer)) == ["b"]
    assert cases(page(officer, "?state=due_later")) == ["d"]
    assert cases(page(centre)) == ["a", "b", "c"]
    assert cases(page(centre, "?bound=-")) == ["a"]
    assert cases(page(centre, f"?bound={market.code}")) == ["b"]
    # another's department, or the centre, is not to be had by asking for it
    assert cases(page(officer, "?bound=zj")) == ["b"]
    assert cases(page(officer, "?bound=-")) == ["b"]
    lead = desk("lead", Role.LEAD_OFFICER, of=market.code)
    assert cases(page(lead)) == ["b", "c"]


@pytest.mark.usefixtures("clocks")
def test_what_a_line_says(desk: Callable[..., Client]) -> None:
    html = page(desk("centre", Role.CENTRE_OFFICER))
    for words in (
        "已逾期 3 个工作日",
        "今日到期",
        "转交信用信息提供单位",
        "暂行规则",
        "示例scjg",
        "2026-11-20",
    ):
        assert words in html
    english = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html")
    english.cookies["django_language"] = "en"
    english.force_login(User.objects.get(username="centre"))
    assert "3 working days overdue" in page(english)


def test_a_service_standard_is_labelled(desk: Callable[..., Client]) -> None:
    start("objection-tell", on=date(2026, 11, 23))
    html = page(desk("centre", Role.CENTRE_OFFICER))
    assert "服务标准，非法定" in html
    assert "暂行规则" not in html


def test_nothing_is_due(desk: Callable[..., Client]) -> None:
    assert "没有逾期、今日到期或者五个工作日内到期的事项。" in page(desk("centre", Role.CENTRE_OFFICER))


def test_pages_of_many(desk: Callable[..., Client]) -> None:
    for number in range(60):
        start(on=TODAY, case=("objection", f"case-{number:03}"))
    centre = desk("centre", Role.CENTRE_OFFICER)
    first, second = page(centre), page(centre, "?page=2")
    assert [len(set(re.findall(r"case-\d{3}", text))) for text in (first, second)] == [50, 10]
    assert "60 项" in first
    assert centre.get("/desk/due/?page=0").status_code == 404


def test_queries_do_not_grow(desk: Callable[..., Client], market: DepartmentFacts) -> None:
    def cost(client: Client) -> int:
        client.get("/desk/due/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/due/")
        return len(asked)

    officer = desk("officer", Role.DATA_OFFICER, of=market.code)
    centre = desk("centre", Role.CENTRE_OFFICER)
    before = cost(officer), cost(centre)
    for number in range(30):
        start(on=TODAY, case=("objection", str(number)), bound=of(market))
    assert (cost(officer), cost(centre)) == before
    assert max(before) <= QUERIES


def test_who_may_not(desk: Callable[..., Client], law: None) -> None:
    assert visitor().get("/desk/due/")["Location"].endswith("?next=/desk/due/")
    assert desk("regulator", Role.REGULATOR).get("/desk/due/").status_code == 403
    assert desk("admin", Role.CENTRE_ADMIN).get("/desk/due/").status_code == 403
