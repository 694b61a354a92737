"""Subjects in a browser: login at the identity provider, who looked, an authorisation and its end; both widths, with axe."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.browser.conftest import Reader
from tests.browser.standin import Person, known, log_in, serving
from tests.browser.test_notices import sit
from tests.db.consent.support import number
from tests.db.departments.support import user
from tests.db.mine.world import bank, person_penalty
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import AccessResult, DepartmentFacts, Role
from xinheng.plumbing import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JIA = Person("jia", "示例甲", number(1), (MILL,))
YI = Person("yi", "示例乙", number(2))


@pytest.fixture
def provider(settings: Any, tmp_path: Path, live_server: object) -> Iterator[None]:
    """The stand-in, and the platform that knows it."""
    with serving(tmp_path / "standin", [JIA, YI], site=str(live_server)) as identity:
        known(settings, identity)
        yield


@pytest.fixture
def market(department: Callable[..., DepartmentFacts], send: Callable[..., Any]) -> DepartmentFacts:
    """A department that handed in a penalty on the mill and one on each person."""
    sender = department("gy-market", "market_regulation", uscc=ORGAN)
    rows = [penalty(CF_XDR_ZJLX="", CF_XDR_ZJHM=""), person_penalty(1), person_penalty(2)]
    send(sender, "penalty", rows, on=date(2026, 3, 5))
    return sender


def looked_at(reader: Reader, name: str) -> None:
    """Nothing against accessibility, nothing wider than the window; a picture where they are wanted."""
    page = reader.page
    assert reader.violations() == [], name
    assert reader.overflow() <= 0, name
    if folder := os.environ.get("XINHENG_PICTURES"):
        width = (page.viewport_size or {"width": 0})["width"]
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def text(page: Page) -> str:
    return page.locator("main").inner_text()


@pytest.mark.requirement("IMP-07")
def test_a_subject_logs_in_chooses_and_leaves(
    reader: Reader, provider: None, market: DepartmentFacts
) -> None:
    page = reader.open("/mine/enter/")
    looked_at(reader, "enter")
    log_in(reader, JIA, to="/mine/records/")
    assert "黔示罚〔2026〕91号" in text(page)
    assert "黔示罚〔2026〕1号" not in text(page)
    page = reader.open("/mine/")
    looked_at(reader, "home")
    page.get_by_role("button", name="代其办理").click()
    page = reader.open("/mine/records/")
    assert "黔示罚〔2026〕1号" in text(page)
    assert "91号" not in text(page)
    for path in (
        "records/", "accesses/", "authorisations/", "authorisations/new/", "mandates/", "mandates/new/", "inbox/", "cases/",
    ):  # fmt: skip
        reader.open(f"/mine/{path}")
        looked_at(reader, path.rstrip("/").replace("/", "-"))
    page.goto(f"{reader.address}/accounts/logout/")
    page.get_by_role("button", name="退出").click()
    assert "/mine/enter/" in reader.open("/mine/records/").url
    assert reader.complaints == []


@pytest.mark.requirement("CON-03", "CON-11", "PER-09", "PER-12")
def test_a_person_finds_out_who_looked(reader: Reader, provider: None, market: DepartmentFacts) -> None:
    officer = user("officer", Role.DATA_OFFICER, of=market.code)
    sit(reader, officer)
    page = reader.open("/desk/reading/matter/")
    page.get_by_label("个人", exact=True).check()
    page.get_by_label("统一社会信用代码，或个人证件号码").fill(JIA.number)
    page.get_by_label("查询事项").select_option("matter-licensing")
    page.get_by_label("本单位办件编号").fill("许可办件〔2026〕7号")
    looked_at(reader, "who-looked-1-the-officer-asks")
    page.get_by_role("button", name="查询").click()
    assert "黔示罚〔2026〕91号" in text(page)
    assert JIA.number not in page.content()
    looked_at(reader, "who-looked-2-what-the-officer-reads")

    page.context.clear_cookies()
    log_in(reader, JIA)
    page = reader.open("/mine/accesses/")
    line = page.locator("tbody tr")
    assert line.count() == 1
    for word in ("示例gy-market", "实施行政许可：许可办件〔2026〕7号", "第17条", "共 1 条", "已提供"):
        assert word in line.inner_text()
    looked_at(reader, "who-looked-3-the-person-sees")
    page = reader.open("/mine/records/")
    page.get_by_role("link", name="黔示罚〔2026〕91号").click()
    assert "涉及自然人，不公示" in text(page)
    looked_at(reader, "who-looked-4-the-record")

    page.context.clear_cookies()
    log_in(reader, YI)
    assert "没有人查询过您的非公开信息" in text(reader.open("/mine/accesses/"))
    assert reader.complaints == []


@pytest.mark.requirement("CON-04", "CON-09")
def test_a_revoked_authorisation_opens_nothing(
    reader: Reader, provider: None, market: DepartmentFacts
) -> None:
    bank()
    banker = user("banker", Role.AGENCY, of="bank")
    log_in(reader, JIA)
    page = reader.page
    page.get_by_role("button", name="代其办理").click()
    page = reader.open("/mine/authorisations/new/")
    page.get_by_label("被授权单位").select_option("bank")
    page.get_by_label("行政处罚").check()
    page.get_by_label("用途").fill("流动资金贷款审查")
    page.get_by_label("自", exact=True).fill(clock.today().isoformat())
    page.get_by_label("至", exact=True).fill((clock.today() + timedelta(days=30)).isoformat())
    looked_at(reader, "authorise-1-the-form")
    page.get_by_role("button", name="授权", exact=True).click()
    codes = [issued(reader, page), issued(reader, page)]
    authorisation = page.url.split("/")[-3] if page.url.endswith("/code/") else page.url.split("/")[-2]
    mine = page.context.cookies()

    page.context.clear_cookies()
    assert "黔示罚〔2026〕1号" in asked(reader, banker, codes[0])
    looked_at(reader, "authorise-3-the-bank-reads")
    assert "已使用" in asked(reader, banker, codes[0])

    page.context.clear_cookies()
    page.context.add_cookies(mine)  # type: ignore[arg-type]
    page = reader.open(f"/mine/authorisations/{authorisation}/")
    assert "已提供" in text(page)
    looked_at(reader, "authorise-4-what-was-read")
    page.get_by_role("link", name="撤销授权").click()
    page.get_by_label("理由").fill("贷款已结清")
    page.get_by_role("button", name="撤销授权").click()
    assert "已撤销" in text(page)

    page.context.clear_cookies()
    assert "授权已撤销" in asked(reader, banker, codes[1])
    looked_at(reader, "authorise-5-refused")
    results = [line.result for line in departments.accesses(subject=MILL, actor="banker")]
    assert results == [AccessResult.REFUSED, AccessResult.REFUSED, AccessResult.GRANTED]
    assert [said for said in reader.complaints if "422" not in said] == []


def issued(reader: Reader, page: Page) -> str:
    """A one-time code, as the page shows it once."""
    page.get_by_role("button", name="签发查询码").click()
    shown = page.locator(".once").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", shown)
    looked_at(reader, "authorise-2-the-code")
    return shown


def asked(reader: Reader, banker: Any, code: str) -> str:
    """What the bank's page says to a code."""
    sit(reader, banker)
    page = reader.open("/desk/reading/authorised/")
    page.get_by_label("统一社会信用代码，或个人证件号码").fill(MILL)
    page.get_by_label("一次性查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    return text(page)
