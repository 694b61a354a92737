"""The figures of a month, on the page, as files and by API, all from the same steps."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache

from tests.db.rights.stage import AGENCY, MARKET, SAYS, applied, at, department, lodged, miller, record
from tests.db.web.conftest import visitor
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.terms import By, Channel, OnBehalf, PartyKind
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Remedy
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.service import NoSuchMonth
from xinheng.areas.rights.withdrawal import actions as withdrawals
from xinheng.areas.rights.withdrawal.terms import Cause, NoticeLine, Revocation
from xinheng.plumbing import clock

pytestmark = pytest.mark.usefixtures("node")
MONDAY, FRIDAY, DECEMBER = date(2026, 11, 2), date(2026, 11, 6), date(2026, 12, 2)


@pytest.fixture
def autumn(node: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two months of cases; the clock stands in December."""
    cache.clear()
    first, second, third = (lodged(record(f"黔示罚〔2026〕{n}号"), when=at(MONDAY)) for n in (1, 2, 3))
    for case in (first, second):
        objections.transfer(case.number, actor="officer", at=at(MONDAY, 11))
    objections.grant(
        first.number, by=By.PROVIDER, remedy=Remedy.REMOVE, reason="错", actor="market", at=at(FRIDAY, 9)
    )
    objections.refuse(
        second.number, by=By.PROVIDER, reason="一致", actor="market", at=at(date(2026, 11, 3), 9)
    )
    objections.ask_again(
        second.number, asker=miller(), reason="复核", actor="miller", at=at(date(2026, 11, 4))
    )
    objections.grant(
        second.number,
        by=By.CENTRE,
        remedy=Remedy.REMOVE,
        reason="错",
        actor="officer",
        at=at(date(2026, 11, 5)),
    )
    objections.find_own_fault(third.number, reason="归集", actor="officer", at=at(MONDAY, 12))
    mill = OnBehalf(PartyKind.ORGANISATION, miller().acts_for, "营业执照")
    asked = type(SAYS)(**{name: getattr(SAYS, name) for name in ("ground", "says", "wants")}, channel=Channel.AGENCY,
                       identity="营业执照")  # fmt: skip
    objections.lodge(
        record("黔示罚〔2026〕6号"), asked, asker=mill, agency=AGENCY, actor="agency", at=at(DECEMBER)
    )
    repair = applied(record("黔示罚〔2026〕4号"), when=at(MONDAY))
    repairs.accept(repair.number, by=By.PROVIDER, actor="market", at=at(MONDAY, 12))
    repairs.repair(repair.number, by=By.PROVIDER, instrument="x", actor="market", at=at(FRIDAY))
    _item, key = record("黔示罚〔2026〕5号")
    withdrawals.withdraw(
        "penalty", [NoticeLine(1, Revocation(Cause.ORGAN, "y", MONDAY), key)], by=department(MARKET), actor="market",
        at=at(date(2026, 11, 3)),
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: at(DECEMBER, 12))


@pytest.mark.usefixtures("autumn")
@pytest.mark.requirement("OBJ-12", "REP-13", "GEN-12")
def test_a_month_is_told_by_body() -> None:
    told = service.month_figures(date(2026, 11, 20), at=at(DECEMBER, 12))
    centre, market = told.bodies
    assert (centre.body, centre.received, centre.decided.overdue) == ("", 1, 1)
    assert (market.body, market.received, market.granted, market.refused, market.reversed) == (
        MARKET,
        2,
        1,
        1,
        1,
    )
    assert (market.relief, market.decided.median, market.decided.slowest_tenth) == (100, 1, 4)
    assert (market.repaired, market.withdrawn, market.gone_median, market.gone_slowest) == (1, 1, 1, 4)
    assert (told.total.received, told.total.decided.on_time, told.until) == (3, 2, date(2026, 11, 30))
    december = service.month_figures(DECEMBER, at=at(DECEMBER, 12))
    assert [(line.body, line.received) for line in december.bodies] == [("", 0), (AGENCY, 1)]
    assert service.months(at=at(DECEMBER, 12)) == (date(2026, 12, 1), date(2026, 11, 1))
    for month in (date(2026, 10, 1), date(2027, 1, 1)):
        with pytest.raises(NoSuchMonth):
            service.month_figures(month, at=at(DECEMBER, 12))


@pytest.mark.usefixtures("autumn")
def test_page_files_and_api_say_the_same() -> None:
    anybody = visitor()
    page = anybody.get("/figures/rights/?month=2026-11").content.decode()
    assert "示例gz-market" in page
    rows = list(
        csv.reader(
            io.StringIO(anybody.get("/figures/rights/figures.csv?month=2026-11").content.decode("utf-8-sig"))
        )
    )
    assert rows[2][:7] == ["示例gz-market", "2", "1", "1", "1", "0", "100"]
    assert [row[0] for row in rows[1:]] == ["信用中心", "示例gz-market", "合计"]
    book = openpyxl.load_workbook(
        io.BytesIO(anybody.get("/figures/rights/figures.xlsx?month=2026-11").content)
    )
    cells: Any = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [str(cell) if cell is not None else "" for cell in cells[2]] == rows[2]
    told = anybody.get("/api/v1/figures/rights?month=2026-11").json()
    assert (told["bodies"][1]["relief"], told["total"]["received"]) == (100, 3)
    assert "这个月没有" not in page
    for bad in ("2026-13", "2020-01", "x", "2026-11-01"):
        assert anybody.get(f"/figures/rights/?month={bad}").status_code == 404
    assert anybody.get("/api/v1/figures/rights?month=2020-01").status_code == 404


def test_before_the_first_case_there_is_an_empty_month() -> None:
    cache.clear()
    assert "这个月没有办理" in visitor().get("/figures/rights/").content.decode()


def test_constant_queries(autumn: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        service.month_figures(date(2026, 11, 20) + timedelta(days=0), at=at(DECEMBER, 12))
