"""Desks are tried by people with a role: each has a client that is logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.acceptance.conftest import as_csv, department, law, send
from tests.acceptance.rows import ORGAN, OTHER_ORGAN, penalty
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.areas.intake import actions as intake
from xinheng.areas.intake.models import Submission
from xinheng.plumbing import clock

__all__ = ["department", "law", "send"]

PASSWORD = "Qianling-Shan-2026"
ROWS = [penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in range(1, 6)]
FAULTY = penalty(CF_WSH="黔示罚〔2026〕6号", CF_JDRQ="2026-02-30")


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Files of the test's own, plain static files, and no attempt counted from another test."""
    storages = dict(settings.STORAGES)
    storages["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")},
    }  # fmt: skip
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db: None) -> None:
    """The queue is no table of Django's, which empties its own."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def market(department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    """The department that sends."""
    return department("scjg", "market_regulation", uscc=ORGAN)


@pytest.fixture
def other(department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    """Another department."""
    return department("zj", "housing", uscc=OTHER_ORGAN)


@pytest.fixture
def account(law: None) -> Callable[..., User]:
    """Makes a user."""

    def make(username: str, role: Role, *, of: str | None = None) -> User:
        password = None if role is Role.SYSTEM else PASSWORD
        new = departments.NewUser(
            username=username, name=username, role=role, department=of, password=password
        )
        departments.create_user(new, actor="test", at=clock.now())
        return User.objects.get(username=username)

    return make


@pytest.fixture
def desk(account: Callable[..., User]) -> Callable[..., Client]:
    """Makes a user and gives a client that is logged in as that user."""

    def sit(username: str, role: Role, *, of: str | None = None) -> Client:
        client = visitor()
        client.force_login(account(username, role, of=of))
        return client

    return sit


@pytest.fixture
def officer(desk: Callable[..., Client], market: DepartmentFacts) -> Client:
    """The data officer of the department that sends."""
    return desk("officer", Role.DATA_OFFICER, of=market.code)


def visitor() -> Client:
    """Somebody with a browser."""
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html")


def upload(
    client: Client, content: bytes, *, item: str = "penalty", name: str = "file.csv", **more: Any
) -> Any:
    """Send the form as a browser does."""
    form = {"item": item, "file": SimpleUploadedFile(name, content), "end": "1"} | more
    return client.post("/desk/intake/send/", form)


def sent(client: Client, rows: list[dict[str, str]]) -> str:
    """Send rows through the form; returns the receipt number."""
    answer = upload(client, as_csv(rows))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).rstrip("/").rsplit("/", 1)[1]


def worked(receipt_no: str) -> Submission:
    """Do what the worker would do."""
    return intake.process(Submission.objects.get(receipt_no=receipt_no).pk, at=clock.now())
