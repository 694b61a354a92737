"""What a subject finds on its pages: records, who looked, authorisations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.acceptance.conftest import department, law, send
from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.db.consent.support import entered, number, principal
from tests.db.departments.support import user
from tests.db.mine.test_shell import seat
from tests.db.mine.world import bank, person_penalty
from tests.db.web.conftest import visitor
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive import service as held
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.consent.models import Authorisation
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.models import Access
from xinheng.areas.departments.terms import AccessResult, DepartmentFacts, Role
from xinheng.areas.ledger.models import Entry
from xinheng.kernel.text import Text
from xinheng.plumbing import clock

__all__ = ["department", "law", "send"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market(department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    """Who sends."""
    return department("scjg", "market_regulation", uscc=ORGAN)


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


@pytest.mark.requirement("CON-01", "PER-09", "ARC-02", "DIS-14")
def test_a_person_reads_only_the_records_that_name_them(
    market: DepartmentFacts, send: Callable[..., Any]
) -> None:
    rows = [person_penalty(1), person_penalty(2), penalty(CF_XDR_ZJLX="", CF_XDR_ZJHM="")]
    send(market, "penalty", rows, on=date(2026, 3, 5))
    client = seat(entered(1))
    page = text(client.get("/mine/records/"))
    assert "黔示罚〔2026〕91号" in page
    assert "92号" not in page
    assert "〔2026〕1号" not in page
    assert "生效法律文书所列人员" in page
    assert "涉及自然人，不公示" in page
    (record,) = re.findall(
        r"/mine/records/penalty/([0-9a-f]{32})/", client.get("/mine/records/").content.decode()
    )
    detail = client.get(f"/mine/records/penalty/{record}/").content.decode()
    assert "罚款2000元" in detail
    assert "首次归集" in detail
    assert number(1) not in detail
    assert Entry.objects.filter(payload__contains=number(1)).count() == 0


def test_who_was_never_named_has_no_records(market: DepartmentFacts, send: Callable[..., Any]) -> None:
    send(market, "penalty", [person_penalty(1)], on=date(2026, 3, 5))
    assert "没有关于您的记录" in text(seat(entered(3)).get("/mine/records/"))


def test_an_organisation_reads_its_records_with_how_each_stands(
    market: DepartmentFacts, send: Callable[..., Any]
) -> None:
    rows = [
        penalty(),
        penalty(CF_WSH="黔示罚〔2019〕1号", CF_JDRQ="2019-03-01"),
        penalty(CF_WSH="黔示罚〔2026〕3号"),
    ]
    send(market, "penalty", rows, on=date(2026, 3, 5))
    now = clock.now()
    (revoked,) = [one for one in held.standing_about([MILL], moment=now) if one.instrument.endswith("3号")]
    archive.mark(
        [(revoked.item, revoked.key)], MarkKind.REVOKED, case=("withdrawal", "1"), words=Text(zh="撤销", en="revoked"),
        actor="test", at=now,
    )  # fmt: skip
    client = seat(entered(1, MILL), f"organisation:{MILL}")
    page = text(client.get("/mine/records/"))
    assert "公示期已满" in page
    assert "所依据的行为被撤销" in page
    sealed = client.get(f"/mine/records/penalty/{revoked.key.hex()}/").content.decode()
    assert "本记录已封存" in sealed
    assert "罚款2000元" not in sealed


def test_an_organisation_reads_of_itself_what_nobody_else_is_shown(
    market: DepartmentFacts, send: Callable[..., Any]
) -> None:
    send(market, "penalty", [penalty(CF_FR_ZJLX="身份证", CF_FR_ZJHM=number(7))], on=date(2026, 3, 5))
    (record,) = held.standing_about([MILL], moment=clock.now())
    address = f"/mine/records/penalty/{record.key.hex()}/"
    own = seat(entered(1, MILL), f"organisation:{MILL}").get(address).content.decode()
    assert "示例甲某" in own
    assert number(7) not in own
    assert "h:" not in text(seat(entered(1, MILL), f"organisation:{MILL}").get(address))
    assert seat(entered(2)).get(address).status_code == 404


@pytest.mark.requirement("CON-02", "CON-11")
def test_reading_ones_own_has_no_cap_and_is_registered(
    market: DepartmentFacts, send: Callable[..., Any]
) -> None:
    send(market, "penalty", [person_penalty(1)], on=date(2026, 3, 5))
    me = entered(1)
    client = seat(me)
    assert [client.get("/mine/records/").status_code for _ in range(6)] == [200] * 6
    assert Access.objects.filter(subject=me.person, result="granted").count() == 6
    assert "没有人查询过" in text(client.get("/mine/accesses/"))
    assert "我的记录；共 1 条" in text(client.get("/mine/accesses/?own=1"))


@pytest.mark.requirement("CON-03", "CON-11", "PER-12")
def test_one_sees_who_looked_also_in_vain(market: DepartmentFacts, send: Callable[..., Any]) -> None:
    send(market, "penalty", [person_penalty(1)], on=date(2026, 3, 5))
    officer = user("officer", Role.DATA_OFFICER, of=market.code)
    desk = visitor()
    desk.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"kind": "person", "code": number(1), "matter": "matter-licensing", "proceeding": "许可办件7号"}
    found = desk.post("/desk/reading/matter/", asked)
    assert found.status_code == 200
    assert "黔示罚〔2026〕91号" in found.content.decode()
    assert number(1) not in found.content.decode()
    assert desk.post("/desk/reading/matter/", asked | {"matter": "matter-land-transfer"}).status_code == 422
    page = text(seat(entered(1)).get("/mine/accesses/"))
    for word in ("示例scjg", "实施行政许可：许可办件7号", "第17条", "共 1 条", "已提供", "拒绝"):
        assert word in page
    assert "officer" not in page
    assert "没有人查询过" in text(seat(entered(2)).get("/mine/accesses/"))


def form(**given: Any) -> dict[str, Any]:
    plain = {
        "grantee": "bank", "items": ["penalty"], "purpose": "贷款审查", "first": clock.today().isoformat(),
        "last": (clock.today() + timedelta(days=30)).isoformat(), "by_code": "on",
    }  # fmt: skip
    return plain | given


@pytest.mark.requirement("CON-09", "CON-04")
def test_an_authorisation_from_giving_to_its_end(market: DepartmentFacts, send: Callable[..., Any]) -> None:
    send(
        market,
        "penalty",
        [penalty(), penalty(CF_WSH="黔示罚〔2019〕1号", CF_JDRQ="2019-03-01")],
        on=date(2026, 3, 5),
    )
    bank()
    banker = visitor()
    banker.force_login(
        user("banker", Role.AGENCY, of="bank"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert banker.get("/desk/")["Location"] == "/desk/reading/authorised/"
    mine = seat(entered(1, MILL), f"organisation:{MILL}")
    assert mine.post("/mine/authorisations/new/", form(items=[])).status_code == 422
    assert mine.post("/mine/authorisations/new/", form(purpose="")).status_code == 422
    given = mine.post("/mine/authorisations/new/", form())
    assert given.status_code == 302
    number_of_it = Authorisation.objects.get().number
    page = mine.post(f"/mine/authorisations/{number_of_it}/code/", {"hours": "24"}).content.decode()
    (secret,) = re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", page)
    assert secret not in mine.get(f"/mine/authorisations/{number_of_it}/").content.decode()
    asked = {"kind": "organisation", "code": MILL, "code_once": secret, "number": ""}
    found = banker.post("/desk/reading/authorised/", asked)
    assert "黔示罚〔2026〕1号" in found.content.decode()
    assert "黔示罚〔2019〕1号" not in found.content.decode()
    assert found["Cache-Control"] == "no-store, private"
    assert banker.post("/desk/reading/authorised/", asked).status_code == 422
    assert "贷款审查" in text(mine.get(f"/mine/authorisations/{number_of_it}/"))
    another = mine.post(f"/mine/authorisations/{number_of_it}/code/", {"hours": "1"}).content.decode()
    (secret,) = re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", another)
    assert (
        mine.post(f"/mine/authorisations/{number_of_it}/revoke/", {"reason": "贷款已结清"}).status_code == 302
    )
    refused = banker.post("/desk/reading/authorised/", asked | {"code_once": secret})
    assert refused.status_code == 422
    assert "授权已撤销" in refused.content.decode()
    results = [line.result for line in departments.accesses(subject=MILL)]
    assert results == [AccessResult.REFUSED, AccessResult.REFUSED, AccessResult.GRANTED]
    assert mine.post(f"/mine/authorisations/{number_of_it}/code/", {"hours": "1"}).status_code == 302


def test_a_bank_finds_nobody_by_name(market: DepartmentFacts, send: Callable[..., Any]) -> None:
    bank()
    banker = visitor()
    banker.force_login(
        user("banker", Role.AGENCY, of="bank"), backend="django.contrib.auth.backends.ModelBackend"
    )
    for code in ("示例个人1", "贵阳示例磨坊有限公司", "h:" + "0" * 32, "9152"):
        for kind in ("person", "organisation"):
            answer = banker.post(
                "/desk/reading/authorised/", {"kind": kind, "code": code, "code_once": "AAAA-BBBB-CCCC-DDDD"}
            )
            assert answer.status_code == 422
    assert banker.get("/desk/reading/matter/").status_code == 403


def test_an_agent_sees_what_the_mandate_says_and_no_more(
    market: DepartmentFacts, send: Callable[..., Any]
) -> None:
    send(market, "penalty", [penalty()], on=date(2026, 3, 5))
    holder, agent = entered(1, MILL), entered(2)
    form_of_mandate = {
        "agent_name": "示例2", "number": number(2), "powers": ["read"], "first": clock.today().isoformat(),
        "last": clock.today().isoformat(),
    }  # fmt: skip
    seat(holder, f"organisation:{MILL}").post("/mine/mandates/new/", form_of_mandate)
    mandate = principal(agent, at=clock.now())
    assert mandate.capacity == "self"
    client = seat(agent)
    (key,) = re.findall(r"mandate:[0-9]+", client.get("/mine/").content.decode())
    client.post("/mine/choose/", {"key": key})
    assert "黔示罚〔2026〕1号" in client.get("/mine/records/").content.decode()
    assert client.get("/mine/authorisations/new/").status_code == 403
    assert "新的授权" not in client.get("/mine/authorisations/").content.decode()
    told = text(seat(holder, f"organisation:{MILL}").get("/mine/accesses/?own=1"))
    assert "受托代理人" in told
    assert "示例2" in told
