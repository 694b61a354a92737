"""A department, a user, a moment."""

from datetime import UTC, datetime

from xinheng.areas.departments import actions
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.kernel.text import Text

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PASSWORD = "Qianling-Shan-2026"


def department(code: str = "guiyang-market", *, region: str = "520100") -> DepartmentFacts:
    name = Text(zh=f"测试部门{code}", en=f"Test department {code}")
    return actions.create_department(
        DepartmentFacts(code=code, name=name, kind="market_regulation", region=region), actor="root", at=AT
    )


def user(name: str, role: Role, *, of: str | None = None) -> User:
    password = None if role is Role.SYSTEM else PASSWORD
    actions.create_user(
        actions.NewUser(username=name, name="测试员", role=role, department=of, password=password),
        actor="root",
        at=AT,
    )
    return User.objects.get(username=name)
