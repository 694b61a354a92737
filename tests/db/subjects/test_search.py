"""The search: each way to find an organisation, the order, filters, and that it stays bounded."""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.db.subjects.support import AT, code, opened, registered
from xinheng.areas.subjects import actions, service
from xinheng.areas.subjects.terms import MatchedOn

pytestmark = pytest.mark.django_db

NAMES = {
    code(1): "贵州黔信科技有限公司",
    code(2, region="520302"): "遵义市黔北（集团）酒业有限公司",
    code(3, region="520522"): "黔西乌江茶业有限公司",
    code(4, prefix="92"): "云岩区信和餐馆",
    code(5, prefix="51"): "贵州省茶业协会",
    code(6, region="520303"): "重庆KTV娱乐有限公司遵义分公司",
}
ONE = code(1)


@pytest.fixture(autouse=True)
def organisations() -> None:
    opened(*NAMES.items())


def found(text: str, **narrowed: str) -> list[str]:
    return [hit.name for hit in service.search(text, **narrowed).hits]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("黔", {1, 2, 3}),
        ("信", {4}),
        ("贵", {1, 5}),
        ("黔信", {1}),
        ("茶业", {3, 5}),
        ("乌江茶", {3}),
        ("有限公司", {1, 2, 3, 6}),
        ("黔北(集团)", {2}),
        ("（集团）酒", {2}),
        ("公司有限", set()),
        ("信科限公", set()),
        ("k歌", set()),
        ("KTV", {6}),
        ("ｋｔｖ娱", {6}),
        ("gzqx", {1}),
        ("qxkj", {1}),
        ("QXWJ", {3}),
        ("guizhouqianxin", {1}),
        ("qianxin", {1}),
        ("chongqing", {6}),
        ("zhongqing", set()),
        (ONE, {1}),
        (ONE[:8].lower(), {1}),
        (ONE[:3], set()),
        ("9152", {1, 2, 3, 6}),
        ("100%", set()),
        ("_信", set()),
        ("", set()),
    ],
)
def test_what_a_text_finds(text: str, numbers: set[int]) -> None:
    names = list(NAMES.values())
    assert set(found(text)) == {names[number - 1] for number in numbers}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("黔信", MatchedOn.NAME),
        ("gzqx", MatchedOn.INITIALS),
        ("qianxin", MatchedOn.PINYIN),
        (ONE, MatchedOn.USCC),
    ],
)
def test_a_hit_says_why(text: str, way: MatchedOn) -> None:
    (hit,) = service.search(text).hits
    assert (hit.uscc, hit.matched_on, hit.synthetic) == (ONE, way, True)


def test_beginnings_come_first_and_short_before_long() -> None:
    opened((code(11), "茶业"), (code(12), "茶业发展有限公司"), (code(13), "贵州茶业有限公司"))
    assert found("茶业") == [
        "茶业",
        "贵州省茶业协会",
        "茶业发展有限公司",
        "贵州茶业有限公司",
        "黔西乌江茶业有限公司",
    ]


def test_a_former_name_and_an_earlier_code_find_the_organisation_of_today() -> None:
    codes = pl.DataFrame({"uscc": [ONE], "kind": ["registration_number"], "value": ["520102000012345"]})
    registered(codes, uscc=[ONE], name=["贵州衡信科技有限公司"], changed_on=[date(2026, 1, 1)])
    (by_name,) = service.search("黔信").hits
    assert (by_name.name, by_name.matched_on, by_name.matched_text) == (
        "贵州衡信科技有限公司",
        MatchedOn.FORMER_NAME,
        "贵州黔信科技有限公司",
    )
    (by_code,) = service.search("520102000012345").hits
    assert (by_code.uscc, by_code.matched_on, by_code.matched_text) == (
        ONE,
        MatchedOn.CODE,
        "520102000012345",
    )
    assert found("衡信") == ["贵州衡信科技有限公司"]
    assert found("科技") == ["贵州衡信科技有限公司"]


def test_a_merged_organisation_is_found_as_its_survivor() -> None:
    actions.merge(code(3, region="520522"), ONE, reason="吸收合并", actor="centre", at=AT)
    (hit,) = service.search("乌江").hits
    assert (hit.uscc, hit.name, hit.matched_text, hit.merged_from) == (
        ONE,
        NAMES[ONE],
        "黔西乌江茶业有限公司",
        code(3, region="520522"),
    )
    assert found("黔") == ["贵州黔信科技有限公司", "遵义市黔北（集团）酒业有限公司"]


@pytest.mark.parametrize(
    ("text", "narrowed", "numbers"),
    [
        ("有限", {"region": "520300"}, {2, 6}),
        ("有限", {"region": "520302"}, {2}),
        ("有限", {"region": "520581"}, {3}),
        ("有限", {"region": "520000", "kind": "enterprise"}, {1, 2, 3, 6}),
        ("茶业", {"kind": "social_organisation"}, {5}),
        ("贵", {"kind": "social_organisation"}, {5}),
        ("gz", {"kind": "social_organisation"}, {5}),
        ("9152", {"region": "520300"}, {2, 6}),
        ("有限", {"region": "110000"}, set()),
    ],
)
def test_filters(text: str, narrowed: dict[str, str], numbers: set[int]) -> None:
    names = list(NAMES.values())
    assert set(found(text, **narrowed)) == {names[number - 1] for number in numbers}


def test_pages_and_more_than_a_number() -> None:
    opened(*((code(100 + n), f"大数据{n:03d}有限公司") for n in range(130)))
    first, last = service.search("大数据", limit=20), service.search("大数据", limit=20, offset=80)
    assert (first.total, first.more, len(first.hits)) == (100, True, 20)
    assert len(last.hits) == 20
    assert not {hit.uscc for hit in first.hits} & {hit.uscc for hit in last.hits}
    assert service.search("大数据", limit=20, offset=100).hits == ()
    few = service.search("大数据00")
    assert (few.total, few.more) == (10, False)


def test_very_common_words_are_answered_from_a_sample_and_still_right() -> None:
    opened(*((code(1000 + n), f"{chr(0x4E00 + n)}记商贸有限公司") for n in range(3000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE subjects_searchname")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = service.search("有限公司")
    assert (page.total, page.more) == (100, True)
    assert all("有限公司" in hit.name for hit in page.hits)
    assert any("TABLESAMPLE" in query["sql"] for query in queries)
    assert found("乌江茶业有限公司") == ["黔西乌江茶业有限公司"]
    assert found("有限公司", region="520581") == ["黔西乌江茶业有限公司"]


def test_the_number_of_queries_does_not_grow() -> None:
    opened(*((code(100 + n), f"大数据{n:03d}有限公司") for n in range(60)))
    for text in ("大数据", "dsj", "9152", "龘"):
        with CaptureQueriesContext(connection) as queries:
            service.search(text)
        assert len(queries) <= 6


def test_a_large_load_is_findable_after_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinheng.areas.subjects.actions.opening.INDEXED_AT_ONCE", 1)
    opened((code(21), "迟到甲有限公司"), (code(22), "迟到乙有限公司"))
    assert (found("迟到"), service.names_waiting()) == ([], 2)
    assert [service.index_names(at_most=1) for _ in range(3)] == [1, 1, 0]
    assert found("迟到") == ["迟到乙有限公司", "迟到甲有限公司"]
