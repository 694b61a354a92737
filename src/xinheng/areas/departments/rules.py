"""What a role may do and how far it sees. Pure; denies by default."""

from collections.abc import Mapping

from xinheng.areas.departments.terms import OUTSIDE, DepartmentFacts, Permission, Reach, Role, Standing

_READING = frozenset(
    {
        Permission.INTAKE_READ,
        Permission.ARCHIVE_READ,
        Permission.CLOCKS_READ,
        Permission.QUALITY_READ,
        Permission.CATALOGUE_READ,
        Permission.SUBJECTS_READ,
        Permission.RIGHTS_READ,
    }
)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.DATA_OFFICER: _READING
    | {
        Permission.INTAKE_SUBMIT,
        Permission.INTAKE_TAKE_BACK,
        Permission.NOTICES_READ,
        Permission.NOTICES_CONTACT,
        Permission.QUALITY_REPORT,
        Permission.QUALITY_CLOSE,
        Permission.CATALOGUE_PROPOSE,
        Permission.RIGHTS_DECIDE,
        Permission.RIGHTS_WITHDRAW,
        Permission.RIGHTS_TAKE_IN,
        Permission.READING_AUTHORISED,
        Permission.READING_MATTER,
    },
    Role.LEAD_OFFICER: _READING
    | {
        Permission.NOTICES_READ,
        Permission.LEDGER_READ,
        Permission.READING_AUTHORISED,
        Permission.READING_MATTER,
    },
    Role.CENTRE_OFFICER: _READING
    | {
        Permission.INTAKE_RESOLVE,
        Permission.NOTICES_READ,
        Permission.NOTICES_CONTACT,
        Permission.NOTICES_FOLLOW_UP,
        Permission.QUALITY_CLOSE,
        Permission.CATALOGUE_PROPOSE,
        Permission.SUBJECTS_MERGE,
        Permission.PERSONS_READ,
        Permission.RIGHTS_TRIAGE,
        Permission.RIGHTS_LOOK_AGAIN,
        Permission.RIGHTS_TAKE_IN,
        Permission.RIGHTS_WITHDRAW,
        Permission.LEDGER_READ,
        Permission.LEDGER_SIGN,
        Permission.JOBS_READ,
        Permission.JOBS_RETRY,
    },
    # An administrator manages who may act and does not act on credit information itself.
    Role.CENTRE_ADMIN: frozenset(
        {
            Permission.INTAKE_READ,
            Permission.QUALITY_READ,
            Permission.CATALOGUE_READ,
            Permission.USERS_MANAGE,
            Permission.DEPARTMENTS_MANAGE,
            Permission.TOKENS_MANAGE,
            Permission.LEDGER_READ,
            Permission.LEDGER_SIGN,
            Permission.JOBS_READ,
            Permission.JOBS_RETRY,
        }
    ),
    Role.LEGAL_OFFICER: _READING
    | {
        Permission.DISCLOSURE_REVIEW,
        Permission.CATALOGUE_PROPOSE,
        Permission.CATALOGUE_APPROVE,
        Permission.RIGHTS_LOOK_AGAIN,
        Permission.LEDGER_READ,
    },
    # Evidence of what was withdrawn, repaired or is past its term is for the audit alone.
    Role.AUDITOR: _READING
    | {Permission.ARCHIVE_SEALED, Permission.ACCESS_READ, Permission.LEDGER_READ, Permission.JOBS_READ},
    Role.REGULATOR: frozenset(
        {
            Permission.QUALITY_READ,
            Permission.CATALOGUE_READ,
            Permission.ACCESS_READ,
            Permission.LEDGER_READ,
        }
    ),
    Role.SYSTEM: frozenset(
        {
            Permission.INTAKE_SUBMIT,
            Permission.INTAKE_READ,
            Permission.INTAKE_TAKE_BACK,
            Permission.QUALITY_READ,
            Permission.CATALOGUE_READ,
            Permission.RIGHTS_READ,
            Permission.RIGHTS_DECIDE,
            Permission.RIGHTS_WITHDRAW,
            Permission.RIGHTS_TAKE_IN,
            Permission.READING_AUTHORISED,
            Permission.READING_MATTER,
        }
    ),
    # A bank or agency is no organ: it reads what a subject authorised, and nothing for a matter.
    Role.AGENCY: frozenset({Permission.CATALOGUE_READ, Permission.READING_AUTHORISED}),
    # What a subject may do with its own is decided by whom it acts for, never by a desk's permission.
    Role.SUBJECT: frozenset({Permission.MINE_USE}),
}

REACH: Mapping[Role, Reach] = {
    Role.DATA_OFFICER: Reach.DEPARTMENT,
    Role.LEAD_OFFICER: Reach.REGION,
    Role.CENTRE_OFFICER: Reach.NODE,
    Role.CENTRE_ADMIN: Reach.NODE,
    Role.LEGAL_OFFICER: Reach.NODE,
    Role.AUDITOR: Reach.NODE,
    Role.REGULATOR: Reach.NODE,
    Role.SYSTEM: Reach.DEPARTMENT,
    Role.AGENCY: Reach.DEPARTMENT,
    Role.SUBJECT: Reach.OWN,
}


def needs_department(role: Role) -> bool:
    """Whether a user of this role is nothing without a department (its reach hangs on it)."""
    return REACH[role] in {Reach.DEPARTMENT, Reach.REGION}


def needs_second_factor(role: Role) -> bool:
    """Whether a login of this role must be completed with TOTP or a recovery code.

    Staff do; a system has no login at all and comes with a token, a subject is known to the identity provider.
    """
    return role is not Role.SYSTEM and role not in OUTSIDE


def may_log_in(role: Role) -> bool:
    """Whether the role has a login on the pages; a system has only tokens."""
    return role is not Role.SYSTEM


def has_password(role: Role) -> bool:
    """Whether the role logs in with a password of this node; a subject logs in at the identity provider."""
    return may_log_in(role) and role not in OUTSIDE


def region_covers(wide: str, narrow: str) -> bool:
    """Whether the region `wide` is `narrow` or lies above it (GB/T 2260: pairs of digits, 00 = all).

    >>> region_covers("520100", "520102"), region_covers("520102", "520100")
    (True, False)
    """
    stem = wide
    while stem.endswith("00"):
        stem = stem[:-2]
    return bool(stem) and narrow.startswith(stem)


def allowed(standing: Standing, permission: Permission, department: DepartmentFacts | None = None) -> bool:
    """Whether the holder of `standing` may act on `permission`, for `department` when one is named.

    Without a department the question is "anywhere at all" (menus, routes); the answer for one
    department's data is given only when it is named.
    """
    if not standing.active or permission not in PERMISSIONS[standing.role]:
        return False
    if standing.scopes is not None and permission not in standing.scopes:
        return False
    if needs_department(standing.role) and standing.department is None:
        return False
    if REACH[standing.role] is Reach.OWN:
        return department is None
    if department is None or standing.department is None or REACH[standing.role] is Reach.NODE:
        return True
    if REACH[standing.role] is Reach.REGION:
        return region_covers(standing.department.region, department.region)
    return standing.department.code == department.code
