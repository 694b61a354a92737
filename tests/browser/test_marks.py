"""A contested record and a held one in a browser: readable at every width, in both languages, without a complaint."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.acceptance.conftest import at
from tests.browser.conftest import Reader
from tests.db.portal.conftest import DAY
from tests.db.web.conftest import PASSWORD
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import Role
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.kernel.text import Text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTESTED = Text(
    zh="本条记录有异议，正在核查；核查期间请审慎使用。", en="This record is contested and being examined."
)
STATED = Text(
    zh="罚款已于 2026 年 3 月 6 日缴清，产品已全部召回。", en="The fine was paid and the goods were recalled."
)


@pytest.fixture
def contested(shown: str) -> str:
    """The address of a penalty that is contested and beside which its subject says something."""
    (record,) = disclosure.publicity(PublicityFilter(items=("penalty",)), day=DAY, moment=at(DAY, 11))
    named = [("penalty", bytes.fromhex(record.key))]
    for number, (kind, words) in enumerate([(MarkKind.OBJECTED, CONTESTED), (MarkKind.STATED, STATED)]):
        archive.mark(
            named, kind, case=("objection", f"YY{number}"), words=words, actor="test", at=at(DAY, 11)
        )
    return f"/records/penalty/{record.key}/"


def check(reader: Reader, path: str) -> None:
    reader.open(path)
    assert reader.violations() == [], path
    assert reader.overflow() == 0, path
    assert reader.complaints == [], path


def test_a_contested_record_is_readable_by_everybody(reader: Reader, shown: str, contested: str) -> None:
    for path in ("/", "/publicity/", f"/organisations/{shown}/", contested):
        check(reader, path)
        assert "异议标注" in reader.page.content()
    reader.page.get_by_role("button", name="English").click()
    for path in ("/publicity/", contested):
        check(reader, path)
        assert "ontested" in reader.page.content()


def test_the_desk_of_held_records(reader: Reader, contested: str, settings: object) -> None:
    new = departments.NewUser(
        username="audit", name="示例审计", role=Role.AUDITOR, department=None, password=PASSWORD
    )
    departments.create_user(new, actor="test", at=at(date(2026, 1, 5)))
    client = Client()
    client.force_login(User.objects.get(username="audit"))
    cookie = client.cookies["sessionid"].value
    reader.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": reader.address}])
    check(reader, "/desk/records/")
    reader.page.get_by_label("记录网址或记录键").fill(reader.address + contested)
    reader.page.get_by_role("button", name="下一步").click()
    assert reader.violations() == []
    reader.page.get_by_label("事由").fill("复核异议")
    reader.page.get_by_label("依据").fill("条例（草案）第十九条")
    reader.page.get_by_role("button", name="登记并调阅").click()
    assert CONTESTED.zh in reader.page.content()
    assert reader.violations() == []
    assert reader.overflow() == 0
