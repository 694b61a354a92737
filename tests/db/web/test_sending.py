"""A data officer hands in a file, follows it, confirms it, reads the receipt, takes it back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import penalty
from tests.db.web.conftest import FAULTY, ROWS, sent, upload, visitor, worked
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.areas.intake.models import ProblemRow, Submission
from xinheng.areas.ledger import service as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def at(receipt_no: str, more: str = "") -> str:
    return f"/desk/intake/submissions/{receipt_no}/{more}"


def test_the_form_offers_what_the_department_may_send_and_says_the_limits(officer: Client) -> None:
    form = page(officer, "/desk/intake/send/")
    assert "以“示例scjg”的名义报送" in form
    assert '<option value="penalty">行政处罚</option>' in form
    assert "judgment-debtor" not in form  # the court's, not this department's
    assert "XLSX 不超过 256 MiB；CSV、JSON Lines、Parquet 不超过 2048 MiB、500 万行。" in form
    assert "/catalogue/penalty/template.xlsx" in page(officer, "/desk/intake/send/item/?item=penalty")
    assert officer.get("/desk/intake/send/item/?item=judgment-debtor").status_code == 404


@pytest.mark.requirement("COL-07", "DQ-02")
def test_from_upload_to_receipt(officer: Client) -> None:
    number = sent(officer, [*ROWS, FAULTY])
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"number": Submission.objects.get().pk}]
    waiting = page(officer, at(number))
    assert f'hx-get="{at(number, "progress/")}"' in waiting
    assert "已接收，等待核验" in page(officer, at(number, "progress/"))
    worked(number)
    assert officer.get(at(number, "progress/")).headers["HX-Refresh"] == "true"
    preview = page(officer, at(number))
    assert "核验结果：尚未入库" in preview
    assert "不是可识别的日期，或历法上不存在，请按 2023-07-27 的格式填写" in preview
    assert "2026-02-30" in preview
    assert "示例甲某" not in preview  # a person's name is no business of a preview
    assert officer.post(at(number, "confirm/")).status_code == 302
    worked(number)
    receipt = page(officer, at(number))
    assert "每一行都有交代" in receipt
    for title, count in {"收到": 6, "新增": 5, "退回": 1, "待人工处理": 0}.items():
        assert f"<dt>{title}</dt><dd>{count}</dd>" in receipt
    assert "已定 6 行中 5 行合规" in receipt
    assert "83.33%" in receipt
    assert "6 行中 6 行必填项齐全" in receipt
    entry = Submission.objects.get().ledger_entry
    assert f"账本第 {entry} 条" in receipt
    assert f"第 {entry} 条" in page(officer, at(number, "proof/"))
    assert [line.kind for line in ledger.entries_about("submission", number)] == [
        "intake.received", "intake.confirmed", "archive.deposited",
    ]  # fmt: skip


def test_the_workbook_and_the_findings_are_given_back(officer: Client) -> None:
    number = sent(officer, [*ROWS, FAULTY])
    worked(number)
    answer = officer.get(at(number, "receipt.xlsx"))
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert [cell.value for cell in cells] == ["2026-02-30"]
    assert "不是可识别的日期" in cells[0].comment.text
    assert cells[0].fill.fgColor.rgb == "FFFFC7CE"
    table = pl.read_parquet(
        io.BytesIO(b"".join(officer.get(at(number, "findings.parquet")).streaming_content))
    )
    assert table.select("sheet_row", "field", "rule", "value").rows() == [
        (7, "CF_JDRQ", "date.unreadable", "2026-02-30")
    ]
    text = b"".join(officer.get(at(number, "findings.csv")).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("7,6,CF_JDRQ,CF_JDRQ,date.unreadable,reject,2026-02-30,")


def test_what_may_not_be_kept_gives_no_workbook_and_says_why(officer: Client) -> None:
    number = sent(
        officer,
        [row | {"CF_BZ": note} for row, note in zip(ROWS, ("", "", "", "", "当事人血型：AB型"), strict=True)],
    )
    worked(number)
    officer.post(at(number, "confirm/"))
    assert worked(number).stored is None
    receipt = page(officer, at(number))
    assert "原文件已删除，因此没有标注的工作簿" in receipt
    assert "AB型" not in receipt
    assert officer.get(at(number, "receipt.xlsx")).status_code == 404
    table = pl.read_parquet(
        io.BytesIO(b"".join(officer.get(at(number, "findings.parquet")).streaming_content))
    )
    assert table.select("rule", "value").rows() == [("forbidden.kind", None)]


def test_a_rule_is_told_with_the_weight_it_had_in_this_file(officer: Client) -> None:
    # an old code where a unified one belongs sends a row back; where it names the subject, a person decides
    number = sent(officer, [penalty(CF_XDR_SHXYM="520102000000001"), penalty(CF_CFJGDM="520102000000001")])
    worked(number)
    preview = page(officer, at(number))
    table = preview[preview.index('id="rules"') : preview.index('id="findings"')]
    assert "tag-provisional" in table
    assert "tag-adverse" in table


def test_a_cancelled_submission_leaves_nothing(officer: Client) -> None:
    number = sent(officer, ROWS)
    worked(number)
    officer.post(at(number, "cancel/"))
    assert "入库前已取消，没有任何数据入库。" in page(officer, at(number))
    answer = officer.post(at(number, "confirm/"), follow=True)
    assert "这份报送已不在待确认状态。" in answer.content.decode()
    assert Submission.objects.get().state == "cancelled"


def test_taking_back_asks_why_first(officer: Client) -> None:
    number = sent(officer, ROWS)
    worked(number)
    officer.post(at(number, "confirm/"))
    worked(number)
    asked = page(officer, at(number, "take-back/"))
    assert "本次入库的 5 条变动全部失效" in asked
    refused = officer.post(at(number, "take-back/"), {"reason": " "})
    assert (refused.status_code, "请写明理由。" in refused.content.decode()) == (422, True)
    assert Submission.objects.get().state == "deposited"
    officer.post(at(number, "take-back/"), {"reason": "报错了期间"})
    assert "这份报送已整份撤回" in page(officer, at(number))


@pytest.mark.parametrize(
    ("form", "status", "text"),
    [
        ({"file": SimpleUploadedFile("a.csv", b"a"), "end": "1"}, 422, "请选择报送事项。"),
        ({"item": "penalty", "end": "1"}, 422, "请选择要报送的文件。"),
        ({"item": "penalty", "file": SimpleUploadedFile("a.csv", b""), "end": "1"}, 422, "文件是空的，请检查导出结果。"),
        ({"item": "penalty", "file": SimpleUploadedFile("a.csv", b"a")}, 400, "上传中断，文件没有完整到达，请重新上传。"),
        ({"item": "judgment-debtor", "file": SimpleUploadedFile("a.csv", b"a"), "end": "1"}, 422, "请选择报送事项。"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said_on_the_form(
    officer: Client, form: dict[str, Any], status: int, text: str
) -> None:
    answer = officer.post("/desk/intake/send/", form)
    assert (answer.status_code, text in answer.content.decode()) == (status, True)
    assert Submission.objects.count() == 0


def test_a_broken_mapping_file_is_named_before_anything_is_kept(officer: Client) -> None:
    mapping = SimpleUploadedFile("m.yml", "columns: {文号: NOT_THERE}".encode())
    answer = upload(officer, as_csv(ROWS), mapping=mapping)
    assert (answer.status_code, "映射文件有误：没有字段 NOT_THERE。" in answer.content.decode()) == (
        422,
        True,
    )
    assert Submission.objects.count() == 0


def test_a_mapping_file_leads_own_columns_to_the_fields(officer: Client) -> None:
    content = as_csv([{f"own_{code.lower()}": value for code, value in row.items()} for row in ROWS])
    columns = ", ".join(f"own_{code.lower()}: {code}" for code in ROWS[0])
    answer = upload(officer, content, mapping=SimpleUploadedFile("m.yml", f"columns: {{{columns}}}".encode()))
    done = worked(str(answer["Location"]).rstrip("/").rsplit("/", 1)[1])
    assert (done.state, done.received, done.new) == ("previewed", 5, 5)


@pytest.mark.requirement("SEC-07")
def test_a_file_beyond_the_limit_is_refused_while_it_comes_in(officer: Client, settings: Any) -> None:
    settings.XINHENG = replace(settings.XINHENG, max_upload_bytes=1000)
    told = upload(officer, b"x" * 2000)
    assert (told.status_code, "文件超过 0 MiB 的上限，请拆分后报送。" in told.content.decode()) == (413, True)
    far = upload(officer, b"x" * 2 * 1024 * 1024)
    assert (far.status_code, "提交的内容过大" in far.content.decode()) == (413, True)
    assert Submission.objects.count() == 0


def test_who_is_not_logged_in_uploads_nothing(law: None) -> None:
    assert upload(visitor(), b"x")["Location"] == "/accounts/login/?next=/desk/intake/send/"
    real = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html", enforce_csrf_checks=True)
    assert upload(real, b"x").status_code == 400  # no CSRF cookie: the body is not even read
    real.get("/accounts/login/")
    assert upload(real, b"x" * 3 * 1024 * 1024).status_code == 413


@pytest.mark.requirement("SEC-02")
def test_another_departments_submission_is_not_there(
    officer: Client, desk: Callable[..., Client], other: DepartmentFacts
) -> None:
    number = sent(officer, [*ROWS, FAULTY])
    worked(number)
    stranger = desk("stranger", Role.DATA_OFFICER, of=other.code)
    reads = ("", "progress/", "proof/", "receipt.xlsx", "findings.csv", "findings.parquet", "take-back/")
    assert {stranger.get(at(number, path)).status_code for path in reads} == {404}
    assert {
        stranger.post(at(number, path)).status_code for path in ("confirm/", "cancel/", "take-back/")
    } == {404}
    assert Submission.objects.get().state == "previewed"
    assert number not in page(stranger, "/desk/intake/submissions/")
    assert "0 份报送" in page(stranger, "/desk/intake/submissions/?department=scjg")
    assert number in page(officer, "/desk/intake/submissions/")


def test_a_lead_department_sees_its_region_and_the_centre_everything(
    officer: Client, desk: Callable[..., Client], department: Callable[..., DepartmentFacts]
) -> None:
    number = sent(officer, ROWS)
    worked(number)
    department("fgw", "development_and_reform", region="520100")
    department("bjfgw", "development_and_reform", region="520500")
    assert desk("lead", Role.LEAD_OFFICER, of="fgw").get(at(number)).status_code == 200
    assert desk("far", Role.LEAD_OFFICER, of="bjfgw").get(at(number)).status_code == 404
    centre = desk("centre", Role.CENTRE_OFFICER)
    assert centre.get(at(number)).status_code == 200
    assert centre.post(at(number, "confirm/")).status_code == 403
    assert "确认入库" not in page(centre, at(number)).replace("待确认入库", "")


def test_changes_are_posted(officer: Client) -> None:
    number = sent(officer, ROWS)
    worked(number)
    assert {officer.get(at(number, path)).status_code for path in ("confirm/", "cancel/")} == {405}


@pytest.mark.requirement("DQ-04")
def test_a_problem_row_is_closed_with_a_reason(officer: Client) -> None:
    number = sent(officer, [FAULTY])
    worked(number)
    officer.post(at(number, "confirm/"))
    worked(number)
    listed = page(officer, "/desk/intake/problems/")
    assert "1 行未办结" in listed
    assert "不是可识别的日期" in listed
    problem = ProblemRow.objects.get()
    path = f"/desk/intake/problems/{problem.pk}/close/"
    assert officer.post(path, {"reason": ""}).status_code == 422
    officer.post(path, {"reason": "误录，不再报送"})
    problem.refresh_from_db()
    assert (problem.state, problem.reason, problem.closed_by) == ("closed", "误录，不再报送", "officer")
    assert "问题数据已清零" in page(officer, "/desk/intake/problems/")


def test_an_english_reader_reads_english(officer: Client) -> None:
    officer.cookies["django_language"] = "en"
    number = sent(officer, [*ROWS, FAULTY])
    worked(number)
    preview = page(officer, at(number))
    assert "What the check found: nothing is deposited yet" in preview
    assert "Not a date, or no day of the calendar: write it like 2023-07-27" in preview
