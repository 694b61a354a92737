"""The words of the area: statuses, kinds of codes, roles of persons, hits of a search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from xinheng.kernel.text import Text


class Status(StrEnum):
    """Where an organisation stands in its register."""

    UNKNOWN = "unknown"
    REGISTERED = "registered"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    DEREGISTERED = "deregistered"
    MOVED_OUT = "moved_out"


STATUS_TITLES: Mapping[Status, Text] = {
    Status.UNKNOWN: Text(zh="登记状态未知", en="Status unknown"),
    Status.REGISTERED: Text(zh="存续（在营、开业、在册）", en="Registered"),
    Status.REVOKED: Text(zh="吊销", en="Licence revoked"),
    Status.ANNULLED: Text(zh="撤销登记", en="Registration annulled"),
    Status.DEREGISTERED: Text(zh="注销", en="Deregistered"),
    Status.MOVED_OUT: Text(zh="迁出", en="Moved out"),
}


STATUS_WORDS: Mapping[str, Status] = {
    **dict.fromkeys(("存续", "在业", "在营", "开业", "正常", "注册", "停业"), Status.REGISTERED),
    "吊销": Status.REVOKED,
    "撤销": Status.ANNULLED,
    "注销": Status.DEREGISTERED,
    "迁出": Status.MOVED_OUT,
}
"""How registers write the state of an organisation; 停业 has stopped business and is still registered."""


class CodeKind(StrEnum):
    """Codes that organisations had before the unified one, as old records still carry them."""

    REGISTRATION_NUMBER = "registration_number"
    ORGANISATION_CODE = "organisation_code"
    TAX_NUMBER = "tax_number"
    INSTITUTION_CERTIFICATE = "institution_certificate"
    SOCIAL_ORGANISATION_CERTIFICATE = "social_organisation_certificate"


CODE_TITLES: Mapping[CodeKind, Text] = {
    CodeKind.REGISTRATION_NUMBER: Text(zh="工商注册号", en="Business registration number"),
    CodeKind.ORGANISATION_CODE: Text(zh="组织机构代码", en="Organisation code"),
    CodeKind.TAX_NUMBER: Text(zh="税务登记号", en="Tax registration number"),
    CodeKind.INSTITUTION_CERTIFICATE: Text(zh="事业单位证书号", en="Institution certificate number"),
    CodeKind.SOCIAL_ORGANISATION_CERTIFICATE: Text(
        zh="社会组织登记证号", en="Social organisation certificate number"
    ),
}


class PersonRole(StrEnum):
    """The only ways in which the platform knows a natural person.

    The first three link the person to an organisation (Guizhou draft regulation, art. 26); an adverse record
    needs the person named in an effective instrument (art. 12, 45).
    """

    LEGAL_REPRESENTATIVE = "legal_representative"
    PRINCIPAL_IN_CHARGE = "principal_in_charge"
    DIRECTLY_RESPONSIBLE = "directly_responsible"
    LICENCE_HOLDER = "licence_holder"
    NAMED_IN_INSTRUMENT = "named_in_instrument"
    OWN_REQUEST = "own_request"


ROLES_IN_ORGANISATION = frozenset(
    {PersonRole.LEGAL_REPRESENTATIVE, PersonRole.PRINCIPAL_IN_CHARGE, PersonRole.DIRECTLY_RESPONSIBLE}
)

PERSON_ROLE_TITLES: Mapping[PersonRole, Text] = {
    PersonRole.LEGAL_REPRESENTATIVE: Text(zh="法定代表人", en="Legal representative"),
    PersonRole.PRINCIPAL_IN_CHARGE: Text(zh="主要负责人", en="Principal person in charge"),
    PersonRole.DIRECTLY_RESPONSIBLE: Text(zh="其他直接责任人", en="Other directly responsible person"),
    PersonRole.LICENCE_HOLDER: Text(zh="持证人", en="Licence holder"),
    PersonRole.NAMED_IN_INSTRUMENT: Text(
        zh="生效法律文书所列人员", en="Person named in an effective instrument"
    ),
    PersonRole.OWN_REQUEST: Text(zh="本人申请", en="Own request"),
}

NATURAL_PERSON = "natural_person"
"""The subject kind that no organisation may have."""


class MatchedOn(StrEnum):
    """Why a search found an organisation."""

    USCC = "uscc"
    CODE = "code"
    NAME = "name"
    FORMER_NAME = "former_name"
    INITIALS = "initials"
    PINYIN = "pinyin"


MATCH_TITLES: Mapping[MatchedOn, Text] = {
    MatchedOn.USCC: Text(zh="统一社会信用代码", en="Unified social credit code"),
    MatchedOn.CODE: Text(zh="原有代码", en="Earlier code"),
    MatchedOn.NAME: Text(zh="名称", en="Name"),
    MatchedOn.FORMER_NAME: Text(zh="曾用名", en="Former name"),
    MatchedOn.INITIALS: Text(zh="拼音首字母", en="Pinyin initials"),
    MatchedOn.PINYIN: Text(zh="拼音", en="Pinyin"),
}


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that was given up; a date that no source gave is None."""

    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation as others may read it. `merged_into` is the USCC that it answers under today."""

    id: int
    uscc: str | None
    name: str
    kind: str | None
    sub_kind: str | None
    region: str | None
    status: Status
    established_on: date | None
    closed_on: date | None
    synthetic: bool
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_source: str = ""
    former_names: tuple[FormerName, ...] = ()
    codes: tuple[tuple[CodeKind, str], ...] = ()
    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One organisation that a search found. `matched_text` is what matched: a former name, an old code."""

    organisation_id: int
    uscc: str | None
    name: str
    kind: str | None
    region: str | None
    status: Status
    synthetic: bool
    matched_on: MatchedOn
    matched_text: str
    merged_from: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits. `total` counts them all, unless `more`: then there are more than `total`."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening organisations did: codes that were new, and codes that were known."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Registered:
    """What a delivery of registration facts did, by organisation; `renamed` is part of `changed`.

    `foreign_codes`: (kind, value) of earlier codes that another organisation has and that were not linked.
    """

    new: int
    changed: int
    unchanged: int
    renamed: int
    foreign_codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """A merge as recorded; `undone_at` is None while it holds."""

    id: int
    absorbed: int
    survivor: int
    reason: str
    by: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge as people read it: codes and names of both; `undone_at` is None while it holds."""

    id: int
    absorbed: str
    absorbed_name: str
    survivor: str
    survivor_name: str
    reason: str
    by: str
    at: datetime
    undone_reason: str
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """One role in which a person is known; `organisation` is a USCC."""

    role: PersonRole
    organisation: str | None
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What may be read of a person: the masked number and the roles that hold on the day asked for."""

    keyed_hash: str
    masked_number: str
    roles: tuple[RoleFacts, ...]


@dataclass(frozen=True, slots=True)
class CodeShare:
    """How many organisations of a kind are known, and how many of them have a USCC (USCC-02)."""

    kind: str | None
    organisations: int
    with_uscc: int
