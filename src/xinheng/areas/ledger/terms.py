"""What the log can say: a closed list of kinds, and the facts that go in and come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.entries import LogEntry

T = TypeVar("T")


class EntryKind(StrEnum):
    """Every change of state that the platform knows: area.what_happened. A new action adds its line."""

    LEDGER_CHECKPOINTED = "ledger.checkpointed"
    DEPARTMENTS_DEPARTMENT_CREATED = "departments.department_created"
    DEPARTMENTS_DEPARTMENT_CHANGED = "departments.department_changed"
    DEPARTMENTS_DEPARTMENT_DEACTIVATED = "departments.department_deactivated"
    DEPARTMENTS_USER_CREATED = "departments.user_created"
    DEPARTMENTS_USER_CHANGED = "departments.user_changed"
    DEPARTMENTS_USER_DEACTIVATED = "departments.user_deactivated"
    DEPARTMENTS_USER_REACTIVATED = "departments.user_reactivated"
    DEPARTMENTS_ROLE_SET = "departments.role_set"
    DEPARTMENTS_PASSWORD_SET = "departments.password_set"  # noqa: S105 - a term, no password
    DEPARTMENTS_SECOND_FACTOR_RESET = "departments.second_factor_reset"
    DEPARTMENTS_TOKEN_ISSUED = "departments.token_issued"  # noqa: S105 - a term, no password
    DEPARTMENTS_TOKEN_REVOKED = "departments.token_revoked"  # noqa: S105 - a term, no password
    CATALOGUE_STATE_CHANGED = "catalogue.state_changed"
    NOTICES_SENT = "notices.sent"
    NOTICES_READ = "notices.read"
    NOTICES_DELIVERED = "notices.delivered"
    NOTICES_UNDELIVERED = "notices.undelivered"
    NOTICES_FOLLOWED_UP = "notices.followed_up"
    NOTICES_CONTACT_SET = "notices.contact_set"
    NOTICES_CONTACT_VERIFIED = "notices.contact_verified"
    NOTICES_CONTACT_ENDED = "notices.contact_ended"
    CLOCKS_STARTED = "clocks.started"
    CLOCKS_STOPPED = "clocks.stopped"
    CLOCKS_CANCELLED = "clocks.cancelled"
    CLOCKS_RECOMPUTED = "clocks.recomputed"
    CLOCKS_LAPSES_LOADED = "clocks.lapses_loaded"
    SUBJECTS_OPENED = "subjects.opened"
    SUBJECTS_REGISTERED = "subjects.registered"
    SUBJECTS_CODES_LINKED = "subjects.codes_linked"
    SUBJECTS_PERSONS_SAVED = "subjects.persons_saved"
    SUBJECTS_MERGED = "subjects.merged"
    SUBJECTS_UNMERGED = "subjects.unmerged"
    CONSENT_HOLDER_OPENED = "consent.holder_opened"
    CONSENT_REPRESENTED = "consent.represented"
    CONSENT_MANDATE_GIVEN = "consent.mandate_given"
    CONSENT_MANDATE_REVOKED = "consent.mandate_revoked"
    CONSENT_AUTHORISATION_GIVEN = "consent.authorisation_given"
    CONSENT_AUTHORISATION_REVOKED = "consent.authorisation_revoked"
    CONSENT_CODE_ISSUED = "consent.code_issued"
    CONSENT_CODE_USED = "consent.code_used"
    ARCHIVE_DEPOSITED = "archive.deposited"
    ARCHIVE_TAKEN_BACK = "archive.taken_back"
    ARCHIVE_MARKED = "archive.marked"
    ARCHIVE_MARKS_ENDED = "archive.marks_ended"
    INTAKE_RECEIVED = "intake.received"
    INTAKE_REFUSED = "intake.refused"
    INTAKE_CONFIRMED = "intake.confirmed"
    INTAKE_CANCELLED = "intake.cancelled"
    INTAKE_ROW_REJECTED = "intake.row_rejected"
    INTAKE_ROW_CLOSED = "intake.row_closed"
    DISCLOSURE_TERMS_LOADED = "disclosure.terms_loaded"
    DISCLOSURE_REVIEWED = "disclosure.reviewed"
    QUALITY_CLOCKS_LOADED = "quality.clocks_loaded"
    QUALITY_COUNTS_REPORTED = "quality.counts_reported"
    QUALITY_PROBLEM_CLOSED = "quality.problem_closed"
    RIGHTS_OBJECTION_LODGED = "rights.objection_lodged"
    RIGHTS_OBJECTION_TRIAGED = "rights.objection_triaged"
    RIGHTS_OBJECTION_ACKNOWLEDGED = "rights.objection_acknowledged"
    RIGHTS_OBJECTION_ANNOTATED = "rights.objection_annotated"
    RIGHTS_OBJECTION_HANDED_ON = "rights.objection_handed_on"
    RIGHTS_OBJECTION_TAKEN_OVER = "rights.objection_taken_over"
    RIGHTS_OBJECTION_DECIDED = "rights.objection_decided"
    RIGHTS_OBJECTION_SECOND_LOOK_ASKED = "rights.objection_second_look_asked"
    RIGHTS_OBJECTION_GIVEN_UP = "rights.objection_given_up"
    RIGHTS_EVIDENCE_ADDED = "rights.evidence_added"
    RIGHTS_REPAIR_APPLIED = "rights.repair_applied"
    RIGHTS_REPAIR_ADMITTED = "rights.repair_admitted"
    RIGHTS_REPAIR_DECIDED = "rights.repair_decided"
    RIGHTS_REPAIR_SECOND_LOOK_ASKED = "rights.repair_second_look_asked"
    RIGHTS_REPAIR_LOOKED_AT_AGAIN = "rights.repair_looked_at_again"
    RIGHTS_REPAIR_GIVEN_UP = "rights.repair_given_up"
    RIGHTS_RECORDS_WITHDRAWN = "rights.records_withdrawn"
    RIGHTS_RECORDS_REINSTATED = "rights.records_reinstated"


KIND_TEXTS: Mapping[EntryKind, Text] = {
    EntryKind.LEDGER_CHECKPOINTED: Text(zh="日志已签署检查点", en="The log was checkpointed"),
    EntryKind.DEPARTMENTS_DEPARTMENT_CREATED: Text(zh="新增部门", en="A department was created"),
    EntryKind.DEPARTMENTS_DEPARTMENT_CHANGED: Text(zh="部门信息变更", en="A department was changed"),
    EntryKind.DEPARTMENTS_DEPARTMENT_DEACTIVATED: Text(zh="部门停用", en="A department was deactivated"),
    EntryKind.DEPARTMENTS_USER_CREATED: Text(zh="新增用户", en="A user was created"),
    EntryKind.DEPARTMENTS_USER_CHANGED: Text(zh="用户信息变更", en="A user was changed"),
    EntryKind.DEPARTMENTS_USER_DEACTIVATED: Text(zh="用户停用", en="A user was deactivated"),
    EntryKind.DEPARTMENTS_USER_REACTIVATED: Text(zh="用户恢复使用", en="A user was reactivated"),
    EntryKind.DEPARTMENTS_ROLE_SET: Text(zh="用户角色设定", en="A user's roles were set"),
    EntryKind.DEPARTMENTS_PASSWORD_SET: Text(zh="用户口令重设", en="A user's password was set"),
    EntryKind.DEPARTMENTS_SECOND_FACTOR_RESET: Text(
        zh="用户二次验证重置", en="A user's second factor was reset"
    ),
    EntryKind.DEPARTMENTS_TOKEN_ISSUED: Text(zh="接口令牌签发", en="An interface token was issued"),
    EntryKind.DEPARTMENTS_TOKEN_REVOKED: Text(zh="接口令牌吊销", en="An interface token was revoked"),
    EntryKind.CATALOGUE_STATE_CHANGED: Text(zh="目录状态变更", en="A catalogue version changed its state"),
    EntryKind.NOTICES_SENT: Text(zh="通知已发出", en="Notices were sent"),
    EntryKind.NOTICES_READ: Text(zh="通知已阅", en="A notice was read"),
    EntryKind.NOTICES_DELIVERED: Text(zh="通知已经由其他渠道发出", en="A notice went out by another channel"),
    EntryKind.NOTICES_UNDELIVERED: Text(
        zh="通知未能经由其他渠道送达", en="A notice did not arrive by another channel"
    ),
    EntryKind.NOTICES_FOLLOWED_UP: Text(zh="未阅或者未送达的通知已跟进", en="A notice was followed up"),
    EntryKind.NOTICES_CONTACT_SET: Text(
        zh="联系方式已登记，待验证", en="A contact was set and waits for its code"
    ),
    EntryKind.NOTICES_CONTACT_VERIFIED: Text(zh="联系方式已验证", en="A contact was verified"),
    EntryKind.NOTICES_CONTACT_ENDED: Text(zh="联系方式已停用", en="A contact was ended"),
    EntryKind.CLOCKS_STARTED: Text(zh="办理时限开始计算", en="A deadline began to run"),
    EntryKind.CLOCKS_STOPPED: Text(zh="办理时限已完成", en="What a deadline asks for was done"),
    EntryKind.CLOCKS_CANCELLED: Text(zh="办理时限终止", en="Deadlines of a case fell away"),
    EntryKind.CLOCKS_RECOMPUTED: Text(zh="办理时限已重新计算", en="Deadlines were reckoned again"),
    EntryKind.CLOCKS_LAPSES_LOADED: Text(zh="逾期后果规则已载入", en="What lapsed deadlines do was loaded"),
    EntryKind.SUBJECTS_OPENED: Text(zh="新建主体", en="Subjects were opened"),
    EntryKind.SUBJECTS_CODES_LINKED: Text(zh="原有代码已关联", en="Earlier codes were linked"),
    EntryKind.SUBJECTS_PERSONS_SAVED: Text(zh="个人角色已登记", en="Persons were kept by their role"),
    EntryKind.SUBJECTS_REGISTERED: Text(zh="主体登记入库", en="Subjects were registered"),
    EntryKind.SUBJECTS_MERGED: Text(zh="主体合并", en="Two subjects were merged"),
    EntryKind.SUBJECTS_UNMERGED: Text(zh="主体合并撤销", en="A merge of subjects was undone"),
    EntryKind.CONSENT_HOLDER_OPENED: Text(zh="信用主体账号开立", en="A subject's login was opened"),
    EntryKind.CONSENT_REPRESENTED: Text(
        zh="代表关系随登录更新", en="Whom a subject's login represents was told anew"
    ),
    EntryKind.CONSENT_MANDATE_GIVEN: Text(zh="委托代理人", en="A mandate was given"),
    EntryKind.CONSENT_MANDATE_REVOKED: Text(zh="委托撤销", en="A mandate was revoked"),
    EntryKind.CONSENT_AUTHORISATION_GIVEN: Text(zh="授权查询", en="An authorisation was given"),
    EntryKind.CONSENT_AUTHORISATION_REVOKED: Text(zh="授权撤销", en="An authorisation was revoked"),
    EntryKind.CONSENT_CODE_ISSUED: Text(zh="查询码签发", en="A one-time code was issued"),
    EntryKind.CONSENT_CODE_USED: Text(zh="查询码使用", en="A one-time code was used"),
    EntryKind.ARCHIVE_DEPOSITED: Text(zh="信用记录入库", en="Records were deposited"),
    EntryKind.ARCHIVE_TAKEN_BACK: Text(zh="信用记录整批撤回", en="Deposited records were taken back"),
    EntryKind.ARCHIVE_MARKED: Text(zh="信用记录已标注", en="Records were marked"),
    EntryKind.ARCHIVE_MARKS_ENDED: Text(zh="信用记录标注已终止", en="Marks on records were ended"),
    EntryKind.INTAKE_RECEIVED: Text(zh="收到报送文件", en="A file was received"),
    EntryKind.INTAKE_REFUSED: Text(zh="报送被整份退回", en="A submission was refused whole"),
    EntryKind.INTAKE_CONFIRMED: Text(zh="报送已确认入库", en="A submission was confirmed"),
    EntryKind.INTAKE_CANCELLED: Text(zh="报送在入库前取消", en="A submission was cancelled before deposit"),
    EntryKind.INTAKE_ROW_REJECTED: Text(zh="待定行经人工退回", en="A pending row was sent back"),
    EntryKind.INTAKE_ROW_CLOSED: Text(zh="退回行已办结", en="A rejected row was closed"),
    EntryKind.DISCLOSURE_TERMS_LOADED: Text(zh="公示期限规则已载入", en="Disclosure terms were loaded"),
    EntryKind.DISCLOSURE_REVIEWED: Text(zh="公示合法性审查", en="The legality of a publication was reviewed"),
    EntryKind.QUALITY_CLOCKS_LOADED: Text(zh="时限日历已载入", en="Due days were loaded"),
    EntryKind.QUALITY_COUNTS_REPORTED: Text(zh="源头数量已报", en="Source counts were reported"),
    EntryKind.QUALITY_PROBLEM_CLOSED: Text(zh="数据质量问题已办结", en="A data-quality problem was closed"),
    EntryKind.RIGHTS_OBJECTION_LODGED: Text(zh="提出异议", en="An objection was lodged"),
    EntryKind.RIGHTS_OBJECTION_TRIAGED: Text(zh="异议分办", en="An objection was triaged"),
    EntryKind.RIGHTS_OBJECTION_ACKNOWLEDGED: Text(
        zh="提供单位签收异议", en="A provider acknowledged an objection"
    ),
    EntryKind.RIGHTS_OBJECTION_ANNOTATED: Text(
        zh="信用服务机构作出异议标注", en="An agency annotated an objected record"
    ),
    EntryKind.RIGHTS_OBJECTION_HANDED_ON: Text(
        zh="异议转交信用中心", en="An objection was handed on to the centre"
    ),
    EntryKind.RIGHTS_OBJECTION_TAKEN_OVER: Text(
        zh="信用中心接办异议", en="An objection was taken over by the centre"
    ),
    EntryKind.RIGHTS_OBJECTION_DECIDED: Text(zh="异议处理决定", en="An objection was decided"),
    EntryKind.RIGHTS_OBJECTION_SECOND_LOOK_ASKED: Text(
        zh="申请异议复核", en="A second look at an objection was asked for"
    ),
    EntryKind.RIGHTS_OBJECTION_GIVEN_UP: Text(zh="撤回异议", en="An objection was given up"),
    EntryKind.RIGHTS_EVIDENCE_ADDED: Text(zh="补充案件材料", en="Evidence was added to a case"),
    EntryKind.RIGHTS_REPAIR_APPLIED: Text(zh="申请信用修复", en="Repair was applied for"),
    EntryKind.RIGHTS_REPAIR_ADMITTED: Text(
        zh="信用修复申请受理与否", en="An application for repair was accepted or not"
    ),
    EntryKind.RIGHTS_REPAIR_DECIDED: Text(zh="信用修复决定", en="Repair was decided"),
    EntryKind.RIGHTS_REPAIR_SECOND_LOOK_ASKED: Text(
        zh="申请修复复核", en="A second look at a repair was asked for"
    ),
    EntryKind.RIGHTS_REPAIR_LOOKED_AT_AGAIN: Text(zh="修复复核", en="A refused repair was looked at again"),
    EntryKind.RIGHTS_REPAIR_GIVEN_UP: Text(zh="撤回修复申请", en="An application for repair was given up"),
    EntryKind.RIGHTS_RECORDS_WITHDRAWN: Text(
        zh="行为被撤销，记录撤销公示", en="Records were withdrawn: the act was revoked"
    ),
    EntryKind.RIGHTS_RECORDS_REINSTATED: Text(
        zh="撤销告知有误，记录恢复", en="Records stand again: the notice was mistaken"
    ),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows under one root: what is kept so that each can be proved.

    `root` 32 bytes; `subtrees` the roots of each 256 rows, concatenated; `secret` 32 bytes that give the
    rows' salts.
    """

    size: int
    root: bytes
    subtrees: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[T]):
    """What an action hands to its frame.

    `about` is the (kind, id) of the thing concerned, `payload` what else the entry says: canonical JSON, no
    personal data, no decimals (write them as strings).
    """

    result: T
    about: tuple[str, str]
    payload: Mapping[str, Json]
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class CheckpointFacts:
    """A signed checkpoint: the root over the first `size` entries, signed at `at`."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That an entry stands in the log that `checkpoint` signs."""

    entry: LogEntry
    checkpoint: CheckpointFacts
    proof: tuple[bytes, ...]
