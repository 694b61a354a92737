"""May a department give notice that the act behind a record was revoked? Pure: about one record of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.areas.rights.cases.rules import basis
from xinheng.areas.rights.cases.terms import Ruling
from xinheng.areas.rights.withdrawal.terms import Revocation
from xinheng.kernel.lawbook import LawOnDay
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RecordNamed:
    """What the question hangs on of a record that a notice names; `provider` and `organ` are codes."""

    found: bool
    provider: str = ""
    organ: str = ""
    decided_on: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """The department that gives the notice: its code and its USCC."""

    code: str
    uscc: str = ""


NOT_FOUND = Reason("not_found", Text(zh="平台没有这条记录。", en="The platform holds no such record."))
NOT_YOURS = Reason(
    "not_yours",
    Text(
        zh="只有报送该记录的单位或者作出决定的机关可以告知撤销。",
        en="Only the record's provider or the organ that decided may give notice.",
    ),
)
WITHDRAWN = Reason("withdrawn_before", Text(zh="该记录此前已撤销。", en="The record was withdrawn before."))
NO_NUMBER = Reason(
    "no_instrument", Text(zh="请写明撤销文书的文号。", en="State the number of the revoking act.")
)
TOO_LATE = Reason(
    "in_future", Text(zh="撤销日期不能晚于今天。", en="The revoking act cannot be later than today.")
)
TOO_EARLY = Reason(
    "before_the_act",
    Text(zh="撤销日期早于原决定日期。", en="The revoking act is earlier than the act that it revokes."),
)


def may_withdraw(
    revocation: Revocation, *, record: RecordNamed, teller: Teller, day: date, law: LawOnDay
) -> Decision[Ruling]:
    """Whether the record falls with the notice (draft, art. 36)."""
    against = tuple(bars(revocation, record=record, teller=teller, day=day))
    return Decision(
        Ruling.REFUSED if against else Ruling.PERMITTED,
        against,
        basis(law, "revocation-withdraw", "revocation-notice"),
    )


def bars(revocation: Revocation, *, record: RecordNamed, teller: Teller, day: date) -> Iterator[Reason]:
    """What stands against it; nothing when the record falls."""
    if not revocation.instrument.strip():
        yield NO_NUMBER
    if revocation.decided_on > day:
        yield TOO_LATE
    if not record.found:
        yield NOT_FOUND
        return
    if teller.code != record.provider and (not teller.uscc or teller.uscc != record.organ):
        yield NOT_YOURS
    if record.withdrawn:
        yield WITHDRAWN
    if record.decided_on is not None and revocation.decided_on < record.decided_on:
        yield TOO_EARLY


TWICE = Reason("twice", Text(zh="同一记录在文件中重复。", en="The record stands in the notice before."))
