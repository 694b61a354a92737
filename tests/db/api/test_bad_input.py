"""Bad input by API: a clear error in Chinese and English, a status that fits, and nothing kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter

from tests.acceptance.rows import penalty
from tests.db.api.support import PROBLEM, Caller, as_csv, kept
from xinheng.areas.intake.models import Submission

ROW = penalty()
GOOD = as_csv([ROW])
NOTHING = {"submissions": 0, "versions": 0, "files": 0}
ONLY_ITS_NUMBER = {"submissions": 1, "versions": 0, "files": 0}
BOUNDARY = "a-boundary-of-ours"


def workbook(*rows: Sequence[str]) -> bytes:
    """A workbook with one sheet of text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def bomb() -> bytes:
    """A workbook of some 300 KiB whose sheet inflates to 300 MiB."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(list(ROW), list(ROW.values())))) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            with target.open(name, "w") as part:
                part.write(source.read(name).removesuffix(b"</worksheet>"))
                if name.endswith("sheet1.xml"):
                    for _ in range(300):
                        part.write(b" " * 1024**2)
                    part.write(b"</worksheet>")
    return packed.getvalue()


def encrypted() -> bytes:
    """The beginning of what Office writes for a workbook with a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16le") + bytes(3000)
    )


WIDE = ",".join(f"C{number}" for number in range(10_000))

