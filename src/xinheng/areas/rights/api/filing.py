"""Taking in: somebody came to a counter, a provider or an agency; or a provider issues a proof by itself."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Status, UploadedFile

from xinheng.areas.departments.terms import Permission
from xinheng.areas.rights import service
from xinheng.areas.rights.api.routers import objections, repairs
from xinheng.areas.rights.api.scope import caller, door, on_behalf, own_department, told, told_apart
from xinheng.areas.rights.api.shapes import CaseOut, ObjectionIn, PartyIn, ProofIn, RepairIn
from xinheng.areas.rights.cases.actions import Upload, handed_in
from xinheng.areas.rights.objection import actions as objection_actions
from xinheng.areas.rights.objection.terms import Lodging
from xinheng.areas.rights.repair import actions as repair_actions
from xinheng.areas.rights.repair.terms import Application
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.problems import problems

_ANSWERS: dict[int, Any] = {201: CaseOut, **problems(400, 404, 409, 413, 415, 422, 507)}


@objections.post(
    "",
    auth=needs("rights.take_in", rate="submit"),
    response=_ANSWERS,
    summary="代收异议 · Take an objection in",
)
def take_in_objection(request: HttpRequest, given: ObjectionIn) -> Status[CaseOut]:
    """From this moment the record is annotated. 409 when it is not the party's record, or was decided before (`see`)."""
    now = clock.now()
    with told_apart():
        record = service.record_facts(given.item, bytes.fromhex(given.key), at=now)
        channel, agency = door(request, record.provider)
        asked = Lodging(
            ground=given.ground, says=given.says, wants=given.wants, claims=given.claims, channel=channel,
            identity=given.party.identity,
        )  # fmt: skip
        found = objection_actions.lodge(
            record.address, asked, asker=on_behalf(given.party), agency=agency, at=now,
            actor=caller(request).get_username(),
        )  # fmt: skip
    return Status(201, told(request, found, at=now))


@repairs.post(
    "", auth=needs("rights.take_in", rate="submit"), response=_ANSWERS,
    summary="代收修复申请 · Take an application for repair in",
)  # fmt: skip
def take_in_repair(
    request: HttpRequest,
    given: Annotated[RepairIn, Form(...)],
    files: Annotated[list[UploadedFile], File(...)],
) -> Status[CaseOut]:
    """A form with files: `documents` names, for each of `files` in turn, which asked-for document it is."""
    now = clock.now()
    party = PartyIn(uscc=given.uscc, citizen_id=given.citizen_id, identity=given.identity)
    with told_apart():
        record = service.record_facts(given.item, bytes.fromhex(given.key), at=now)
        channel, _agency = door(request, record.provider)
        asked = Application(frozenset(given.met), given.says, channel=channel, identity=given.identity)
        uploads = [
            Upload(file.name or "", file, name) for file, name in zip(files, given.documents, strict=False)
        ]
        with handed_in(uploads) as evidence:
            found = repair_actions.apply(
                record.address, asked, asker=on_behalf(party), evidence=evidence, at=now,
                actor=caller(request).get_username(),
            )  # fmt: skip
    return Status(201, told(request, found, at=now))


@repairs.post(
    "/proofs", auth=needs("rights.decide", rate="submit"), response=_ANSWERS,
    summary="出具修复证明 · Issue a proof of repair",
)  # fmt: skip
def prove_repair(request: HttpRequest, given: ProofIn) -> Status[CaseOut]:
    """The provider's own decision; with it the record is shown and used no more."""
    now = clock.now()
    own = own_department(request, Permission.RIGHTS_DECIDE)
    with told_apart():
        found = repair_actions.prove(
            (given.item, bytes.fromhex(given.key)), by=own, instrument=given.instrument, reason=given.reason,
            actor=caller(request).get_username(), at=now,
        )  # fmt: skip
    return Status(201, told(request, found, at=now))
