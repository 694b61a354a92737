"""What the portal shows, in how many questions to the database, and what it never shows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.areas.ledger import actions as ledger
from xinheng.kernel.tlog.proof import proof_from
from xinheng.plumbing.crypto.signing import node_signer

MOST_QUERIES = 12


def text_of(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def queries(reader: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(address).status_code == 200, address
    return len(asked)


def record_address(item: str, day: date) -> str:
    (record,) = disclosure.publicity(PublicityFilter(items=(item,)), day=day, moment=at(day, 12))
    return f"/records/{item}/{record.key}/"


@pytest.mark.requirement("ARC-07", "DIS-13")
def test_a_record_says_source_basis_end_changes_and_whether_it_came_in_time(
    reader: Client, shown: str
) -> None:
    page = text_of(reader, record_address("penalty", date(2026, 3, 9)))
    assert "黔示罚〔2026〕1号" in page
    assert "来源：示例scjg" in page
    assert "来源单位更正了：处罚内容" in page
    assert "期限为三年" in page
    assert '<strong class="num">2029-03-02</strong>' in page
    assert "暂行：依据尚为征求意见稿" in page
    assert "7 个工作日内，至 2026-03-11" in page
    assert "按时" in page
    assert "罚款2000元，限期改正" in page


@pytest.mark.requirement("PER-01", "DIS-14")
def test_no_page_names_a_natural_person(reader: Client, shown: str) -> None:
    addresses = ["/", "/publicity/", f"/organisations/{shown}/", record_address("licence", date(2026, 3, 9))]
    assert all("示例甲某" not in text_of(reader, address) for address in addresses)
    found = text_of(reader, "/search/?q=示例甲某")
    assert "没有找到“示例甲某”" in found


@pytest.mark.requirement("PUB-12", "PUB-07", "POR-05")
def test_search_organisation_and_column_lead_to_one_another(reader: Client, shown: str) -> None:
    assert f'href="/organisations/{shown}/"' in text_of(reader, "/search/?q=示例磨坊")
    exact = reader.get(f"/search/?q={shown}")
    assert (exact.status_code, exact["Location"]) == (302, f"/organisations/{shown}/")
    page = text_of(reader, f"/organisations/{shown}/")
    assert record_address("penalty", date(2026, 3, 9)) in page
    assert record_address("licence", date(2026, 3, 9)) in page
    column = text_of(reader, "/publicity/?item=penalty&text=黔示罚[2026]1号")
    assert "黔示罚〔2026〕1号" in column
    assert "黔示许〔2026〕1号" not in column


@pytest.mark.requirement("DIS-08", "PUB-01")
def test_on_the_last_day_a_record_is_there_and_on_the_next_it_is_nowhere(
    reader: Client, shown: str, noon: Callable
) -> None:
    address = record_address("penalty", date(2026, 3, 9))
    places = ["/", "/publicity/", f"/organisations/{shown}/", "/publicity/export.csv"]
    noon(date(2029, 3, 2))
    assert reader.get(address).status_code == 200
    assert all("黔示罚〔2026〕1号" in whole(reader, place) for place in places)
    noon(date(2029, 3, 3))
    assert reader.get(address).status_code == 404
    assert all("黔示罚〔2026〕1号" not in whole(reader, place) for place in places)


def whole(reader: Client, address: str) -> str:
    response = reader.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_questions_to_the_database_are_few_and_do_not_grow_with_rows(
    reader: Client, shown: str, sender: object, send: Callable, noon: Callable
) -> None:
    addresses = ["/", "/search/?q=示例", f"/organisations/{MILL}/", "/publicity/", "/catalogue/", "/regions/"]
    addresses.append(record_address("penalty", date(2026, 3, 9)))
    before = [queries(reader, address) for address in addresses]
    many = [penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in range(100, 140)]
    send(sender, "penalty", many, on=date(2026, 3, 9))
    noon(date(2026, 3, 9))
    assert [queries(reader, address) for address in addresses] == before
    assert max(before) <= MOST_QUERIES


@pytest.mark.requirement("PUB-07")
def test_exports_hold_what_the_column_shows(reader: Client, shown: str) -> None:
    text = whole(reader, "/publicity/export.csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(row["文书号"] for row in rows) == ["黔示罚〔2026〕1号", "黔示许〔2026〕1号"]
    table = pq.read_table(
        io.BytesIO(b"".join(reader.get("/publicity/export.parquet?item=penalty").streaming_content))
    )
    (row,) = table.to_pylist()
    assert (row["instrument"], row["shown_until"], row["rule_status"]) == (
        "黔示罚〔2026〕1号", date(2029, 3, 2), "adopted_provisional",
    )  # fmt: skip
    assert json.loads(row["content"])["处罚内容"] == "罚款2000元，限期改正"


def test_a_cell_is_never_a_formula(reader: Client, sender: object, send: Callable, noon: Callable) -> None:
    send(sender, "penalty", [penalty(CF_XDR_MC="=贵阳示例磨坊有限公司")], on=date(2026, 3, 9))
    cells = [cell for row in csv.reader(io.StringIO(whole(reader, "/publicity/export.csv"))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_proof_can_be_downloaded_once_a_checkpoint_covers_it(reader: Client, shown: str) -> None:
    address = record_address("penalty", date(2026, 3, 9)) + "proof.json"
    assert reader.get(address).status_code == 404
    ledger.checkpoint(at=at(date(2026, 3, 9), 11), signer=node_signer())
    proof = proof_from(json.loads(reader.get(address).content))
    assert proof.row.change == "corrected"
    assert proof.content is not None
    assert proof.content.opened is None
    assert "CF_FRDB" not in proof.content.data
    assert proof.content.fits(proof.row.content_hash)


def test_chinese_first_and_english_when_chosen(reader: Client, shown: str) -> None:
    reader.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB"
    page = reader.get("/")
    assert '<html lang="zh-Hans"' in page.content.decode()
    assert page.cookies.output() == ""
    reader.post("/language/", {"language": "en", "next": "/publicity/"})
    assert "Seven-day double publicity" in text_of(reader, "/publicity/")
    assert '<html lang="en"' in text_of(reader, "/")


def test_every_page_says_that_the_data_are_made_up(reader: Client, shown: str) -> None:
    addresses = ["/", "/search/", "/publicity/", "/catalogue/", "/catalogue/penalty/", "/law/", "/law/cn-gz/"]
    addresses += ["/regions/", "/verify/", "/contest/", "/about/", "/about/data-protection/"]
    assert all("演示数据" in text_of(reader, address) for address in addresses)


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/91520100MA60000000/",
        "/organisations/nonsense/",
        "/records/penalty/zz/",
        "/records/penalty/" + "0" * 32 + "/",
        "/catalogue/no-such-item/",
        "/law/no-such-pack/",
        "/publicity/?page=0",
        "/publicity/?page=501",
        "/publicity/?page=x",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(
    reader: Client, law: None, noon: Callable, address: str
) -> None:
    response = reader.get(address)
    assert response.status_code == 404
    assert "页面不存在" in response.content.decode()


def test_a_filter_that_cannot_be_read_is_said_and_left_out(reader: Client, shown: str) -> None:
    page = text_of(reader, "/publicity/?from=yesterday&region=999999")
    assert "日期请写成 2026-01-31 的样子" in page
    assert "没有这个行政区划代码" in page
    assert "2 条" in page


def test_a_template_has_the_columns_of_its_item(reader: Client, law: None, noon: Callable) -> None:
    from openpyxl import load_workbook

    response = reader.get("/catalogue/penalty/template.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    header = [cell.value for cell in book["数据"][1]]
    assert header[:3] == ["行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)"]
    assert book["数据"].max_row == 1
    assert "处罚类别" in [row[1].value for row in book["填表说明"].iter_rows(min_row=5)]
