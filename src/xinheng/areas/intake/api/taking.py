"""From what came in by API to a submission: the same way for files, rows and finished uploads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any, Final

from django.http import HttpRequest
from ninja import Status

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.api.scope import caller, own_department
from xinheng.areas.intake.api.shapes import SubmissionOut, links
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel, State
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.problems import Problem
from xinheng.plumbing.tabular.mapping_file import read_mapping
from xinheng.plumbing.tabular.terms import UnreadableTable

AT_ONCE: Final = 8 * 1024**2
"""Bytes of the largest file that is processed while the caller waits."""
_OTHER_ITEM = Text(
    zh="这个 Idempotency-Key 已用于另一事项的报送，请换一个。",
    en="This Idempotency-Key was used for another item: take a new one.",
)
_NOT_TEXT = Text(
    zh="列名对应表含有不允许的字符。", en="The mapping contains a character that is not allowed."
)


def sending_of(
    request: HttpRequest,
    *,
    item: str,
    file_name: str,
    hold: bool,
    mapping: bytes | str | None,
    key: str | None,
) -> actions.Sending:
    """What the request says of a file; a mapping is judged before anything is kept."""
    return actions.Sending(
        department=own_department(request), item=item, file_name=file_name, channel=Channel.API, hold=hold,
        mapping=_mapping(mapping, item=item), idempotency_key=key,
    )  # fmt: skip


def take_in(request: HttpRequest, stream: IO[bytes], sending: actions.Sending) -> tuple[Submission, bool]:
    """The submission, and whether it is new: the same key gives the first one again."""
    at = clock.now()
    with told():
        submission = actions.receive(stream, sending, actor=caller(request).get_username(), at=at)
    if submission.item != sending.item:
        raise Problem(409, _OTHER_ITEM)
    # only one that was made now carries this very moment
    return submission, submission.received_at == at


def go_on(submission: Submission, *, wait: bool) -> Submission:
    """Process a submission at once where the caller waits and the file is small; else hand it to the worker."""
    if submission.state not in {State.RECEIVED, State.DEPOSITING}:
        return submission
    if wait and submission.file_size <= AT_ONCE:
        with told():
            return actions.process(submission.pk, at=clock.now())
    actions.enqueue(submission)
    return submission


def answer(
    request: HttpRequest, response: Any, submission: Submission, *, new: bool
) -> Status[SubmissionOut]:
    """201 with the status address, 200 for one that was known; a file that was refused meanwhile is a problem."""
    facts = service.submission(submission.receipt_no)
    if new and facts.error is not None:
        raise Problem(facts.status, facts.error, more={"receipt_no": facts.receipt_no})
    response["Location"] = links(facts.receipt_no)["self"]
    return Status(201 if new else 200, SubmissionOut.of(facts))


@contextmanager
def told() -> Iterator[None]:
    """Intake's refusals as problems."""
    try:
        yield
    except actions.UnableToReceive as refused:
        raise Problem(refused.status, refused.text) from refused
    except actions.NoRoom as full:
        raise Problem(full.status, full.text) from full
    except UnreadableTable as unreadable:
        raise Problem(unreadable.status, unreadable.text) from unreadable


def _mapping(given: bytes | str | None, *, item: str) -> dict[str, Any] | None:
    if not given:
        return None
    try:
        codes = catalogue.item(item, on=clock.today()).value.field_codes
    except LookupError:
        return None  # `receive` says of an unknown item what there is to say
    with told():
        mapping = read_mapping(given, codes=codes)
    plain = asdict(mapping) | {"ignore": list(mapping.ignore)}
    if "\\u0000" in json.dumps(plain):
        raise Problem(422, _NOT_TEXT)
    return plain
