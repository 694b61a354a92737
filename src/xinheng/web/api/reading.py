"""Reading what is not public, by API: with a subject's authorisation, or for a published matter of the reader's organ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, model_validator

from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import AuthorisedAsk, MatterAsk, PartyKind, Permitted, ReadingRefused
from xinheng.areas.departments.service import AccessRefused
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import ProvidedRecord
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.answers import Instant, Words
from xinheng.plumbing.http.inputs import Slug
from xinheng.plumbing.http.inputs import Words as Given
from xinheng.plumbing.http.problems import Fault, Problem, problems
from xinheng.web.desks.reading import subject_of

authorised_reads = Router(tags=["凭授权查询 reading"])
matter_reads = Router(tags=["凭授权查询 reading"])
_BAD_SUBJECT = Text(zh="代码或证件号码有误。", en="The code or the identity number is wrong.")
_NOT_PERMITTED = Text(
    zh="您没有此项查询权限，本次请求已登记。", en="You may not read this; the request was registered."
)


class SubjectIn(Schema):
    """Whose information: one of the two. A citizen id is hashed at once and kept nowhere."""

    uscc: Given | None = None
    citizen_id: Given | None = None

    @model_validator(mode="after")
    def _one(self) -> SubjectIn:
        if (self.uscc is None) == (self.citizen_id is None):
            raise ValueError("give uscc or citizen_id")
        return self


class AuthorisedIn(Schema):
    """By a one-time code, or by the number of an authorisation that takes none."""

    subject: SubjectIn
    code: Given = ""
    authorisation: Given = ""


class MatterIn(Schema):
    """For a published matter, in a proceeding of the reader's own."""

    subject: SubjectIn
    matter: Slug
    proceeding: Given = Field(
        ..., max_length=60, description="number of your own proceeding; the subject sees it"
    )


class ReadFieldOut(Schema):
    """One field."""

    code: str
    title: Words
    value: str


class ReadMarkOut(Schema):
    """Contested, or what the subject states."""

    kind: str
    words: Words
    since: Instant


class ReadRecordOut(Schema):
    """A record that may be provided; `until` is the last day on which it may."""

    item: str
    item_title: Words
    effect: str
    key: str
    organ_name: str
    instrument: str
    decided_on: date | None
    until: date | None
    rule: str
    rule_status: str
    fields: list[ReadFieldOut]
    marks: list[ReadMarkOut]


class ReadOut(Schema):
    """What was there at that moment; asked again, it may be less."""

    at: Instant
    records: list[ReadRecordOut]


@authorised_reads.post(
    "", auth=needs("reading.authorised", rate="reading"), response={200: ReadOut, **problems(403, 422)},
    summary="凭授权查询 · Read by authorisation",
)  # fmt: skip
def read_authorised(request: HttpRequest, asked: AuthorisedIn) -> ReadOut:
    """What a subject let the caller's organ read. A code is used up by it; the subject is told, and sees every attempt."""
    kind, subject = _subject(asked.subject)
    ask = AuthorisedAsk(kind, subject, number=asked.authorisation.strip(), code=asked.code.strip())
    at = clock.now()
    try:
        found = consent.read_authorised(request.user, ask, _read, at=at)
    except ReadingRefused as refused:
        raise Problem(403, refused.text) from refused
    except AccessRefused as refused:
        raise Problem(403, _NOT_PERMITTED) from refused
    return ReadOut(at=at, records=[_out(one) for one in found])


@matter_reads.post(
    "", auth=needs("reading.matter", rate="reading"), response={200: ReadOut, **problems(403, 422)},
    summary="按事项查询 · Read for a published matter",
)  # fmt: skip
def read_for_matter(request: HttpRequest, asked: MatterIn) -> ReadOut:
    """What an organ may read for one of its published matters; anything else is refused, and registered."""
    kind, subject = _subject(asked.subject)
    ask = MatterAsk(kind, subject, asked.matter, asked.proceeding)
    at = clock.now()
    try:
        found = consent.read_for_matter(request.user, ask, _read, at=at)
    except ReadingRefused as refused:
        raise Problem(403, refused.text) from refused
    except AccessRefused as refused:
        raise Problem(403, _NOT_PERMITTED) from refused
    return ReadOut(at=at, records=[_out(one) for one in found])


def _read(permitted: Permitted) -> Sequence[ProvidedRecord]:
    return disclosure.provided(permitted, at=clock.now())


def _subject(given: SubjectIn) -> tuple[PartyKind, str]:
    kind = PartyKind.ORGANISATION if given.uscc is not None else PartyKind.PERSON
    found = subject_of(kind, given.uscc or given.citizen_id or "")
    if found is None:
        raise Problem(422, _BAD_SUBJECT, faults=[Fault("subject", _BAD_SUBJECT)])
    return kind, found


def _out(record: ProvidedRecord) -> ReadRecordOut:
    same = ("item", "effect", "key", "organ_name", "instrument", "decided_on", "until", "rule", "rule_status")
    return ReadRecordOut(
        **{name: getattr(record, name) for name in same},
        item_title=_words(record.item_title),
        fields=[
            ReadFieldOut(code=one.code, title=_words(one.title), value=one.value) for one in record.fields
        ],
        marks=[
            ReadMarkOut(kind=one.kind.value, words=_words(one.words), since=one.since) for one in record.marks
        ],
    )


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)
