"""Held records by API: for a matter, logged, the sealed ones for the audit alone."""

from __future__ import annotations

import pytest

from tests.acceptance.rows import MILL, penalty
from tests.db.api.support import AT, PROBLEM, Caller, as_csv, token_of
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.models import Version
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Role
from xinheng.kernel.text import Text
from xinheng.plumbing import clock

WHY = {"matter": "复核异议", "legal_basis": "条例（草案）第十九条"}


@pytest.fixture
def path(market: Caller) -> str:
    """The address of a penalty that is held."""
    assert market.send(as_csv([penalty()])).json()["counts"]["new"] == 1
    return f"/records/penalty/{bytes(Version.objects.get().key).hex()}/held"


@pytest.mark.requirement("WDR-04", "DIS-15")
def test_a_held_record_by_api(path: str, market: Caller, anybody: Caller) -> None:
    centre = Caller(token_of("centre", Role.CENTRE_OFFICER))
    audit = Caller(token_of("audit", Role.AUDITOR))
    assert anybody.get(path, **WHY).status_code == 401
    assert market.get(path, **WHY).status_code == 403
    missing = centre.get(path)
    assert (missing.status_code, missing["Content-Type"]) == (422, PROBLEM)
    told = centre.get(path, **WHY).json()
    assert (told["subject"], told["shown_now"], told["sealed"]) == (MILL, "shown", False)
    key = bytes.fromhex(path.split("/")[3])
    archive.mark(
        [("penalty", key)], MarkKind.REPAIRED, case=("repair", "XF1"), words=Text(zh="已修复", en="Repaired"),
        actor="test", at=clock.now(),
    )  # fmt: skip
    refused = centre.get(path, **WHY)
    assert (refused.status_code, refused.json()["detail"]) == (403, "您无权调阅这条记录，这次查询已登记。")
    sealed = audit.get(path, **WHY).json()
    assert (sealed["sealed"], sealed["shown_now"], sealed["marks"][0]["case"]) == (
        True,
        "repaired",
        ["repair", "XF1"],
    )
    assert audit.get(path, **WHY, as_of="2020-01-01").json()["subject"] is None
    assert audit.get(path.replace(path.split("/")[3], "0" * 32), **WHY).status_code == 404
    assert [line.result.value for line in departments.accesses(subject=MILL)] == [
        "granted", "granted", "refused", "granted",
    ]  # fmt: skip
    assert clock.now() > AT
