"""The words of the area: roles, permissions, how far a role sees, results of an access."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xinheng.kernel.text import Text


class Role(StrEnum):
    """What a user is on this node (role model: Guizhou draft regulation, art. 5 and 19)."""

    DATA_OFFICER = "data_officer"
    LEAD_OFFICER = "lead_officer"
    CENTRE_OFFICER = "centre_officer"
    CENTRE_ADMIN = "centre_admin"
    LEGAL_OFFICER = "legal_officer"
    AUDITOR = "auditor"
    REGULATOR = "regulator"
    SYSTEM = "system"
    AGENCY = "agency"
    SUBJECT = "subject"


ROLE_TITLES: Mapping[Role, Text] = {
    Role.DATA_OFFICER: Text(zh="部门数据专员", en="Department data officer"),
    Role.LEAD_OFFICER: Text(zh="信用主管部门人员", en="Lead department officer"),
    Role.CENTRE_OFFICER: Text(zh="信用中心工作人员", en="Credit centre officer"),
    Role.CENTRE_ADMIN: Text(zh="信用中心管理员", en="Credit centre administrator"),
    Role.LEGAL_OFFICER: Text(zh="法制审核人员", en="Legal officer"),
    Role.AUDITOR: Text(zh="审计人员", en="Auditor"),
    Role.REGULATOR: Text(zh="征信业监督管理人员", en="Credit-reporting regulator"),
    Role.SYSTEM: Text(zh="业务系统", en="Department system"),
    Role.AGENCY: Text(zh="信用服务机构用户", en="User of a credit service agency or bank"),
    Role.SUBJECT: Text(zh="信用主体用户", en="Subject"),
}


OUTSIDE = frozenset({Role.SUBJECT})
"""Roles of people who are not staff: they come through the identity provider and are given no other role."""


class Permission(StrEnum):
    """One published matter a user may act on or read. Nothing is permitted that is not named here."""

    INTAKE_SUBMIT = "intake.submit"
    INTAKE_READ = "intake.read"
    INTAKE_TAKE_BACK = "intake.take_back"
    INTAKE_RESOLVE = "intake.resolve"
    ARCHIVE_READ = "archive.read"
    ARCHIVE_SEALED = "archive.sealed"
    DISCLOSURE_REVIEW = "disclosure.review"
    CLOCKS_READ = "clocks.read"
    NOTICES_READ = "notices.read"
    NOTICES_CONTACT = "notices.contact"
    NOTICES_FOLLOW_UP = "notices.follow_up"
    QUALITY_READ = "quality.read"
    QUALITY_REPORT = "quality.report"
    QUALITY_CLOSE = "quality.close"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_PROPOSE = "catalogue.propose"
    CATALOGUE_APPROVE = "catalogue.approve"
    SUBJECTS_READ = "subjects.read"
    SUBJECTS_MERGE = "subjects.merge"
    PERSONS_READ = "persons.read"
    USERS_MANAGE = "users.manage"
    DEPARTMENTS_MANAGE = "departments.manage"
    TOKENS_MANAGE = "tokens.manage"
    ACCESS_READ = "access.read"
    RIGHTS_READ = "rights.read"
    RIGHTS_DECIDE = "rights.decide"
    RIGHTS_WITHDRAW = "rights.withdraw"
    RIGHTS_TAKE_IN = "rights.take_in"
    RIGHTS_TRIAGE = "rights.triage"
    RIGHTS_LOOK_AGAIN = "rights.look_again"
    LEDGER_READ = "ledger.read"
    LEDGER_SIGN = "ledger.sign"
    JOBS_READ = "jobs.read"
    JOBS_RETRY = "jobs.retry"
    READING_AUTHORISED = "reading.authorised"
    READING_MATTER = "reading.matter"
    MINE_USE = "mine.use"


PERMISSION_TITLES: Mapping[Permission, Text] = {
    Permission.INTAKE_SUBMIT: Text(zh="报送数据", en="Hand in files"),
    Permission.INTAKE_READ: Text(zh="查看报送", en="Read submissions"),
    Permission.INTAKE_TAKE_BACK: Text(zh="撤回报送", en="Take back a submission"),
    Permission.INTAKE_RESOLVE: Text(zh="处理待定数据", en="Resolve pending rows"),
    Permission.ARCHIVE_READ: Text(zh="查看归集记录", en="Read held records"),
    Permission.ARCHIVE_SEALED: Text(zh="查阅封存留证", en="Read sealed evidence"),
    Permission.DISCLOSURE_REVIEW: Text(zh="公示合法性审查", en="Review legality of publication"),
    Permission.CLOCKS_READ: Text(zh="查看办理时限", en="Read what is due"),
    Permission.NOTICES_READ: Text(zh="查看本单位收到的通知", en="Read notices to one's office"),
    Permission.NOTICES_CONTACT: Text(
        zh="设定本单位接收通知的方式", en="Set how one's office is told of notices"
    ),
    Permission.NOTICES_FOLLOW_UP: Text(
        zh="跟进未阅和未送达的通知", en="Follow up notices that were not read or did not arrive"
    ),
    Permission.QUALITY_READ: Text(zh="查看数据质量", en="Read data quality"),
    Permission.QUALITY_REPORT: Text(zh="报送源头数量", en="Report source counts"),
    Permission.QUALITY_CLOSE: Text(zh="办结质量问题", en="Close quality problems"),
    Permission.CATALOGUE_READ: Text(zh="查看目录", en="Read the catalogue"),
    Permission.CATALOGUE_PROPOSE: Text(zh="提出目录变更", en="Propose catalogue changes"),
    Permission.CATALOGUE_APPROVE: Text(zh="批准目录", en="Approve the catalogue"),
    Permission.SUBJECTS_READ: Text(zh="查看主体库", en="Read the subject library"),
    Permission.SUBJECTS_MERGE: Text(zh="合并主体", en="Merge subjects"),
    Permission.PERSONS_READ: Text(zh="依法查询个人信息", en="Read a person's data with a legal basis"),
    Permission.USERS_MANAGE: Text(zh="管理用户", en="Manage users"),
    Permission.DEPARTMENTS_MANAGE: Text(zh="管理部门", en="Manage departments"),
    Permission.TOKENS_MANAGE: Text(zh="管理接口令牌", en="Manage API tokens"),
    Permission.ACCESS_READ: Text(zh="查看查询登记", en="Read the access log"),
    Permission.RIGHTS_READ: Text(zh="查看异议、修复、撤销事项", en="Read objections, repairs, withdrawals"),
    Permission.RIGHTS_DECIDE: Text(zh="办理异议和信用修复", en="Decide objections and repairs"),
    Permission.RIGHTS_WITHDRAW: Text(zh="告知行为被撤销", en="Give notice of a revocation"),
    Permission.RIGHTS_TAKE_IN: Text(zh="代收异议和修复申请", en="Take in objections and applications"),
    Permission.RIGHTS_TRIAGE: Text(zh="分办和办理异议", en="Triage and decide objections at the centre"),
    Permission.RIGHTS_LOOK_AGAIN: Text(zh="复核异议和修复", en="Look again at refusals"),
    Permission.LEDGER_READ: Text(zh="查看存证账本", en="Read the ledger"),
    Permission.LEDGER_SIGN: Text(zh="签署账本检查点", en="Sign a checkpoint of the ledger"),
    Permission.JOBS_READ: Text(zh="查看后台任务", en="Read background jobs"),
    Permission.JOBS_RETRY: Text(zh="重试后台任务", en="Run background jobs again"),
    Permission.READING_AUTHORISED: Text(zh="凭授权查询非公开信息", en="Read what a subject authorised"),
    Permission.READING_MATTER: Text(zh="按公布事项查询非公开信息", en="Read for a published matter"),
    Permission.MINE_USE: Text(
        zh="办理本人或所代表主体的事项", en="Act for oneself or for whom one represents"
    ),
}


class Reach(StrEnum):
    """How far a role sees: only what is about itself, its department, its region's, or the whole node."""

    OWN = "own"
    DEPARTMENT = "department"
    REGION = "region"
    NODE = "node"


