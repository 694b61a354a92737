"""Uploads that are broken off and taken up again (tus 1.0)."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.acceptance.rows import penalty
from tests.db.api.support import PROBLEM, Caller, as_csv, kept
from xinheng.areas.intake import actions
from xinheng.areas.intake.models import Submission, Upload
from xinheng.plumbing import clock
from xinheng.plumbing.files.store import file_store

CONTENT = as_csv([penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in range(1, 40)])
CHUNK = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def metadata(**given: str) -> str:
    """As `Upload-Metadata` wants it."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in given.items())


class Uploader:
    """A tus client."""

    def __init__(self, caller: Caller) -> None:
        self.client, self.headers = caller.client, caller.headers | TUS

    def create(self, length: int = len(CONTENT), **given: str) -> Any:
        """Begin."""
        named = metadata(**({"filename": "处罚.csv", "item": "penalty"} | given))
        headers = self.headers | {"Upload-Length": str(length), "Upload-Metadata": named}
        return self.client.post("/api/v1/uploads", content_type=CHUNK, headers=headers)

    def add(self, address: str, content: bytes, offset: int, kind: str = CHUNK) -> Any:
        """Send a piece."""
        return self.client.patch(
            address, content, content_type=kind,
            headers=self.headers | {"Upload-Offset": str(offset), "Content-Type": kind},
        )  # fmt: skip

    def offset(self, address: str) -> int:
        """Where to go on."""
        answer = self.client.head(address, headers=self.headers)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")
        return int(answer["Upload-Offset"])

    def end(self, address: str) -> Any:
        """Give it up."""
        return self.client.delete(address, headers=self.headers)


@pytest.fixture
def uploader(market: Caller) -> Uploader:
    return Uploader(market)


def test_the_server_says_what_it_can(anybody: Caller) -> None:
    answer = anybody.client.options("/api/v1/uploads")
    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Extension"]) == ("1.0.0", "creation,termination,expiration")
    assert int(answer["Tus-Max-Size"]) > 0


@pytest.mark.requirement("COL-07")
def test_a_broken_upload_goes_on_and_becomes_the_submission(uploader: Uploader, market: Caller) -> None:
    address = uploader.create()["Location"]
    assert uploader.offset(address) == 0
    first = uploader.add(address, CONTENT[:1000], 0)
    assert (first.status_code, first["Upload-Offset"], first.headers.get("Receipt-No")) == (204, "1000", None)
    # a client that knows nothing any more asks where to go on
    offset = Uploader(market).offset(address)
    last = uploader.add(address, CONTENT[offset:], offset)
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(CONTENT)))
    submission = Submission.objects.get(receipt_no=last["Receipt-No"])
    with file_store().open(actions.stored_file(submission)) as stored:
        assert stored.read() == CONTENT
    assert (submission.file_name, submission.item) == ("处罚.csv", "penalty")
    assert file_store().names("uploads") == []
    told = market.client.get(address, headers=market.headers).json()
    assert (told["offset"], told["receipt_no"]) == (len(CONTENT), submission.receipt_no)
    assert actions.process(submission.pk, at=clock.now()).new == 39


def test_pieces_are_kept_encrypted(uploader: Uploader) -> None:
    address = uploader.create()["Location"]
    uploader.add(address, CONTENT[:500], 0)
    (name,) = file_store().names("uploads")
    with file_store()._storage.open(name) as file:
        assert CONTENT[:40] not in file.read()


def test_a_piece_that_breaks_off_is_kept_as_far_as_it_came(uploader: Uploader, monkeypatch: Any) -> None:
    address = uploader.create()["Location"]
    monkeypatch.setattr("django.core.handlers.wsgi.LimitedStream.read", _breaking(CONTENT[:300]))
    assert uploader.add(address, CONTENT[:900], 0)["Upload-Offset"] == "300"
    monkeypatch.undo()
    assert uploader.offset(address) == 300


def _breaking(piece: bytes) -> Any:
    left = [piece]

    def read(self: Any, size: int = -1, /) -> bytes:
        if left:
            return left.pop()
        raise OSError("the connection is gone")

    return read


def test_the_wrong_offset_is_refused_with_the_right_one(uploader: Uploader) -> None:
    address = uploader.create()["Location"]
    uploader.add(address, CONTENT[:100], 0)
    again = uploader.add(address, CONTENT[:100], 0)
    assert (again.status_code, again["Content-Type"], again["Upload-Offset"]) == (409, PROBLEM, "100")
    assert uploader.offset(address) == 100


