"""Inboxes of desks and subjects, the centre's follow-up, contacts, and the demo's captured messages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from tests.acceptance.conftest import department, law
from tests.acceptance.rows import ORGAN
from tests.db.consent.support import FARM, MILL, entered
from tests.db.departments.support import user
from tests.db.mine.test_shell import seat
from tests.db.notices.support import ADVERSE, CASE, PLAIN
from tests.db.web.conftest import visitor
from xinheng.areas.departments.terms import Role
from xinheng.areas.ledger.actions import checkpoint
from xinheng.areas.notices import actions, jobs, service
from xinheng.areas.notices.models import Contact, Delivery
from xinheng.areas.notices.terms import THE_CENTRE, Addressee, AddresseeKind, NoticeKind
from xinheng.areas.subjects import actions as subjects
from xinheng.plumbing import clock
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.settings.sending import CAPTURE, DEMO_GATEWAY
from xinheng.verifier.main import main as verify

__all__ = ["department", "law"]

pytestmark = pytest.mark.django_db

MARKET = Addressee(AddresseeKind.DEPARTMENT, "scjg")
MILL_ORG = Addressee(AddresseeKind.ORGANISATION, MILL)


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    """Static files as they are; captured messages of this test alone."""
    settings.XINHENG = replace(settings.XINHENG, state=tmp_path)
    settings.EMAIL_BACKEND, settings.MESSAGE_GATEWAY = CAPTURE, DEMO_GATEWAY
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db: None) -> None:
    """Desks commit; so do these tests."""


@pytest.fixture
def market(department: Callable[..., Any]) -> Any:
    return department("scjg", "market_regulation", uscc=ORGAN)


def logged_in(name: str, role: Role, *, of: str | None = None) -> Client:
    client = visitor()
    client.force_login(user(name, role, of=of), backend="django.contrib.auth.backends.ModelBackend")
    return client


def tell(
    to: Addressee,
    *,
    days_ago: int = 0,
    kind: NoticeKind = NoticeKind.OBJECTION_TRANSFERRED,
    text: Any = PLAIN,
) -> str:
    at = clock.now() - timedelta(days=days_ago)
    return str(actions.send(to, kind, text, about=CASE, actor="centre", at=at).number)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def unread_in_nav(html: str) -> str | None:
    found = re.search(r'nav-count num">(\d+)', html)
    return found.group(1) if found else None


def test_a_department_reads_its_own_inbox_and_the_centre_the_centres(market: Any) -> None:
    to_market, to_centre = tell(MARKET), tell(THE_CENTRE)
    officer = logged_in("officer", Role.DATA_OFFICER, of="scjg")
    centre = logged_in("centre", Role.CENTRE_OFFICER, of="scjg")
    assert to_market in page(officer, "/desk/inbox/")
    assert to_centre not in page(officer, "/desk/inbox/")
    assert to_centre in page(centre, "/desk/inbox/")
    for client, number in ((officer, to_centre), (centre, to_market), (officer, "TZ-none")):
        page(client, f"/desk/inbox/{number}/", 404)
        page(client, f"/desk/inbox/{number}/proof.json", 404)
    for role in (Role.AUDITOR, Role.LEGAL_OFFICER, Role.CENTRE_ADMIN, Role.REGULATOR):
        assert logged_in(role.value, role).get("/desk/inbox/").status_code == 403


def test_opening_a_notice_is_reading_it_and_the_navigation_counts(market: Any) -> None:
    number = tell(MARKET)
    tell(MARKET)
    officer = logged_in("officer", Role.DATA_OFFICER, of="scjg")
    assert unread_in_nav(page(officer, "/desk/quality/")) == "2"
    assert PLAIN.says.zh in page(officer, f"/desk/inbox/{number}/")
    assert unread_in_nav(page(officer, "/desk/quality/")) == "1"
    assert number not in page(officer, "/desk/inbox/?unread=1")
    found = service.notice(number)
    assert found is not None
    assert found.read_by == "officer"


def test_the_navigation_asks_once_however_many_notices(
    market: Any, django_assert_max_num_queries: Any
) -> None:
    officer = logged_in("officer", Role.DATA_OFFICER, of="scjg")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(100) as asked:
            page(officer, "/desk/inbox/")
        counts.append(len(asked))
        for _ in range(10):
            tell(MARKET)
    assert counts[0] == counts[1]
    assert sum("notices_notice" in query["sql"] for query in asked.captured_queries) == 4


def test_an_adverse_notice_shows_basis_reasons_remedy_and_due_day(market: Any) -> None:
    number = tell(MILL_ORG, kind=NoticeKind.ADVERSE_EFFECT_INTENDED, text=ADVERSE)
    html = page(seat(entered(1, MILL), f"organisation:{MILL}"), f"/mine/inbox/{number}/")
    for part in (
        ADVERSE.subject.zh,
        ADVERSE.reasons,
        "可以陈述、申辩。",
        "2026-03-12",
        "及时将处理结果告知异议提出者",
    ):
        assert part in html


def test_a_subject_sees_only_its_own_notices() -> None:
    mine, theirs = tell(MILL_ORG), tell(Addressee(AddresseeKind.ORGANISATION, FARM))
    person = entered(1, MILL)
    own = tell(Addressee(AddresseeKind.PERSON, person.person))
    client = seat(person, f"organisation:{MILL}")
    assert unread_in_nav(page(client, "/mine/")) == "1"
    html = page(client, "/mine/inbox/")
    assert (mine in html, theirs in html, own in html) == (True, False, False)
    for number in (theirs, own):
        page(client, f"/mine/inbox/{number}/", 404)
        page(client, f"/mine/inbox/{number}/proof.json", 404)
    page(client, f"/mine/inbox/{mine}/")
    found = service.notice(theirs)
    assert found is not None
    assert found.read_at is None
    assert own in page(seat(person), "/mine/inbox/")


def test_proof_of_service_is_downloaded_and_sound(tmp_path: Path) -> None:
    number = tell(MILL_ORG)
    client = seat(entered(1, MILL), f"organisation:{MILL}")
    early = client.get(f"/mine/inbox/{number}/proof.json")
    assert early.status_code == 302
    assert "尚无检查点" in page(client, early["Location"])
    checkpoint(at=clock.now(), signer=node_signer())
    answer = client.get(f"/mine/inbox/{number}/proof.json")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.json"'
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    assert verify(["service", str(file), "--key", node_signer().key.text()]) == 0
    assert [each["entry"]["kind"] for each in json.loads(answer.content)["afterwards"]] == ["notices.read"]


def test_the_centre_follows_up_what_nobody_read(market: Any) -> None:
    old, fresh = tell(MARKET, days_ago=9), tell(MARKET)
    centre = logged_in("centre", Role.CENTRE_OFFICER, of="scjg")
    html = page(centre, "/desk/notices/")
    assert (old in html, fresh in html, "示例" in html) == (True, False, True)
    assert "未阅 9 天" in html
    assert old not in page(centre, "/desk/notices/?after=10")
    assert centre.get(f"/desk/notices/?number={fresh}")["Location"] == f"/desk/notices/{fresh}/"
    assert "没有这个编号" in page(centre, "/desk/notices/?number=TZ1")
    assert centre.post(f"/desk/notices/{old}/", {"did": "posted", "words": ""}).status_code == 422
    assert centre.post(f"/desk/notices/{old}/", {"did": "posted", "words": "挂号信 1"}).status_code == 302
    assert "挂号信 1" in page(centre, f"/desk/notices/{old}/")
    assert old not in page(centre, "/desk/notices/")
    found = service.notice(old)
    assert found is not None
    assert found.read_at is None
    assert logged_in("officer", Role.DATA_OFFICER, of="scjg").get("/desk/notices/").status_code == 403


def test_the_centre_sees_how_a_person_was_told_and_not_what() -> None:
    person = entered(1)
    number = tell(
        Addressee(AddresseeKind.PERSON, person.person),
        days_ago=9,
        kind=NoticeKind.ADVERSE_EFFECT_TAKEN,
        text=ADVERSE,
    )
    centre = logged_in("centre", Role.CENTRE_OFFICER)
    checkpoint(at=clock.now(), signer=node_signer())
    for path in ("/desk/notices/", f"/desk/notices/{number}/", f"/desk/notices/{number}/proof.json"):
        html = page(centre, path)
        assert number in html or path.endswith(".json")
        for secret in (ADVERSE.reasons, ADVERSE.subject.zh, person.person):
            assert secret not in html, path


def test_a_contact_is_set_verified_and_ended_on_the_page_and_the_demo_shows_the_code() -> None:
    client = seat(entered(1, MILL), f"organisation:{MILL}")
    assert (
        client.post("/mine/inbox/contacts/", {"set": "1", "channel": "email", "address": "x"}).status_code
        == 422
    )
    client.post("/mine/inbox/contacts/", {"set": "1", "channel": "email", "address": "office@example.cn"})
    contact = Contact.objects.get()
    jobs.send_code(contact.pk)
    captured = page(visitor(), "/captured/")
    code = re.search(r"验证码 (\d{8})", captured)
    assert code is not None
    assert "o***@example.cn" in page(client, "/mine/inbox/contacts/")
    wrong = client.post("/mine/inbox/contacts/", {"verify": contact.pk, "code": "1"})
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.content.decode()
    assert (
        client.post("/mine/inbox/contacts/", {"verify": contact.pk, "code": code.group(1)}).status_code == 302
    )
    assert "已验证" in page(client, "/mine/inbox/contacts/")
    tell(MILL_ORG)
    jobs.deliver(Delivery.objects.latest("id").pk)
    assert PLAIN.says.zh in page(visitor(), "/captured/")
    other = seat(entered(2, FARM), f"organisation:{FARM}")
    assert other.post("/mine/inbox/contacts/", {"end": contact.pk}).status_code == 404
    assert client.post("/mine/inbox/contacts/", {"end": contact.pk}).status_code == 302
    assert "o***@example.cn" not in page(client, "/mine/inbox/contacts/")


def test_outside_the_demo_nothing_is_captured_and_there_is_no_such_page(settings: Any) -> None:
    settings.XINHENG = replace(settings.XINHENG, demo=False)
    assert visitor().get("/captured/").status_code == 404


def test_departments_and_organisations_at_the_counter_have_contacts_too(market: Any, law: None) -> None:
    officer = logged_in("officer", Role.DATA_OFFICER, of="scjg")
    centre = logged_in("centre", Role.CENTRE_OFFICER)
    officer.post("/desk/inbox/contacts/", {"set": "1", "channel": "message", "address": "13800000009"})
    assert Contact.objects.get().addressee == "scjg"
    rows = pl.DataFrame({"uscc": [MILL], "name": ["贵阳示例面粉有限公司"]})
    subjects.open_organisations(rows, actor="test", at=clock.now())
    at_counter = centre.get(f"/desk/notices/contacts/?uscc={MILL.lower()}")["Location"]
    assert "贵阳示例面粉有限公司" in page(centre, at_counter)
    centre.post(at_counter, {"set": "1", "channel": "message", "address": "13800000009"})
    assert [each.hint for each in service.contacts(MILL_ORG)] == ["138****0009"]
    page(centre, "/desk/notices/contacts/")
    assert "主体库中没有" in page(centre, "/desk/notices/contacts/?uscc=911")
    page(centre, "/desk/notices/contacts/911/", 404)
    assert officer.get("/desk/notices/contacts/").status_code == 403
