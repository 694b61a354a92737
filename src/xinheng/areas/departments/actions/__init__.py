"""State changes of the area: users, departments, tokens. Each writes one ledger entry."""

from xinheng.areas.departments.actions.departments import (
    UnableToChangeDepartment,
    change_department,
    create_department,
    deactivate_department,
)
from xinheng.areas.departments.actions.tokens import UnableToIssueToken, issue_token, revoke_token
from xinheng.areas.departments.actions.users import (
    NewUser,
    UnableToChangeUser,
    change_user,
    create_user,
    deactivate_user,
    reactivate_user,
    set_password,
    set_role,
)

__all__ = [
    "NewUser",
    "UnableToChangeDepartment",
    "UnableToChangeUser",
    "UnableToIssueToken",
    "change_department",
    "change_user",
    "create_department",
    "create_user",
    "deactivate_department",
    "deactivate_user",
    "issue_token",
    "reactivate_user",
    "revoke_token",
    "set_password",
    "set_role",
]