def test_two_pieces_at_once_are_refused(uploader: Uploader) -> None:
    address = uploader.create()["Location"]
    name = address.rsplit("/", 1)[1]
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"upload/{name}"])
        busy = uploader.add(address, CONTENT[:100], 0)
        assert (busy.status_code, busy.json()["title_en"]) == (423, "In use")
        assert uploader.end(address).status_code == 423
        with other.cursor() as cursor:
            # closing alone frees the lock only when the server comes to it
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert uploader.add(address, CONTENT[:100], 0).status_code == 204


def test_more_than_was_declared_is_not_kept(uploader: Uploader) -> None:
    address = uploader.create(length=50)["Location"]
    assert uploader.add(address, CONTENT[:100], 0).status_code == 413
    assert uploader.offset(address) == 0
    assert file_store().names("uploads") == []


def test_an_upload_can_be_ended(uploader: Uploader) -> None:
    address = uploader.create()["Location"]
    uploader.add(address, CONTENT[:100], 0)
    assert uploader.end(address).status_code == 204
    assert uploader.client.head(address, headers=uploader.headers).status_code == 404
    assert kept() == {"submissions": 0, "versions": 0, "files": 0}


def test_an_unfinished_upload_expires(uploader: Uploader, monkeypatch: Any) -> None:
    address = uploader.create()["Location"]
    uploader.add(address, CONTENT[:100], 0)
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert uploader.client.head(address, headers=uploader.headers).status_code == 404
    assert actions.end_expired_uploads(at=later) == 1
    assert kept() == {"submissions": 0, "versions": 0, "files": 0}


def test_a_crash_after_the_last_piece_loses_nothing(uploader: Uploader, monkeypatch: Any) -> None:
    address = uploader.create()["Location"]
    monkeypatch.setattr("xinheng.areas.intake.actions.uploads._forget_pieces", _killed)
    uploader.client.raise_request_exception = False
    assert uploader.add(address, CONTENT, 0).status_code == 500
    monkeypatch.undo()
    Upload.objects.update(submission=None)  # killed before it noted the submission
    assert uploader.offset(address) == len(CONTENT)
    again = uploader.add(address, b"", len(CONTENT))
    assert again["Receipt-No"] == Submission.objects.get().receipt_no
    assert file_store().names("uploads") == []


def _killed(upload: Upload) -> None:
    raise RuntimeError("killed")


@pytest.mark.parametrize(
    ("given", "length", "status"),
    [
        ({"item": "no-such-item"}, 10, 404), ({"item": ""}, 10, 422), ({"filename": ""}, 10, 422),
        ({"item": "tax-class-a"}, 10, 403), ({}, 0, 422), ({}, 2**52, 413), ({}, 2**60, 422),
        ({"mapping": "columns: ["}, 10, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_not_begun(
    uploader: Uploader, given: dict[str, str], length: int, status: int
) -> None:
    answer = uploader.create(length=length, **given)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert Upload.objects.count() == 0


def test_the_protocol_is_kept(uploader: Uploader, market: Caller) -> None:
    address = uploader.create()["Location"]
    old = market.client.patch(
        address,
        b"x",
        content_type=CHUNK,
        headers=market.headers | {"Upload-Offset": "0", "Tus-Resumable": "0.2.2"},
    )
    assert (old.status_code, old["Tus-Version"]) == (412, "1.0.0")
    assert uploader.add(address, b"x", 0, kind="text/csv").status_code == 415
    broken = uploader.client.post(
        "/api/v1/uploads", content_type=CHUNK,
        headers=uploader.headers | {"Upload-Length": "5", "Upload-Metadata": "item !!!"},
    )  # fmt: skip
    assert broken.status_code == 422


def test_another_department_does_not_see_it(uploader: Uploader, tax: Caller) -> None:
    address = uploader.create()["Location"]
    other = Uploader(tax)
    assert other.client.head(address, headers=other.headers).status_code == 404
    assert other.add(address, b"x", 0).status_code == 404
    assert other.end(address).status_code == 404
    assert Client().head(address, headers=TUS).status_code == 401


def test_too_many_open_uploads_are_refused(uploader: Uploader, monkeypatch: Any) -> None:
    monkeypatch.setattr("xinheng.areas.intake.actions.uploads.MOST_OPEN", 2)
    assert [uploader.create().status_code for _ in range(3)] == [201, 201, 409]
