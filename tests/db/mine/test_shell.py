"""The pages of subjects: who gets in, and for whom they act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.db.consent.support import FARM, MILL, entered, number, user_of
from tests.db.departments.support import user
from tests.db.web.conftest import visitor
from xinheng.areas.consent.models import Mandate
from xinheng.areas.consent.terms import HolderFacts
from xinheng.areas.departments.terms import Role
from xinheng.plumbing import clock

pytestmark = pytest.mark.django_db
PAGES = ("", "inbox/", "records/", "accesses/", "authorisations/", "mandates/", "mandates/new/")


def seat(holder: HolderFacts, chosen: str | None = None) -> Client:
    """A browser in which that person is logged in, and acts for what was chosen."""
    client = visitor()
    client.force_login(user_of(holder), backend="django.contrib.auth.backends.ModelBackend")
    if chosen:
        assert client.post("/mine/choose/", {"key": chosen}).status_code == 302
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_the_subjects_entrance(page: str) -> None:
    answer = visitor().get(f"/mine/{page}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/mine/enter/?next=/mine/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_staff_are_refused(page: str) -> None:
    client = visitor()
    client.force_login(user("auditor", Role.AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/mine/{page}").status_code == 403


@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/users/", "/desk/intake/send/", "/desk/accesses/", "/admin/"]
)
def test_a_subject_gets_to_no_desk(page: str) -> None:
    assert seat(entered(1, MILL)).get(page).status_code in {302, 403}
    assert "工作台" not in seat(entered(1, MILL)).get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("chosen", [None, f"organisation:{MILL}"])
def test_a_subject_opens_each_page(page: str, chosen: str | None) -> None:
    answer = seat(entered(1, MILL), chosen).get(f"/mine/{page}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert (MILL if chosen else "示例1") in answer.content.decode()


def test_one_acts_only_for_whom_one_may() -> None:
    client = seat(entered(1, MILL))
    for key in (f"organisation:{FARM}", "mandate:1", "", "self:x"):
        assert client.post("/mine/choose/", {"key": key}).status_code == 403
    assert client.get("/mine/choose/").status_code == 405


def test_when_the_identity_provider_says_so_no_more_the_page_asks_again() -> None:
    client = seat(entered(1, MILL), f"organisation:{MILL}")
    entered(1)
    posted = client.post("/mine/mandates/new/", {})
    assert posted.status_code == 403
    client = seat(entered(2, FARM), f"organisation:{FARM}")
    entered(2)
    answer = client.get("/mine/records/")
    assert (answer.status_code, answer["Location"]) == (302, "/mine/")
    assert "重新选择" in client.get("/mine/").content.decode()


def test_forms_need_the_token_against_forgery() -> None:
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html", enforce_csrf_checks=True)
    client.force_login(user_of(entered(1, MILL)), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/mine/choose/", {"key": f"organisation:{MILL}"}).status_code in {400, 403}


def test_a_mandate_is_given_used_and_ended() -> None:
    grantor, agent = seat(entered(1, MILL), f"organisation:{MILL}"), seat(entered(2))
    form = {
        "agent_name": "示例2", "number": number(2), "powers": ["read", "object"], "reason": "",
        "first": clock.today().isoformat(), "last": (clock.today() + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    assert grantor.post("/mine/mandates/new/", form | {"number": "1"}).status_code == 422
    assert grantor.post("/mine/mandates/new/", form).status_code == 302
    (row,) = Mandate.objects.all()
    assert number(2) not in str(vars(row))
    assert agent.post("/mine/choose/", {"key": f"mandate:{row.pk}"}).status_code == 302
    assert MILL in agent.get("/mine/records/").content.decode()
    assert seat(entered(3)).get(f"/mine/mandates/{row.pk}/revoke/").status_code == 404
    ended = grantor.post(f"/mine/mandates/{row.pk}/revoke/", {"reason": "办结"})
    assert ended.status_code == 302
    assert agent.get("/mine/records/").status_code == 302
