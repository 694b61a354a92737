"""Every address below `mine/` is tried by two persons with two organisations: nobody reaches what is another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.acceptance.conftest import department, law, send
from tests.architecture.test_routes import routes
from tests.db.mine.test_shell import seat
from tests.db.mine.world import ORGAN, Side, sides
from xinheng.areas.consent.models import Authorisation, Code, Mandate, Representation
from xinheng.areas.departments.models import Access
from xinheng.areas.notices.models import Notice
from xinheng.areas.rights.cases.models import Case, Step

__all__ = ["department", "law", "send"]

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = {"enter/", "choose/", "login/begin/", "login/callback/"}
"""Without anything of anybody's: the entrance, and the choice, which has a test of its own."""
POSTS = {
    "code": {"hours": "1"}, "revoke": {"reason": "x"}, "end": {}, "verify": {"code": "123456"}, "new": {}, "contacts": {},
}  # fmt: skip


def addresses() -> dict[str, Callable[..., Any]]:
    """Every address below `mine/`, without the prefix."""
    found = routes(get_resolver().url_patterns)
    return {address[5:]: view for address, view in found if address.startswith("mine/")}


def theirs(side: Side) -> dict[str, str]:
    """Address with a hole → the same with what is the side's."""
    item, key = side.record
    return {
        "inbox/<str:number>/": f"inbox/{side.notice}/",
        "inbox/<str:number>/proof.json": f"inbox/{side.notice}/proof.json",
        "records/<slug:item>/<str:key>/": f"records/{item}/{key}/",
        "records/<slug:item>/<str:key>/objection/": f"records/{item}/{key}/objection/",
        "records/<slug:item>/<str:key>/repair/": f"records/{item}/{key}/repair/",
        "cases/<str:number>/": f"cases/{side.case}/",
        "cases/<str:number>/evidence/<str:sha256>/": f"cases/{side.case}/evidence/{side.evidence}/",
        "cases/<str:number>/<slug:step>/": f"cases/{side.case}/given_up/",
        "authorisations/<slug:number>/": f"authorisations/{side.authorisation}/",
        "authorisations/<slug:number>/code/": f"authorisations/{side.authorisation}/code/",
        "authorisations/<slug:number>/revoke/": f"authorisations/{side.authorisation}/revoke/",
        "mandates/<int:number>/revoke/": f"mandates/{side.mandate}/revoke/",
    }


@pytest.fixture
def world(department: Callable[..., Any], send: Callable[..., Any], settings: Any) -> tuple[Side, ...]:
    """Both persons, each for themselves and for their organisation."""
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"login": "9999/60"}
    return sides(send, department("scjg", "market_regulation", uscc=ORGAN))


def state() -> list[Any]:
    """Everything that a stranger could have changed."""
    tables = (Authorisation, Code, Mandate, Representation, Notice, Case, Step)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_walk_knows_every_address(world: tuple[Side, ...]) -> None:
    holes = {address for address in addresses() if "<" in address}
    assert holes == theirs(world[0]).keys()


@pytest.mark.requirement("IMP-07", "PER-09", "ARC-02")
def test_nobody_reaches_what_is_anothers(world: tuple[Side, ...]) -> None:
    tried = 0
    for mine in world:
        client = seat(mine.holder, mine.chosen)
        for other in world:
            if other is mine:
                continue
            before = state()
            for address in theirs(other).values():
                for answer in attempts(client, f"/mine/{address}"):
                    # a public record of somebody else leads back to the choice of whom to act for
                    refused = answer.status_code in {403, 404, 405} or answer.get("Location") == "/mine/"
                    assert refused, (address, answer.status_code)
                    assert not leaks(answer, other), address
                    tried += 1
            assert state() == before
    assert tried == 4 * 3 * len(theirs(world[0])) * 2


def test_one_reaches_what_is_ones_own(world: tuple[Side, ...]) -> None:
    for mine in world:
        client = seat(mine.holder, mine.chosen)
        for address in theirs(mine).values():
            # a step has no page of its own
            step = address.endswith("given_up/")
            answer = (client.post if step else client.get)(f"/mine/{address}")
            # a proof waits for the next checkpoint on the page of its notice
            waits = address.endswith("proof.json") and answer.status_code == 302
            if answer.streaming:
                assert b"".join(answer.streaming_content).startswith(b"%PDF")
                answer.close()
            done = step and answer.status_code == 302
            assert done or waits or answer.status_code in {200, 405}, (address, answer.status_code)


def test_no_list_shows_what_is_anothers(world: tuple[Side, ...]) -> None:
    plain = [address for address in addresses() if "<" not in address and address not in OPEN]
    assert len(plain) >= 9
    for mine in world:
        client = seat(mine.holder, mine.chosen)
        for address in plain:
            answer = client.get(f"/mine/{address}")
            assert answer.status_code in {200, 302, 405}, (address, answer.status_code)
            for other in world:
                # the same person's other side is not shown either: one acts for one at a time
                assert other is mine or not leaks(answer, other), address


@pytest.mark.parametrize("chosen", ["anonymous", "staff"])
def test_nobody_without_a_subjects_login_reaches_anything(world: tuple[Side, ...], chosen: str) -> None:
    from tests.db.departments.support import user
    from tests.db.web.conftest import visitor
    from xinheng.areas.departments.terms import Role

    client = visitor()
    if chosen == "staff":
        client.force_login(
            user("centre", Role.CENTRE_OFFICER), backend="django.contrib.auth.backends.ModelBackend"
        )
    for side in world:
        for address in [
            *theirs(side).values(),
            *(one for one in addresses() if "<" not in one and one not in OPEN),
        ]:
            for answer in attempts(client, f"/mine/{address}"):
                assert answer.status_code in {302, 403, 405}, address
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/mine/enter/")
                assert not leaks(answer, side), address


def test_what_was_tried_is_in_nobodys_log_but_ones_own(world: tuple[Side, ...]) -> None:
    mine, other = world[0], world[2]
    before = Access.objects.filter(subject=other.acting.acts_for).count()
    item, key = other.record
    assert seat(mine.holder, mine.chosen).get(f"/mine/records/{item}/{key}/").status_code == 404
    assert Access.objects.filter(subject=other.acting.acts_for).count() == before
    line = Access.objects.filter(subject=mine.acting.acts_for).order_by("-id")[0]
    assert (line.result, line.what) == ("nothing_found", f"记录 {item} {key}")


def test_forms_are_refused_without_the_token_against_forgery(world: tuple[Side, ...]) -> None:
    mine = world[1]
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html", enforce_csrf_checks=True)
    inside = seat(mine.holder, mine.chosen)
    client.cookies = inside.cookies
    before = state()
    posts = [*theirs(mine).values(), *(one for one in addresses() if "<" not in one and one not in OPEN)]
    for address in posts:
        assert client.post(f"/mine/{address}", payload(address)).status_code in {400, 403}, address
    assert state() == before


def attempts(client: Client, address: str) -> Iterator[Any]:
    """Reading and writing."""
    yield client.get(address)
    yield client.post(address, payload(address))


def payload(address: str) -> dict[str, str]:
    """What a form there would send."""
    return POSTS.get(address.rstrip("/").rpartition("/")[2], {})


def leaks(answer: Any, side: Side) -> list[str]:
    """What of the side's stands in the answer."""
    # a page's form for the other language repeats the address that was asked for
    text = answer.content.decode(errors="replace").replace(answer.request["PATH_INFO"], "")
    return [secret for secret in side.secrets if secret in text]
