"""Users come, change and stop. No action deletes one: what they did keeps its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from xinheng.areas.departments.models import Department, User
from xinheng.areas.departments.rules import has_password, needs_department
from xinheng.areas.departments.terms import OUTSIDE, InterfaceLanguage, Role, UserFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json

_NO_PASSWORD = {
    Role.SYSTEM: Text(zh="业务系统不设密码，请签发令牌。", en="A system has no password: issue a token."),
    Role.SUBJECT: Text(
        zh="信用主体通过统一身份认证登录，不设密码。",
        en="A subject logs in at the identity provider and has no password here.",
    ),
}


class UnableToChangeUser(ValueError):
    """`text` says why, to the person who asked."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True)
class NewUser:
    """What a new user starts with. A system has no password: it comes with a token."""

    username: str
    name: str
    role: Role
    department: str | None = None
    email: str = ""
    language: InterfaceLanguage = InterfaceLanguage.CHINESE
    password: str | None = None


@recorded("departments.user_created")
def create_user(new: NewUser, *, actor: str, at: datetime) -> Recorded[UserFacts]:
    """Take up a user. Raises `UnableToChangeUser` when the name is used or the role lacks its department."""
    if User.objects.filter(username=new.username).exists():
        raise UnableToChangeUser(
            Text(zh=f"用户名“{new.username}”已被使用。", en=f"The name {new.username} is in use.")
        )
    row = User(username=new.username, name=new.name, email=new.email, language=new.language.value)
    row.date_joined = at
    _place(row, role=new.role, department=new.department)
    _set_password(row, new.password)
    _cleaned(row).save()
    return _told(row)


@recorded("departments.user_changed")
def change_user(
    username: str, *, name: str, email: str, language: InterfaceLanguage, actor: str, at: datetime
) -> Recorded[UserFacts]:
    """Change how a user is called, written to and addressed."""
    row = _existing(username)
    row.name, row.email, row.language = name, email, language.value
    _cleaned(row).save()
    return _told(row)


@recorded("departments.role_set")
def set_role(
    username: str, *, role: Role, department: str | None, actor: str, at: datetime
) -> Recorded[UserFacts]:
    """Give a user another role or department. Nobody raises their own, and one administrator must remain."""
    row = _existing(username)
    if actor == username:
        raise UnableToChangeUser(Text(zh="不能更改自己的角色。", en="Nobody changes their own role."))
    if {Role(row.role), role} & OUTSIDE:
        raise UnableToChangeUser(
            Text(
                zh="信用主体用户与工作人员互不转换。",
                en="A subject never becomes staff, nor staff a subject.",
            )
        )
    if role is not Role.CENTRE_ADMIN:
        _another_administrator_remains(row)
    _place(row, role=role, department=department)
    row.save()
    return _told(row)


@recorded("departments.user_deactivated")
def deactivate_user(username: str, *, reason: str, actor: str, at: datetime) -> Recorded[UserFacts]:
    """End a user's access at once, tokens included."""
    row = _existing(username)
    _another_administrator_remains(row)
    row.is_active = False
    row.save()
    return Recorded(row.as_facts, about=("user", username), payload={"username": username, "reason": reason})


@recorded("departments.user_reactivated")
def reactivate_user(username: str, *, reason: str, actor: str, at: datetime) -> Recorded[UserFacts]:
    """Let a deactivated user act again."""
    row = _existing(username)
    row.is_active = True
    row.save()
    return Recorded(row.as_facts, about=("user", username), payload={"username": username, "reason": reason})


@recorded("departments.password_set")
def set_password(username: str, *, password: str, actor: str, at: datetime) -> Recorded[UserFacts]:
    """Give a user a new password; the ledger says that it happened, never what it is."""
    row = _existing(username)
    _set_password(row, password)
    row.save()
    return Recorded(row.as_facts, about=("user", username), payload={"username": username})


def _existing(username: str) -> User:
    row = User.objects.select_for_update().filter(username=username).first()
    if row is None:
        raise UnableToChangeUser(Text(zh=f"没有用户“{username}”。", en=f"There is no user {username}."))
    return row


def _place(row: User, *, role: Role, department: str | None) -> None:
    if needs_department(role) and department is None:
        raise UnableToChangeUser(Text(zh="该角色须属于一个部门。", en="This role belongs to a department."))
    if department is not None and not Department.objects.filter(code=department, is_active=True).exists():
        raise UnableToChangeUser(
            Text(zh=f"没有在用的部门“{department}”。", en=f"There is no active department {department}.")
        )
    row.role = role.value
    row.department = None if department is None else Department.objects.get(code=department)


def _set_password(row: User, password: str | None) -> None:
    if password is None:
        row.set_unusable_password()
        return
    if not has_password(Role(row.role)):
        raise UnableToChangeUser(_NO_PASSWORD[Role(row.role)])
    try:
        validate_password(password, row)
    except ValidationError as weak:
        raise UnableToChangeUser(
            Text(zh="密码太弱：" + "".join(weak.messages), en="Weak password: " + " ".join(weak.messages))
        ) from weak
    row.set_password(password)


def _cleaned(row: User) -> User:
    try:
        row.clean_fields(exclude=["password", "department"])
    except ValidationError as wrong:
        raise UnableToChangeUser(
            Text(zh="填写有误：" + "；".join(wrong.messages), en="Not accepted: " + "; ".join(wrong.messages))
        ) from wrong
    return row


def _another_administrator_remains(row: User) -> None:
    if row.role != Role.CENTRE_ADMIN.value or not row.is_active:
        return
    others = User.objects.filter(role=Role.CENTRE_ADMIN.value, is_active=True).exclude(pk=row.pk)
    if not others.exists():
        raise UnableToChangeUser(
            Text(
                zh="这是最后一名管理员，须先指定另一名。",
                en="The last administrator: name another one first.",
            )
        )


def _told(row: User) -> Recorded[UserFacts]:
    payload: dict[str, Json] = {
        "username": row.username,
        "role": row.role,
        "department": row.department_id or "",
        "language": row.language,
        "active": row.is_active,
    }
    return Recorded(row.as_facts, about=("user", row.username), payload=payload)
