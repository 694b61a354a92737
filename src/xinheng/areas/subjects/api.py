"""Organisations by API: the search, and one organisation. Natural persons are not in it and can't be."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints, WithJsonSchema

from xinheng.areas.subjects import service
from xinheng.areas.subjects.terms import (
    CODE_TITLES,
    STATUS_TITLES,
    CodeKind,
    Hit,
    MatchedOn,
    OrganisationFacts,
    Status,
)
from xinheng.kernel.identifiers import uscc as uscc_number
from xinheng.kernel.text import Text
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.answers import Words
from xinheng.plumbing.http.inputs import Slug
from xinheng.plumbing.http.problems import Fault, Problem, problems

router = Router(tags=["主体 organisations"])

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{18}$")]
Query_ = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")
]
Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Standing = Annotated[Status, WithJsonSchema({"type": "string", "enum": [status.value for status in Status]})]
_NO_REGION = Text(zh="没有这个行政区划代码。", en="There is no such region code.")


class HitOut(Schema):
    """An organisation that the search found; `matched_text` is what matched, a former name or an old code too."""

    uscc: str | None
    name: str
    kind: str | None
    region: str | None
    status: Standing
    synthetic: bool
    matched_on: MatchedOn
    matched_text: str
    url: str | None

    @classmethod
    def of(cls, hit: Hit) -> HitOut:
        """From the hit."""
        return cls(
            uscc=hit.uscc, name=hit.name, kind=hit.kind, region=hit.region, status=hit.status,
            synthetic=hit.synthetic, matched_on=hit.matched_on, matched_text=hit.matched_text,
            url=_url(hit.uscc) if hit.uscc else None,
        )  # fmt: skip


class HitPage(Schema):
    """A page of hits; `more`: there are more than `total`, narrow the text."""

    items: list[HitOut]
    total: int
    more: bool


class FormerName(Schema):
    """A name that was given up."""

    name: str
    since: date | None
    until: date | None


class EarlierCode(Schema):
    """A code from before the unified one."""

    kind: CodeKind
    title: Words
    value: str


class OrganisationOut(Schema):
    """An organisation; `merged_into` is the code under which it goes on today."""

    uscc: str
    name: str
    kind: str | None
    sub_kind: str | None
    region: str | None
    status: Standing
    status_title: Words
    established_on: date | None
    closed_on: date | None
    synthetic: bool = Field(description="made up for a demonstration")
    former_names: list[FormerName]
    codes: list[EarlierCode]
    merged_into: str | None
    absorbed: list[str]

    @classmethod
    def of(cls, told: OrganisationFacts) -> OrganisationOut:
        """From the facts; what the register says beyond this is not public by itself."""
        title = STATUS_TITLES[told.status]
        return cls(
            uscc=told.uscc or "", name=told.name, kind=told.kind, sub_kind=told.sub_kind, region=told.region,
            status=told.status, status_title=Words(zh=title.zh, en=title.en),
            established_on=told.established_on, closed_on=told.closed_on, synthetic=told.synthetic,
            former_names=[FormerName(name=old.name, since=old.since, until=old.until) for old in told.former_names],
            codes=[_code(kind, value) for kind, value in told.codes],
            merged_into=told.merged_into, absorbed=list(told.absorbed),
        )  # fmt: skip


@router.get("", auth=open_to_all(rate="search"), response=HitPage, summary="检索主体 · Search organisations")
def search_organisations(
    request: HttpRequest,
    q: Annotated[
        Query_, Query(..., description="name or part of it, pinyin, initials, unified or earlier code")
    ],
    region: Annotated[Region | None, Query(None, description="GB/T 2260, with all inside it")] = None,
    kind: Annotated[Slug | None, Query(None)] = None,
    limit: Annotated[int, Query(20, ge=1, le=service.AT_MOST)] = 20,
    offset: Annotated[int, Query(0, ge=0, le=service.AT_MOST)] = 0,
) -> HitPage:
    """Organisations only; the best come first."""
    if region is not None and not service.regions().is_known(region):
        raise Problem(422, _NO_REGION, faults=[Fault("query.region", _NO_REGION)])
    found = service.search(q.strip(), limit=limit, offset=offset, region=region, kind=kind)
    return HitPage(items=[HitOut.of(hit) for hit in found.hits], total=found.total, more=found.more)


@router.get(
    "/{uscc}", auth=open_to_all(rate="search"), response={200: OrganisationOut, **problems(404)},
    summary="查询主体 · Read an organisation",
)  # fmt: skip
def read_organisation(request: HttpRequest, uscc: Annotated[Code, Path(...)]) -> OrganisationOut:
    """Name, former names, codes and standing; its records are below `/records`."""
    found = service.organisation(uscc_number.compact(uscc)) if uscc_number.is_valid(uscc) else None
    if found is None:
        raise Http404(uscc)
    return OrganisationOut.of(found)


def _code(kind: CodeKind, value: str) -> EarlierCode:
    title = CODE_TITLES[kind]
    return EarlierCode(kind=kind, title=Words(zh=title.zh, en=title.en), value=value)


def _url(uscc: str) -> str:
    return reverse("api:read_organisation", kwargs={"uscc": uscc})
