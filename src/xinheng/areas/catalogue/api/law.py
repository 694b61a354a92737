"""The packs that this node runs on, and every rule in them, word for word."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from xinheng.areas.catalogue import service
from xinheng.areas.catalogue.api.routers import law as router
from xinheng.areas.catalogue.api.shapes import CitedOut, SpanOut, words
from xinheng.kernel.lawbook import Lawbook
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.lawbook import citations
from xinheng.kernel.lawbook.meta import Adoption, Pack, Status
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.answers import Words
from xinheng.plumbing.http.inputs import Day, Slug
from xinheng.plumbing.http.problems import problems

On = Annotated[Day | None, Query(None, description="effective on this day; left out, today")]


class PackLine(Schema):
    """A pack; `applied` whether this node runs on it, or adopts rules from it."""

    id: str
    parent: str | None
    name: Words
    version: str
    status: Status
    in_force: SpanOut
    last_checked: date
    applied: bool
    rules: int


class PackPage(Schema):
    """Every pack at hand."""

    digest: str = Field(description="SHA-256 over the files of all packs")
    packs: list[PackLine]


class RuleOut(Schema):
    """A rule as it is written; `effective` whether it drives anything on this node on the day."""

    id: str
    kind: str
    title: Words
    status: Status
    effective: bool
    in_force: SpanOut
    adopted_by: str | None = Field(description="the decision that gives a draft's rule effect here")
    citations: list[CitedOut]
    content: dict[str, Any] | None = Field(None, description="the whole entry; only for a single rule")


class RulePage(Schema):
    """The rules of one pack."""

    pack: PackLine
    on: date
    rules: list[RuleOut]


@router.get("", auth=open_to_all(), response=PackPage, summary="法规包 · The packs")
def list_packs(request: HttpRequest) -> PackPage:
    """Every pack, with its version and whether it applies here."""
    lawbook = service.lawbook()
    packs = [_pack(lawbook.packs[name].head, lawbook) for name in sorted(lawbook.packs.folders)]
    return PackPage(digest=lawbook.digest, packs=packs)


@router.get(
    "/{pack}", auth=open_to_all(), response={200: RulePage, **problems(404)}, summary="法规包 · A pack"
)
def read_pack(request: HttpRequest, pack: Annotated[Slug, Path(...)], on: On = None) -> RulePage:
    """Every rule of the pack with its status and the words it rests on."""
    lawbook = service.lawbook()
    if pack not in lawbook.packs.folders:
        raise Http404(pack)
    day = on or clock.today()
    folder = lawbook.packs[pack]
    return RulePage(
        pack=_pack(folder.head, lawbook), on=day,
        rules=[_rule(written, lawbook, day) for written in folder.entries],
    )  # fmt: skip


@router.get(
    "/{pack}/{rule}",
    auth=open_to_all(),
    response={200: list[RuleOut], **problems(404)},
    summary="规则 · A rule",
)
def read_rule(
    request: HttpRequest, pack: Annotated[Slug, Path(...)], rule: Annotated[Slug, Path(...)], on: On = None
) -> list[RuleOut]:
    """The rule of that id, whole; several where one id was ruled anew for a later time."""
    lawbook = service.lawbook()
    folder = lawbook.packs[pack] if pack in lawbook.packs.folders else None
    found = [written for written in (folder.entries if folder else ()) if written.entry.id == rule]
    if not found:
        raise Http404(rule)
    day = on or clock.today()
    return [_rule(written, lawbook, day, whole=True) for written in found]


def _pack(head: Pack, lawbook: Lawbook) -> PackLine:
    return PackLine(
        id=head.id, parent=head.parent, name=words(head.jurisdiction.name), version=head.version,
        status=head.status, in_force=SpanOut(first=head.in_force.first, last=head.in_force.last),
        last_checked=head.last_checked, applied=head.id in lawbook.versions,
        rules=len(lawbook.packs[head.id].entries),
    )  # fmt: skip


def _rule(written: Written, lawbook: Lawbook, day: date, *, whole: bool = False) -> RuleOut:
    entry = written.entry
    adoption = _adoption(written, lawbook, day)
    in_line = written.pack in lawbook.line and entry.status is Status.IN_FORCE
    in_time = entry.in_force.covers(day) and lawbook.packs[written.pack].head.in_force.covers(day)
    return RuleOut(
        id=entry.id, kind=written.document.file.split("/")[-2], title=words(entry.title),
        status=Status.ADOPTED_PROVISIONAL if adoption else entry.status,
        effective=adoption is not None or (in_line and in_time),
        in_force=SpanOut(first=entry.in_force.first, last=entry.in_force.last),
        adopted_by=adoption.decision if adoption else None,
        citations=[CitedOut.of(one) for one in citations(written, lawbook.packs)],
        content=entry.model_dump(mode="json", by_alias=True, exclude_none=True) if whole else None,
    )  # fmt: skip


def _adoption(written: Written, lawbook: Lawbook, day: date) -> Adoption | None:
    """The node's decision that gives a draft's rule effect on the day."""
    if written.entry.status is not Status.DRAFT:
        return None
    adopted = (one for one in lawbook.node.adopt if one.entry == written.reference and one.covers(day))
    return next(adopted, None)
