"""The words of the area: for whom somebody acts, with which powers, by which mandate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from xinheng.kernel.text import Text

CHOSEN = "mine.acts_for"
"""Where a session keeps for whom its user acts: `self`, `organisation:<USCC>`, `mandate:<number>`."""
SELF = "self"


class PartyKind(StrEnum):
    """Whose matter it is: an organisation's, by USCC, or a person's own, by keyed hash."""

    ORGANISATION = "organisation"
    PERSON = "person"


PARTY_TITLES: Mapping[PartyKind, Text] = {
    PartyKind.ORGANISATION: Text(zh="组织", en="Organisation"),
    PartyKind.PERSON: Text(zh="个人", en="Person"),
}


class Power(StrEnum):
    """What somebody may do for a subject."""

    READ = "read"
    OBJECT = "object"
    REPAIR = "repair"
    AUTHORISE = "authorise"
    COMMIT = "commit"


POWER_TITLES: Mapping[Power, Text] = {
    Power.READ: Text(zh="查看记录、消息和查询情况", en="Read records, messages and accesses"),
    Power.OBJECT: Text(zh="提出和跟进异议", en="Object, and follow an objection"),
    Power.REPAIR: Text(zh="申请和跟进信用修复", en="Apply for repair, and follow it"),
    Power.AUTHORISE: Text(zh="授权他人查询、撤销授权", en="Authorise others to read, and end it"),
    Power.COMMIT: Text(zh="作出信用承诺", en="Make commitments"),
}


class Capacity(StrEnum):
    """As what somebody acts for a subject."""

    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal_representative"
    HANDLER = "handler"
    AGENT = "agent"


CAPACITY_TITLES: Mapping[Capacity, Text] = {
    Capacity.SELF: Text(zh="本人", en="Oneself"),
    Capacity.LEGAL_REPRESENTATIVE: Text(zh="法定代表人", en="Legal representative"),
    Capacity.HANDLER: Text(zh="经办人", en="Handler named at the identity provider"),
    Capacity.AGENT: Text(zh="受托代理人", en="Agent with a mandate"),
}


class Standing(StrEnum):
    """Whether a mandate or an authorisation holds at a moment."""

    TO_COME = "to_come"
    STANDING = "standing"
    OVER = "over"
    REVOKED = "revoked"


STANDING_TITLES: Mapping[Standing, Text] = {
    Standing.TO_COME: Text(zh="尚未生效", en="Not yet in effect"),
    Standing.STANDING: Text(zh="有效", en="In effect"),
    Standing.OVER: Text(zh="已到期", en="Past its end"),
    Standing.REVOKED: Text(zh="已撤销", en="Revoked"),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts, and for whom, at the moment of one request; never kept for the next.

    `user` is the login's name, as the ledger names it; `person` the keyed hash of the one who acts. `acts_for` is a
    USCC or a keyed hash, by `acts_for_kind`. `mandate` is the number of the mandate of an agent, None for who acts
    for themselves or represents the organisation.
    """

    user: str
    person: str
    acts_for_kind: PartyKind
    acts_for: str
    mandate: int | None
    powers: frozenset[Power]
    capacity: Capacity = Capacity.SELF

    @property
    def party(self) -> tuple[str, str]:
        """(kind, id) of the subject, as other areas name an addressee or what something is about."""
        return self.acts_for_kind.value, self.acts_for

    @property
    def key(self) -> str:
        """How a session names this choice."""
        if self.mandate is not None:
            return f"mandate:{self.mandate}"
        return SELF if self.capacity is Capacity.SELF else f"{self.acts_for_kind}:{self.acts_for}"


@dataclass(frozen=True, slots=True)
class Choice:
    """For whom a user may act: `key` is what the session keeps, `name` whose name pages show."""

    key: str
    kind: PartyKind
    name: str
    code: str
    capacity: Capacity
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Represented:
    """An organisation that the identity provider says somebody represents, and as what."""

    uscc: str
    capacity: Capacity = Capacity.LEGAL_REPRESENTATIVE


@dataclass(frozen=True, slots=True)
class Claims:
    """What the identity provider vouches for at a login. `number` is the citizen id, compact, in clear.

    Nothing here decides on a role: whoever comes this way is a subject and nothing else.
    """

    number: str
    name: str
    represents: tuple[Represented, ...] = ()

    def __repr__(self) -> str:
        """No number in a log."""
        return f"Claims({len(self.represents)} organisations)"


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """The login of a subject: user name, keyed hash of the person, name as the identity provider gives it."""

    username: str
    person: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A mandate to be given: both days count. `agent` is the keyed hash of the agent's citizen id.

    `evidence` is the SHA-256 (hexadecimal) of a signed document where there is one.
    """

    agent: str
    agent_name: str
    powers: frozenset[Power]
    first: date
    last: date
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """A mandate as kept. It holds from `first` to `last`, both included, unless it was revoked."""

    id: int
    grantor_kind: PartyKind
    grantor: str
    agent: str
    agent_name: str
    powers: frozenset[Power]
    first: date
    last: date
    evidence: str
    given_by: str
    given_at: datetime
    revoked_at: datetime | None
    revoked_by: str
    revoked_why: str


@dataclass(frozen=True, slots=True)
class NewAuthorisation:
    """A written authorisation to be given: both days count. `grantee` is the code of a department of the node.

    `items` are ids of the catalogue; `by_code` asks for a one-time code at every reading.
    """

    grantee: str
    items: frozenset[str]
    purpose: str
    first: date
    last: date
    by_code: bool = True


@dataclass(frozen=True, slots=True)
class AuthorisationFacts:
    """An authorisation as kept (CON-09). It holds from `first` to `last`, both included, unless it was revoked.

    `grantee_name` is the name the grantor read; `given_by` who gave it, `mandate` by which mandate where it was an agent.
    """

    id: int
    number: str
    grantor_kind: PartyKind
    grantor: str
    grantee: str
    grantee_name: str
    items: tuple[str, ...]
    purpose: str
    first: date
    last: date
    by_code: bool
    given_by: str
    given_at: datetime
    mandate: int | None
    revoked_at: datetime | None
    revoked_by: str
    revoked_why: str


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A one-time code without its secret."""

    id: int
    authorisation: int
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A new code. `secret` is shown once and kept nowhere."""

    secret: str = field(repr=False)
    facts: CodeFacts


@dataclass(frozen=True, slots=True)
class AuthorisedAsk:
    """What a reader shows: whose information, and the authorisation's number or a one-time code."""

    subject_kind: PartyKind
    subject: str
    number: str = ""
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MatterAsk:
    """What an organ asks: whose information, for which published matter, in which proceeding of its own."""

    subject_kind: PartyKind
    subject: str
    matter: str
    proceeding: str


@dataclass(frozen=True, slots=True)
class Permitted:
    """What may be read now, and nothing else. `items` None means every item of the catalogue."""

    subject_kind: PartyKind
    subject: str
    items: tuple[str, ...] | None


class ReadingRefused(PermissionError):
    """Nothing may be read; the attempt stands in the access log, where the subject sees it. `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


class UnableToAct(PermissionError):
    """Whoever asks may not do this for that subject, or not any more; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text