CASES: dict[str, tuple[bytes, str, int, str, str]] = {
    "header only": (
        (",".join(ROW) + "\n").encode(), "p.csv", 422,
        "文件没有数据行。请检查导出是否成功后重新报送。", "The file has no row of data. Check the export.",
    ),
    "encrypted workbook": (
        encrypted(), "p.xlsx", 422,
        "工作簿设有打开密码。请取消密码（文件→信息→保护工作簿）后重新报送。",
        "The workbook needs a password to open. Remove it and send the file again.",
    ),
    "NUL byte": (
        GOOD.replace("贵".encode(), b"\x00", 1), "p.csv", 400,
        "文件中有空字节（NUL）。这不是正常的文本，请重新导出后报送。",
        "The file holds a NUL byte, so it is no proper text. Export it again.",
    ),
    "10,000 columns": (
        f"{WIDE}\n{WIDE}\n".encode(), "p.csv", 422,
        "文件有 10000 列，超过上限 500 列。请删去无关的列后重新报送。",
        "The file has 10000 columns; the limit is 500. Remove unrelated columns.",
    ),
    "wrong content": (
        b"\x89PNG\r\n\x1a\n" + bytes(100), "p.csv", 415,
        "文件内容是 PNG，不能读取。请以 CSV、JSON Lines（每行一个对象）、Parquet 或 XLSX 报送。",
        "The content is PNG. Send CSV, JSON Lines (one object per line), Parquet or XLSX.",
    ),
    "cut workbook": (
        workbook(list(ROW), list(ROW.values()))[:3000], "p.xlsx", 400,
        "XLSX 文件不完整或已损坏，可能是上传中断。请重新上传。",
        "The XLSX file is cut short or damaged, perhaps by a broken upload. Send it again.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_table_is_refused_whole(market: Caller, case: str) -> None:
    content, name, status, zh, en = CASES[case]
    answer = market.send(content, name=name)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert (told["detail"], told["detail_en"]) == (zh, en)
    assert kept() == ONLY_ITS_NUMBER
    looked_up = market.get(f"/submissions/{told['receipt_no']}").json()
    assert (looked_up["state"], looked_up["error"]) == ("refused", {"status": status, "zh": zh, "en": en})


def test_a_zip_bomb_is_refused(market: Caller) -> None:
    answer = market.send(bomb(), name="p.xlsx")
    assert answer.status_code == 413
    assert answer.json()["detail"].endswith("疑似压缩炸弹，已拒收。请以 CSV 或 Parquet 报送。")
    assert "a zip bomb" in answer.json()["detail_en"]
    assert kept() == ONLY_ITS_NUMBER


def test_an_unknown_item(market: Caller) -> None:
    answer = market.send(GOOD, item="no-such-item")
    assert (answer.status_code, answer.json()["detail"], answer.json()["detail_en"]) == (
        404, "目录中没有现行有效的事项“no-such-item”，请在目录页查对事项编号。",
        "The catalogue in force has no item no-such-item: look its id up on the catalogue page.",
    )  # fmt: skip
    assert kept() == NOTHING


def test_a_department_that_may_not_send_the_item(market: Caller) -> None:
    answer = market.send(GOOD, item="tax-class-a")
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("示例guiyang-market不是“")
    assert answer.json()["detail_en"].startswith("Example guiyang-market is no provider of ")
    assert kept() == NOTHING


def test_an_empty_file(market: Caller) -> None:
    answer = market.send(b"")
    assert (answer.status_code, answer.json()["detail"], answer.json()["detail_en"]) == (
        422, "文件是空的，请检查导出结果。", "The file is empty: check the export.",
    )  # fmt: skip
    assert kept() == NOTHING


def test_a_cell_of_200000_characters_rejects_its_row_only(market: Caller) -> None:
    rows = [penalty(CF_WSH="黔示罚〔2026〕1号", CF_SY="长" * 200_000), penalty(CF_WSH="黔示罚〔2026〕2号")]
    told = market.send(as_csv(rows)).json()
    assert (told["counts"]["rejected"], told["counts"]["new"]) == (1, 1)
    assert [(rule["rule"], rule["rows"]) for rule in told["rules"]] == [("cell.too_long", 1)]
    assert kept()["versions"] == 1


def test_another_content_type_than_a_form(market: Caller) -> None:
    answer = market.client.post("/api/v1/submissions", GOOD, content_type="text/csv", headers=market.headers)
    assert (answer.status_code, answer.json()["detail_en"]) == (415, "Send this as multipart/form-data.")
    assert kept() == NOTHING


def form(content: bytes, *, closed: bool = True) -> bytes:
    """A multipart body; unless `closed` it was cut in the file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="item"\r\n\r\npenalty\r\n'.encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.csv"\r\n\r\n'.encode(),
        content,
    ]
    return b"".join([*parts, f"\r\n--{BOUNDARY}--\r\n".encode()] if closed else parts)


def posted(caller: Caller, body: bytes, *, length: int | None = None) -> Any:
    """The body under a content length of its own."""
    stated = len(body) if length is None else length
    return caller.client.post(
        "/api/v1/submissions?wait=true", b"x", content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers=caller.headers, **{"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(stated)},
    )  # fmt: skip


def test_an_upload_that_was_cut(market: Caller) -> None:
    whole = form(GOOD)
    for answer in (
        posted(market, form(GOOD[:-40], closed=False)),
        posted(market, whole[:-60], length=len(whole)),
    ):
        assert (answer.status_code, answer.json()["detail_en"]) == (
            400, "The upload broke off before it was whole. Nothing was kept: please send it again.",
        )  # fmt: skip
    assert kept() == NOTHING
    assert posted(market, whole).status_code == 201


@pytest.mark.parametrize("body", [b"", b"no boundary at all", b"\x00\xff" * 100])
def test_a_form_that_is_none(market: Caller, body: bytes) -> None:
    answer = posted(market, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert kept() == NOTHING


def test_a_form_without_its_parts(market: Caller) -> None:
    answer = posted(market, f"--{BOUNDARY}--\r\n".encode())
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert {fault["where"] for fault in answer.json()["errors"]} == {"form.item", "file.file"}


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ("", 415, None), ("{", 400, None), ('{"item": "penalty"}', 422, "body.given.rows"),
        ('{"item": "penalty", "rows": []}', 422, "body.given.rows"),
        ('{"item": "penalty", "rows": [{"a": [1]}]}', 422, None),
        ('{"item": "penalty", "rows": [{"a": 1.5}]}', 422, None),
        ('{"item": "penalty", "rows": [{"a": "\\ud800"}]}', 400, None),
        ('{"item": "penalty", "rows": [{"\\u0000": "a"}]}', 422, None),
        ('{"item": "pen\\u0000alty", "rows": [{"a": "b"}]}', 422, "body.given.item"),
        ('{"item": "penalty", "rows": [{"a": "b"}], "mapping": {"columns": {"a\\u0000": "CF_WSH"}}}', 422, None),
        ('{"item": "penalty", "rows": [{"CF_WSH": "a\\u0000b"}]}', 422, None),
        ('{"item": "penalty", "rows": [{"a": ' + "9" * 5000 + "}]}", 400, None),
        ('{"item": "penalty", "extra": 1, "rows": [{"a": "b"}]}', 422, "body.given.extra"),
        (json.dumps({"item": "penalty", "rows": [{"a": "b"}] * 1001}), 422, "body.given.rows"),
        (json.dumps({"item": "penalty", "rows": [{"a": "b" * 6 * 1024**2}]}), 413, None),
    ],
)  # fmt: skip
def test_rows_that_are_none(market: Caller, body: str, status: int, where: str | None) -> None:
    answer = market.post("/submissions/rows?wait=true", body)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), told
    if where is not None:
        assert where in {fault["where"] for fault in told["errors"]}
    assert kept()["versions"] == kept()["files"] == 0


def test_a_broken_mapping_is_refused_before_anything_is_kept(market: Caller) -> None:
    for mapping in (
        b"columns: [",
        b"nonsense: {}",
        b'columns: {"a\\0": CF_WSH}',
        b"\xff\xfe",
        b"a" * 2 * 1024**2,
    ):
        answer = market.send(GOOD, mapping=io.BytesIO(mapping))
        assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert kept() == NOTHING


def test_a_file_beyond_the_limit(market: Caller, settings: Any) -> None:
    from dataclasses import replace

    settings.XINHENG = replace(settings.XINHENG, max_upload_bytes=100)
    answer = market.send(as_csv([ROW] * 50))
    assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)
    assert kept() == NOTHING


def test_names_are_cut_and_cleaned(market: Caller) -> None:
    assert market.send(GOOD, name="../../etc/" + "长" * 400 + ".csv").status_code == 201
    name = Submission.objects.get().file_name
    assert "/" not in name
    assert len(name) <= 255


def test_a_bad_idempotency_key(market: Caller) -> None:
    for key in ("with space", "ü", "x" * 201):
        answer = market.send(GOOD, key=key)
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "header.Idempotency-Key")
    assert kept() == NOTHING
