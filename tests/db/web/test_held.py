"""The desk where records are read that the public is not shown: by address alone, for a stated matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.acceptance.rows import MILL
from tests.db.web.conftest import ROWS, visitor
from tests.db.web.test_centre import deposited
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.models import Version
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import AccessResult, Role
from xinheng.kernel.text import Text
from xinheng.plumbing import clock

pytestmark = pytest.mark.django_db(transaction=True)

WHY = {"matter": "复核异议", "legal_basis": "条例（草案）第十九条"}


@pytest.fixture
def address(officer: Client) -> str:
    """The desk's address of a penalty that is held."""
    deposited(officer, ROWS[:1])
    return f"/desk/records/penalty/{bytes(Version.objects.get().key).hex()}/"


def read(client: Client, address: str, **more: str) -> tuple[int, str]:
    answer = client.post(address, WHY | more)
    return answer.status_code, answer.content.decode()


def test_a_record_is_opened_by_address_or_by_item_and_key(desk: Callable[..., Client], address: str) -> None:
    client = desk("centre", Role.CENTRE_OFFICER)
    key = address.split("/")[-2]
    for query in (
        {"address": f"https://localhost/records/penalty/{key}/"},
        {"address": key, "item": "penalty"},
        {"address": address},
    ):
        answer = client.get("/desk/records/", query)
        assert (answer.status_code, answer["Location"]) == (302, address)
    for wrong in ({"address": key}, {"address": "贵阳示例磨坊有限公司"}, {"address": ""}):
        assert client.get("/desk/records/", wrong).status_code == 422


def test_nothing_is_read_before_matter_and_basis_are_given(desk: Callable[..., Client], address: str) -> None:
    client = desk("centre", Role.CENTRE_OFFICER)
    asked = client.get(address)
    assert (asked.status_code, "黔示罚〔2026〕1号" in asked.content.decode()) == (200, False)
    assert client.post(address, {"matter": "", "legal_basis": ""}).status_code == 422
    assert departments.accesses(subject=MILL) == ()
    status, page = read(client, address)
    assert (status, "黔示罚〔2026〕1号" in page) == (200, True)
    (line,) = departments.accesses(subject=MILL)
    assert (line.actor, line.matter, line.result) == ("centre", "复核异议", AccessResult.GRANTED)


@pytest.mark.requirement("WDR-04")
def test_only_the_audit_opens_a_sealed_record(desk: Callable[..., Client], address: str) -> None:
    record = ("penalty", bytes.fromhex(address.split("/")[-2]))
    words = Text(zh="处罚决定已被复议机关撤销", en="Revoked on reconsideration")
    archive.mark(
        [record], MarkKind.REVOKED, case=("withdrawal", "CX1"), words=words, actor="test", at=clock.now()
    )
    status, page = read(desk("centre", Role.CENTRE_OFFICER), address)
    assert (status, "您无权调阅这条记录" in page, "黔示罚〔2026〕1号" in page) == (403, True, False)
    status, page = read(desk("audit", Role.AUDITOR), address)
    assert status == 200
    assert all(
        words in page for words in ("封存留证", "黔示罚〔2026〕1号", "处罚决定已被复议机关撤销", "自始无效")
    )
    assert [line.result for line in departments.accesses(subject=MILL)] == [
        AccessResult.GRANTED,
        AccessResult.REFUSED,
    ]


def test_a_day_before_the_record_came_shows_nothing_of_it(desk: Callable[..., Client], address: str) -> None:
    status, page = read(desk("centre", Role.CENTRE_OFFICER), address, as_of="2020-01-01")
    assert (status, "当时尚未归集" in page, "黔示罚〔2026〕1号" in page) == (200, True, False)


def test_strangers_and_unknown_records(desk: Callable[..., Client], address: str, market: object) -> None:
    assert visitor().post(address, WHY).status_code in (302, 403)
    assert desk("admin", Role.CENTRE_ADMIN).post(address, WHY).status_code == 403
    centre = desk("centre", Role.CENTRE_OFFICER)
    assert read(centre, "/desk/records/penalty/" + "0" * 32 + "/")[0] == 404
    assert centre.get("/desk/records/penalty/nonsense/").status_code == 404
