"""The desks in a browser: a workbook of 200 rows from the form to the receipt, with a real worker behind it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.acceptance.rows import MILL, penalty
from tests.browser.conftest import Reader
from tests.db.web.conftest import PASSWORD
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.plumbing import clock
from xinheng.plumbing.postgres.connection import connection_uri

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = 200


@pytest.fixture
def worker(law: None) -> Iterator[None]:
    """procrastinate's worker on the test's database."""
    environment = os.environ | {
        "DATABASE_URL": connection_uri(), "DJANGO_SETTINGS_MODULE": "xinheng.settings",
        "XINHENG_STATE": str(settings.XINHENG.state), "XINHENG_FILE_ROOT": str(settings.XINHENG.file_root),
    }  # fmt: skip
    words = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        yield
        running.terminate()


@pytest.fixture
def people(department: Callable[..., DepartmentFacts]) -> None:
    """Somebody for each desk."""
    department("scjg", "market_regulation")
    for role in (Role.DATA_OFFICER, Role.CENTRE_OFFICER, Role.CENTRE_ADMIN, Role.LEGAL_OFFICER, Role.AUDITOR):
        new = departments.NewUser(
            username=role.value, name="示例人员", role=role, department="scjg", password=PASSWORD
        )
        departments.create_user(new, actor="test", at=clock.now())


def workbook(folder: Path) -> Path:
    """200 penalties under a title row; one has a date that no calendar has."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["行政处罚报送表（示例）"])
    sheet.append(list(penalty()))
    for number in range(ROWS):
        row = penalty(CF_WSH=f"黔示罚〔2026〕{number}号", CF_XDR_SHXYM=MILL)
        sheet.append(list((row | {"CF_JDRQ": "2026-02-30"} if number == 7 else row).values()))
    book.save(folder / "penalties.xlsx")
    return folder / "penalties.xlsx"


def log_in(reader: Reader, role: Role) -> Page:
    page = reader.open("/accounts/login/")
    page.get_by_label("用户名").fill(role.value)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("/desk/"))
    return page


def fits(reader: Reader) -> None:
    assert reader.violations() == [], reader.page.url
    assert reader.overflow() == 0, reader.page.url


def test_a_workbook_goes_from_the_form_to_the_receipt(
    reader: Reader, people: None, worker: None, tmp_path: Path
) -> None:
    file = workbook(tmp_path)
    page = log_in(reader, Role.DATA_OFFICER)
    fits(reader)
    page.get_by_label("报送事项").select_option("penalty")
    expect(page.get_by_role("link", name="下载填报模板（XLSX）")).to_be_visible()
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="上传并核验").click()
    confirm = page.get_by_role("button", name="确认入库")
    expect(confirm).to_be_visible()
    fits(reader)
    expect(page.locator(".equation")).to_contain_text("199")
    confirm.click()
    heading = page.get_by_role("heading", name="每一行都有交代")
    expect(heading).to_be_visible()
    fits(reader)
    numbers = [int(text.replace(",", "")) for text in page.locator(".equation dd").all_inner_texts()]
    assert numbers == [ROWS, 199, 0, 0, 0, 1, 0]
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注问题的工作簿").click()
    given = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    faults = [cell.value for row in given.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert faults == ["2026-02-30"]
    assert reader.complaints == []


def test_a_file_that_is_refused_leaves_the_form_with_its_reason(
    reader: Reader, people: None, tmp_path: Path
) -> None:
    page = log_in(reader, Role.DATA_OFFICER)
    empty = tmp_path / "empty.csv"
    empty.touch()
    page.get_by_label("报送事项").select_option("penalty")
    page.locator("#file").set_input_files(empty)
    page.get_by_role("button", name="上传并核验").click()
    expect(page.get_by_role("alert").first).to_have_text("文件是空的，请检查导出结果。")
    expect(page.get_by_label("报送事项")).to_have_value("penalty")
    fits(reader)


def test_the_form_works_by_keyboard(reader: Reader, people: None) -> None:
    page = log_in(reader, Role.DATA_OFFICER)
    page.get_by_label("报送事项").focus()
    page.keyboard.type("行政处罚")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for _ in range(4):
        if page.evaluate("document.activeElement.id") == "file":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "file"


PLACES = {
    Role.DATA_OFFICER: ("/desk/intake/submissions/", "/desk/intake/pending/", "/desk/intake/problems/", "/desk/catalogue/"),
    Role.CENTRE_OFFICER: ("/desk/centre/", "/desk/merges/", "/desk/ledger/", "/desk/jobs/", "/accounts/2fa/"),
    Role.CENTRE_ADMIN: (
        "/desk/departments/", "/desk/departments/new/", "/desk/users/", "/desk/users/new/", "/desk/users/auditor/",
        "/desk/users/auditor/role/", "/desk/users/auditor/stop/", "/desk/users/data_officer/tokens/new/",
    ),
    Role.LEGAL_OFFICER: ("/desk/reviews/", "/desk/catalogue/compile/"),
    Role.AUDITOR: ("/desk/accesses/", "/accounts/2fa/totp/activate/", "/accounts/password/change/"),
}  # fmt: skip


@pytest.mark.parametrize("role", PLACES, ids=str)
def test_nothing_stands_in_a_workers_way(reader: Reader, people: None, role: Role) -> None:
    page = log_in(reader, role)
    for path in PLACES[role]:
        reader.open(path)
        fits(reader)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in PLACES[role]:
        reader.open(path)
        assert reader.overflow() == 0, f"English {path}"
    assert reader.complaints == []
