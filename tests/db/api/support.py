"""A caller of the API, and files to send."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xinheng.areas.archive.models import Version
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.rules import PERMISSIONS
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.areas.intake.models import Submission
from xinheng.kernel.text import Text
from xinheng.plumbing.files.store import file_store

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
PROBLEM = "application/problem+json"


def department(code: str, kind: str = "market_regulation", region: str = "520100") -> DepartmentFacts:
    """A department that may send."""
    name = Text(zh=f"示例{code}", en=f"Example {code}")
    facts = DepartmentFacts(code=code, name=name, kind=kind, region=region)
    return departments.create_department(facts, actor="test", at=AT)


def token_of(username: str, role: Role, *, of: str | None = None, scopes: Iterable[Any] | None = None) -> str:
    """A user of that role, and the secret of a token of theirs."""
    password = None if role is Role.SYSTEM else "Qianling-Shan-2026"
    new = departments.NewUser(username=username, name="测试", role=role, department=of, password=password)
    departments.create_user(new, actor="test", at=AT)
    chosen = PERMISSIONS[role] if scopes is None else scopes
    return departments.issue_token(username, label="test", scopes=chosen, actor="test", at=AT).secret


class Caller:
    """Calls the API with a token, or without one."""

    def __init__(self, token: str | None = None) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Any:
        """GET below /api/v1."""
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST JSON."""
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers=self.headers | headers
        )

    def send(
        self, content: bytes, *, item: str = "penalty", name: str = "penalties.csv", query: str = "?wait=true",
        key: str | None = None, **form: Any,
    ) -> Any:  # fmt: skip
        """Hand in a file."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        data = {"item": item, "file": SimpleUploadedFile(name, content), **form}
        return self.client.post(f"/api/v1/submissions{query}", data, headers=headers)


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as a CSV file with field codes above."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def kept() -> dict[str, int]:
    """What the platform keeps: submissions, versions of records, files."""
    files = sum(len(file_store().names(purpose)) for purpose in ("submissions", "findings", "uploads"))
    return {"submissions": Submission.objects.count(), "versions": Version.objects.count(), "files": files}
