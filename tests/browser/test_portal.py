"""The portal in a browser: readable by everybody, at every width, by keyboard alone, without a complaint."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/", "/search/", "/search/?q=示例", "/search/?q=无此名称", "/publicity/", "/publicity/?from=x", "/catalogue/",
    "/catalogue/penalty/", "/law/", "/law/cn-gz/", "/regions/", "/verify/", "/contest/", "/about/",
    "/about/data-protection/",
)  # fmt: skip


def check(reader: Reader, path: str) -> None:
    reader.open(path)
    assert reader.violations() == [], path
    assert reader.overflow() == 0, path
    assert reader.complaints == [], path


def test_nothing_stands_in_a_readers_way(reader: Reader, shown: str) -> None:
    for path in PAGES:
        check(reader, path)
    check(reader, f"/organisations/{shown}/")
    reader.page.locator(".records .what a").first.click()
    expect(reader.page).to_have_url(re.compile("/records/"))
    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.page.get_by_role("button", name="English").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    for path in PAGES:
        reader.open(path)
        assert reader.overflow() == 0, f"English {path}"
    assert reader.complaints == []


def test_a_page_that_is_not_there_is_readable_too(reader: Reader, law: None) -> None:
    page = reader.open("/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("页面不存在")
    assert reader.violations() == []


def test_a_search_by_keyboard_alone(reader: Reader, shown: str) -> None:
    page = reader.open("/")
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type("示例磨坊")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    page.get_by_role("link", name="贵阳示例磨坊有限公司").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("贵阳示例磨坊有限公司")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(reader: Reader, law: None) -> None:
    page = reader.open("/about/")
    menu = page.locator("details.menu")
    if not menu.is_visible():
        expect(page.get_by_role("link", name="双公示", exact=True)).to_be_visible()
        return
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="双公示", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="双公示", exact=True)).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_map_comes_when_it_is_looked_at_and_leads_to_the_column(reader: Reader, shown: str) -> None:
    page = reader.open("/")
    page.get_by_role("link", name=re.compile("贵阳市，1 个组织")).click()
    expect(page).to_have_url(re.compile(r"/publicity/\?region=520100"))
    expect(page.locator(".records .what")).to_have_count(2)


def test_the_page_works_without_scripts(reader: Reader, shown: str) -> None:
    context = reader.page.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(reader.address + "/publicity/")
    page.get_by_label("事项").select_option("penalty")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".records .what")).to_have_count(1)
    context.close()
