"""The page of deadlines, repair rules and query matters: what is in effect, in whose words, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xinheng.areas.catalogue import service as catalogue
from xinheng.plumbing import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(reader: Client, noon: Callable) -> str:
    answer = reader.get("/rules/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def part(html: str, name: str) -> str:
    """A section of the page."""
    return html.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


@pytest.mark.requirement("REP-12")
def test_every_deadline_in_effect_stands_there_with_its_words(html: str) -> None:
    law = catalogue.lawbook().as_of(clock.today())
    deadlines = part(html, "deadlines")
    for ruled in law.deadlines():
        assert f'id="{ruled.value.id}"' in deadlines
        assert all(citation.quote in deadlines for citation in ruled.citations if citation.quote)
    assert "3 个工作日" in deadlines


@pytest.mark.requirement("OBJ-12")
def test_the_platforms_own_rule_is_labelled_so(html: str) -> None:
    deadlines = part(html, "deadlines")
    assert deadlines.count("平台自定规则") >= 3
    assert "示范节点决定〔2026〕2号" in deadlines


@pytest.mark.requirement("REP-08", "REP-12")
def test_how_a_record_is_repaired_with_duration_and_remedy(html: str) -> None:
    repair = part(html, "repair")
    for words in (
        "履行相关义务",
        "纠正失信行为",
        "消除不良影响",
        "原信息提供单位",
        "履行义务的证明材料",
        "申请复核一次",
    ):
        assert words in repair
    assert 'href="#repair-withdraw"' in repair


def test_the_matters_for_which_organs_ask(html: str) -> None:
    matters = part(html, "matters")
    assert "实施行政许可" in matters
    assert "居住证" not in matters
    assert "公务员录用及调任</span>" not in matters


def test_what_has_no_effect_is_kept_apart(html: str) -> None:
    kept = part(html, "kept")
    for words in ("破产重整、和解企业", "居住证、落户、居民身份证异地受理", "国有土地使用权出让"):
        assert words in kept
    assert "现行有效" not in kept


@pytest.mark.requirement("OBJ-07")
def test_where_the_texts_say_promptly_the_figure_is_labelled(html: str) -> None:
    tell = part(html, "deadlines").split('id="objection-tell"')[1].split("<li id=")[0]
    for words in (
        "服务标准，非法定",
        "示范节点决定〔2026〕4号",
        "2 个工作日",
        "应当及时将处理结果告知异议提出者",
    ):
        assert words in tell


def test_the_year_that_is_not_announced(html: str) -> None:
    assert "2027 年的安排尚未公布" in html


def test_in_english_and_without_asking_the_database(reader: Client, noon: Callable) -> None:
    reader.cookies["django_language"] = "en"
    with CaptureQueriesContext(connection) as asked:
        text = reader.get("/rules/").content.decode()
    assert "The platform&#x27;s own rule" in text or "The platform's own rule" in text
    assert len(asked) == 0
    assert "1 working day<" in text
    assert "1 working days" not in text
