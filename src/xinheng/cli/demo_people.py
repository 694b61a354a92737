"""Departments and logins of the demo: made-up offices, passwords drawn anew for every demo."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

ACTOR = "demo"
CENTRE: dict[str, Any] = {
    "code": "credit-centre",
    "name_zh": "信用中心（示例）",
    "name_en": "Credit centre (example)",
    "kind": "development_and_reform",
    "region": "520000",
}


BANK: dict[str, Any] = {
    "code": "example-bank",
    "name_zh": "示例银行",
    "name_en": "Example bank",
    "kind": "credit_service_agency",
    "region": "520000",
}
"""Reads what subjects authorise it to read, and nothing else."""


def make_people(departments: list[dict[str, Any]], *, at: datetime) -> list[dict[str, str]]:
    """Create what is not there yet, draw passwords; returns username, password and role of every login."""
    from xinheng.areas.departments import actions, service
    from xinheng.areas.departments.terms import ROLE_TITLES, DepartmentFacts, Role
    from xinheng.kernel.text import Text

    for told in [*departments, CENTRE, BANK]:
        facts = DepartmentFacts(
            code=told["code"], name=Text(zh=told["name_zh"], en=told["name_en"]), kind=told["kind"],
            region=told["region"], uscc=told.get("uscc"),
        )  # fmt: skip
        if service.department(facts.code) is None:
            actions.create_department(facts, actor=ACTOR, at=at)
    people = [(f"{told['code']}-officer", Role.DATA_OFFICER, told["code"]) for told in departments[:3]]
    people += [
        ("centre", Role.CENTRE_OFFICER, CENTRE["code"]),
        ("admin", Role.CENTRE_ADMIN, CENTRE["code"]),
        ("legal", Role.LEGAL_OFFICER, CENTRE["code"]),
        ("auditor", Role.AUDITOR, CENTRE["code"]),
        ("bank", Role.AGENCY, BANK["code"]),
    ]
    logins = []
    for username, role, department in people:
        password = secrets.token_urlsafe(9)
        new = actions.NewUser(
            username=username, name=ROLE_TITLES[role].zh, role=role, department=department, password=password
        )
        if service.user(username) is None:
            actions.create_user(new, actor=ACTOR, at=at)
        else:
            actions.set_password(username, password=password, actor=ACTOR, at=at)
        logins.append({"username": username, "password": password, "role": ROLE_TITLES[role].zh})
    return logins
