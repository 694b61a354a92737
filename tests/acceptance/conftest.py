"""The stage of every legal story: the node's law is loaded, departments exist, files go through the real intake."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.surfaces import Surfaces
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions as intake
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel
from xinheng.cli.law_load import load_law
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI

Row = Mapping[str, str]


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


@pytest.fixture
def law(transactional_db: None) -> None:
    """The catalogue is published; terms of display and clocks are loaded."""
    load_law(actor="test", at=at(date(2026, 1, 5)))


@pytest.fixture
def department(law: None) -> Callable[..., DepartmentFacts]:
    """Makes a department that may send."""

    def make(code: str, kind: str, *, uscc: str | None = None, region: str = "520100") -> DepartmentFacts:
        facts = DepartmentFacts(
            code=code, name=Text(zh=f"示例{code}", en=f"Example {code}"), kind=kind, region=region, uscc=uscc
        )
        return departments.create_department(facts, actor="test", at=at(date(2026, 1, 5)))

    return make


@pytest.fixture
def send() -> Callable[..., Submission]:
    """Sends rows (or a file's bytes) through receive and process; returns the submission as it stands then."""

    def hand_in(
        sender: DepartmentFacts, item: str, rows: Iterable[Row] | bytes, *, on: date, name: str = "file.csv",
        mapping: dict[str, object] | None = None, hold: bool = False, channel: Channel = Channel.API,
    ) -> Submission:  # fmt: skip
        content = rows if isinstance(rows, bytes) else as_csv(rows)
        sending = intake.Sending(
            department=sender, item=item, file_name=name, channel=channel, hold=hold, mapping=mapping
        )
        received = intake.receive(io.BytesIO(content), sending, actor=f"{sender.code}-system", at=at(on))
        return intake.process(received.pk, at=at(on))

    return hand_in


def as_csv(rows: Iterable[Row]) -> bytes:
    """Rows as a CSV file with the field codes above."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def counts(submission: Submission) -> dict[str, int]:
    """The counts that are not nought."""
    names = ("received", "new", "corrected", "withdrawn", "unchanged", "rejected", "pending")
    return {name: getattr(submission, name) for name in names if getattr(submission, name)}


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real export; tests that need it are skipped, and counted, where it is not at hand."""
    folder = os.environ.get("XINHENG_REAL_DATA")
    if not folder:
        pytest.skip("XINHENG_REAL_DATA does not point to the real export")
    return Path(folder)


@pytest.fixture
def surfaces(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Surfaces:
    """Asks everything that shows a record."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, "100000/60")
    return Surfaces(monkeypatch)
