"""Notices in a browser: inboxes, follow-up, contacts, captured messages; at both widths, with axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from django.test import Client
from django.utils import translation

from tests.browser.conftest import Reader
from tests.db.consent.support import MILL, entered, user_of
from tests.db.departments.support import user
from tests.db.notices.support import ADVERSE, CASE, PLAIN
from xinheng.areas.departments.terms import Role
from xinheng.areas.notices import actions, jobs, service
from xinheng.areas.notices.models import Contact, Delivery
from xinheng.areas.notices.store import contacts
from xinheng.areas.notices.terms import (
    THE_CENTRE,
    Addressee,
    AddresseeKind,
    Channel,
    FollowUp,
    NoticeKind,
)
from xinheng.areas.subjects import actions as subjects
from xinheng.plumbing import clock
from xinheng.settings.sending import CAPTURE, DEMO_GATEWAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ORGANISATION = Addressee(AddresseeKind.ORGANISATION, MILL)
OFFICE = Addressee(AddresseeKind.DEPARTMENT, "scjg")
NAMES = {"zh": ("zh-hans", "通知"), "en": ("en", "Notices")}


def work(delivery: int) -> None:
    """What the worker does."""
    try:
        jobs.deliver(delivery)
    except jobs.ToBeTriedAgain:
        return


def tell(
    to: Addressee,
    *,
    days_ago: int = 0,
    kind: NoticeKind = NoticeKind.OBJECTION_TRANSFERRED,
    text: Any = PLAIN,
) -> str:
    at = clock.now() - timedelta(days=days_ago)
    return str(actions.send(to, kind, text, about=CASE, actor="centre", at=at).number)


def contact(to: Addressee, channel: Channel, address: str, *, verified: bool = True) -> None:
    waits = actions.set_contact(to, channel, address, actor="boss", at=clock.now())
    code = contacts.code_of(Contact.objects.get(pk=waits.id))
    if verified and code is not None:
        actions.verify_contact(waits.id, code, actor="boss", at=clock.now())


@pytest.fixture
def told(settings: Any, tmp_path: Path, department: Callable[..., Any], sender: Any) -> dict[str, str]:
    """Notices in every state, and the pages that show them."""
    settings.XINHENG = replace(settings.XINHENG, state=tmp_path)
    settings.EMAIL_BACKEND, settings.MESSAGE_GATEWAY = CAPTURE, DEMO_GATEWAY
    rows = pl.DataFrame({"uscc": [MILL], "name": ["贵阳示例面粉有限公司"]})
    subjects.open_organisations(rows, actor="test", at=clock.now())
    contact(ORGANISATION, Channel.MESSAGE, "13800000002")
    contact(ORGANISATION, Channel.EMAIL, "office@example.cn")
    adverse = tell(ORGANISATION, days_ago=8, kind=NoticeKind.ADVERSE_EFFECT_INTENDED, text=ADVERSE)
    for number in Delivery.objects.order_by("id").values_list("id", flat=True):
        work(number)
    tell(Addressee(AddresseeKind.PERSON, "h:" + "0" * 32), days_ago=7)
    tell(OFFICE, days_ago=12)
    actions.follow_up(adverse, FollowUp.NO_WAY_FOUND, "电话无人接听，已留言", actor="centre", at=clock.now())
    for to in (THE_CENTRE, ORGANISATION):
        first = tell(to)
        tell(to, kind=NoticeKind.ADVERSE_EFFECT_TAKEN, text=ADVERSE)
        actions.mark_read(first, actor="boss", at=clock.now())
    contact(ORGANISATION, Channel.EMAIL, "new@example.cn", verified=False)
    jobs.send_code(Contact.objects.latest("id").pk)
    inbox = service.inbox(THE_CENTRE)[0].number
    return {
        "inbox": "/desk/inbox/",
        "notice": f"/desk/inbox/{inbox}/",
        "contacts": "/desk/inbox/contacts/",
        "follow-up": "/desk/notices/",
        "served": f"/desk/notices/{adverse}/",
        "counter": f"/desk/notices/contacts/{MILL}/",
        "captured": "/captured/",
        "mine": "/mine/inbox/",
        "mine-notice": f"/mine/inbox/{adverse}/",
        "mine-contacts": "/mine/inbox/contacts/",
    }


def sit(reader: Reader, account: Any, *, chosen: str = "") -> None:
    """Log the browser in without the entrance."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    if chosen:
        client.post("/mine/choose/", {"key": chosen})
    host = urlsplit(reader.address).hostname or "localhost"
    reader.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": host, "path": "/"}]
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_notices(reader: Reader, told: dict[str, str], language: str) -> None:
    code, _ = NAMES[language]
    host = urlsplit(reader.address).hostname or "localhost"
    centre, person = user("centre", Role.CENTRE_OFFICER), entered(1, MILL)
    for name, path in told.items():
        reader.page.context.clear_cookies()
        reader.page.context.add_cookies(
            [{"name": "django_language", "value": code, "domain": host, "path": "/"}]
        )
        if path.startswith("/mine/"):
            sit(reader, user_of(person), chosen=f"organisation:{MILL}")
        elif path.startswith("/desk/"):
            sit(reader, centre)
        page = reader.open(path)
        assert page.locator("h1").first.is_visible(), name
        assert page.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-Hans"), (
            name
        )
        assert reader.violations() == [], name
        assert reader.overflow() <= 0, name
        if folder := os.environ.get("XINHENG_PICTURES"):
            width = (page.viewport_size or {"width": 0})["width"]
            page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)
    assert reader.complaints == []
    translation.deactivate()
