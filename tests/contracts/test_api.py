"""The running API against its own description: no 5xx, and no answer that the description does not name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import schemathesis
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as examples
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.acceptance.rows import MILL, penalty
from tests.db.api.support import AT, Caller, as_csv, department, token_of
from xinheng.areas.archive.models import Version
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments.terms import Role
from xinheng.areas.disclosure import actions as disclosure
from xinheng.areas.intake.models import Upload
from xinheng.areas.ledger import actions as ledger
from xinheng.plumbing import clock
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.web.wsgi import application

MOST = int(os.environ.get("XINHENG_CONTRACT_EXAMPLES", "10"))
"""Examples of each operation."""
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, negative_data_rejection, ignored_auth, unsupported_method,
]  # fmt: skip


def answered(environ: Any, start_response: Any) -> list[bytes]:
    """The site as a server runs it: what an answer holds open is closed when it was sent."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", answered)
# the protocol of uploads answers 412 to another version; what is not there is 404 before it is anything else
schema.config.checks.negative_data_rejection.expected_statuses += ["412", "413"]
schema.config.generation.update(modes=list(GenerationMode), deterministic=True, database="none")


@schemathesis.serializer("application/offset+octet-stream")
def _piece(context: Any, value: Any) -> bytes:
    """A piece of an upload is sent as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


class _Database(TransactionTestCase):
    """Empties the database afterwards."""

    __test__ = False
    databases: ClassVar[set[str]] = {"default"}

    def runTest(self) -> None:
        """Nothing to run."""


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[dict[str, Any]]:
    """One department with a deposited and a held submission, an upload, records on display, a checkpoint."""
    place = tmp_path_factory.mktemp("contract")
    storages = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(place)},
        }
    }
    rates = dict.fromkeys(settings.RATE_LIMITS, "1000000/60")
    with django_db_blocker.unblock(), override_settings(STORAGES=storages, RATE_LIMITS=rates):
        cache.clear()
        try:
            yield _filled()
        finally:
            _Database()._fixture_teardown()


@pytest.fixture
def _django_db_helper(stage: dict[str, Any]) -> None:
    """One stage for all operations, where each test would make and empty its own."""


def _filled() -> dict[str, Any]:
    catalogue.publish_from_packs(actor="test", at=AT)
    disclosure.load_terms(catalogue.lawbook(), actor="test", at=AT)
    department("guiyang-market")
    token = token_of("guiyang-market-system", Role.SYSTEM, of="guiyang-market")
    caller = Caller(token)
    today = clock.today().isoformat()
    rows = [penalty(CF_WSH=f"黔示罚〔2026〕{number}号", CF_JDRQ=today) for number in range(1, 4)]
    sent = caller.send(as_csv([*rows, penalty(CF_WSH="")])).json()
    upload = caller.client.post(
        "/api/v1/uploads", content_type="application/offset+octet-stream",
        headers=caller.headers | {"Tus-Resumable": "1.0.0", "Upload-Length": "1000000000",
                                  "Upload-Metadata": "item cGVuYWx0eQ==,filename cC5jc3Y="},
    )  # fmt: skip
    assert upload.status_code == 201
    numbers = _cases(caller, [version.key.hex() for version in Version.objects.order_by("id")])
    ledger.checkpoint(at=clock.now(), signer=node_signer())
    known = {
        "receipt_no": sent["receipt_no"], "uscc": MILL, "item": "penalty", "seq": 0, "pack": "cn", "rule": "penalty",
        "key": Version.objects.first().key.hex(), "name": Upload.objects.get().name,
    }  # fmt: skip
    return {"token": token, "known": known, "numbers": numbers}


def _cases(caller: Caller, keys: list[str]) -> dict[str, str]:
    """One case of each kind, about the records after the first; address → number."""
    about = {"item": "penalty", "key": keys[1]}
    party = {"uscc": MILL, "identity": "营业执照原件"}
    objection = caller.post(
        "/objections", about | {"party": party, "ground": "wrong", "says": "金额写错", "wants": "correct"}
    )
    file = SimpleUploadedFile("b.pdf", b"%PDF-1.7\n%%EOF\n")
    form = about | {"uscc": MILL, "identity": "营业执照原件", "says": "已缴清"}
    form |= {"met": ["duty_performed", "act_corrected", "effect_removed"]}
    form |= {"documents": ["proof-of-performance", "proof-of-correction"]}
    form |= {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7\nx\n%%EOF\n"), file]}
    repair = caller.client.post("/api/v1/repairs", form, headers=caller.headers)
    revoked = {"key": keys[2], "cause": "organ", "instrument": "黔示撤〔2026〕1号"}
    notice = {"item": "penalty", "records": [revoked | {"decided_on": clock.today().isoformat()}]}
    withdrawal = caller.post("/withdrawals", notice)
    assert [each.status_code for each in (objection, repair, withdrawal)] == [201, 201, 201]
    return {
        "/objections": objection.json()["number"],
        "/repairs": repair.json()["number"],
        "/withdrawals": withdrawal.json()["case"]["number"],
    }


@schema.parametrize()
@examples(
    max_examples=MOST, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_no_answer_is_outside_the_description(stage: dict[str, Any], case: schemathesis.Case) -> None:
    """As drawn; and again with the address of something that is there."""
    headers = {"Authorization": f"Bearer {stage['token']}"}
    case.call_and_validate(headers=headers, checks=CHECKS)
    known = {name: value for name, value in stage["known"].items() if name in (case.path_parameters or {})}
    for address, number in stage["numbers"].items():
        if case.path.startswith(f"{address}/{{number}}"):
            known["number"] = number
    if known and case.method != "DELETE":
        case.path_parameters = {**case.path_parameters, **known}
        case.call_and_validate(headers=headers, checks=CHECKS[:5])