class InterfaceLanguage(StrEnum):
    """Languages of the interface, by Django's codes; Chinese is the first."""

    CHINESE = "zh-hans"
    ENGLISH = "en"


class AccessResult(StrEnum):
    """How an access to data ended."""

    GRANTED = "granted"
    NOTHING_FOUND = "nothing_found"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """A department as others read it. `kind` is a provider kind of the lawpacks, `region` GB/T 2260."""

    code: str
    name: Text
    kind: str
    region: str
    uscc: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rule needs to know of a user. `scopes` is None for a login, a set for an API token."""

    role: Role
    department: DepartmentFacts | None
    active: bool
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class UserFacts:
    """A user as the pages list it."""

    id: int
    username: str
    name: str
    email: str
    role: Role
    department: DepartmentFacts | None
    language: InterfaceLanguage
    active: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """An API token without its secret; `prefix` is what its holder recognises it by."""

    id: int
    username: str
    label: str
    prefix: str
    scopes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token. `secret` is shown once and kept nowhere."""

    secret: str = field(repr=False)
    facts: TokenFacts


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """One line of the access log.

    `acts_for` names whom an agent or representative acted for (kind:id), `what` the information that was asked for and
    how much of it was there, `via` the mandate, authorisation or matter that let the reader in, as (kind, id).
    """

    at: datetime
    actor: str
    role: str
    department: str
    subject_kind: str
    subject: str
    matter: str
    legal_basis: str
    result: AccessResult
    acts_for: str = ""
    what: str = ""
    via: tuple[str, str] = ("", "")
