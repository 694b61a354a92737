"""Cases put straight into the tables, past the actions: what the database itself lets in."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.rights.cases.models import Case, Step
from xinheng.areas.rights.cases.terms import NUMBER_PREFIXES, CaseKind
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)
PROVIDER = "gz-market"
_numbers = itertools.count(1)


def provider(code: str = PROVIDER) -> DepartmentFacts:
    """A department that answers for records."""
    name = Text(zh=f"示例{code}", en=f"Example {code}")
    facts = DepartmentFacts(code=code, name=name, kind="market_regulation", region="520000")
    return departments.create_department(facts, actor="test", at=NOON)


def case(kind: CaseKind = CaseKind.OBJECTION, **changes: Any) -> Case:
    """A case without its first step."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "number": f"{NUMBER_PREFIXES[kind]}20261125-{number:07d}", "kind": kind.value, "item": "penalty",
        "key": number.to_bytes(16, "big"), "version": number, "content_hash": b"h" * 32,
        "subject_kind": "organisation", "subject": "91520100MA00000001", "department_id": PROVIDER,
        "party_kind": "organisation", "party": "91520100MA00000001", "channel": "platform",
        "lodged_at": NOON, "last_at": NOON,
    }  # fmt: skip
    return Case.objects.create(**facts | changes)


def take(to: Case, step: str, target: str, *, by: str, source: str, no: int, **changes: Any) -> Step:
    """One step, as somebody writes it."""
    facts = {
        "step": step,
        "target": target,
        "by": by,
        "source": source,
        "no": no,
        "actor": "test",
        "at": NOON,
    }
    return Step.objects.create(case=to, **facts | changes)
