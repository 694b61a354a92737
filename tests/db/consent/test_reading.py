"""What is not public is read as oneself, by authorisation, or for a published matter; every attempt is in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.db.consent.support import FARM, MILL, entered, number, principal, user_of
from tests.db.departments.support import department, user
from xinheng.areas.consent import actions, service
from xinheng.areas.consent.models import Authorisation, Code
from xinheng.areas.consent.terms import (
    AuthorisationFacts,
    AuthorisedAsk,
    Capacity,
    MatterAsk,
    NewAuthorisation,
    NewMandate,
    PartyKind,
    Permitted,
    Power,
    Principal,
    ReadingRefused,
    UnableToAct,
)
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.models import Access, User
from xinheng.areas.departments.terms import AccessResult, DepartmentFacts, Role
from xinheng.areas.ledger.models import Entry
from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI, day_of

AT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
TODAY = day_of(AT)
pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> User:
    """Somebody at a bank."""
    facts = DepartmentFacts(
        code="bank",
        name=Text(zh="示例银行", en="Example bank"),
        kind="credit_service_agency",
        region="520100",
    )
    departments.create_department(facts, actor="root", at=AT)
    return user("banker", Role.AGENCY, of="bank")


@pytest.fixture
def grantor() -> Principal:
    """The legal representative of an organisation."""
    return principal(entered(1, MILL), f"organisation:{MILL}", at=AT)


def new(**given: Any) -> NewAuthorisation:
    plain = {
        "grantee": "bank", "items": frozenset({"penalty"}), "purpose": "贷款审查", "first": TODAY,
        "last": TODAY + timedelta(days=30),
    }  # fmt: skip
    return NewAuthorisation(**plain | given)


def authorised(grantor: Principal, **given: Any) -> AuthorisationFacts:
    return actions.authorise(grantor, new(**given), actor=grantor.user, at=AT)


def code(grantor: Principal, found: AuthorisationFacts, *, hours: int = 1) -> str:
    lasts = timedelta(hours=hours)
    return actions.issue_code(found.number, principal=grantor, lasts=lasts, actor=grantor.user, at=AT).secret


def ask(**given: Any) -> AuthorisedAsk:
    return AuthorisedAsk(**{"subject_kind": PartyKind.ORGANISATION, "subject": MILL} | given)


class Records:
    """What would be read; remembers what was permitted."""

    def __init__(self) -> None:
        self.permitted: list[Permitted] = []

    def __call__(self, permitted: Permitted) -> list[str]:
        self.permitted.append(permitted)
        return ["甲", "乙"]


@pytest.fixture
def records() -> Iterator[Records]:
    return Records()


def last(subject: str = MILL) -> Any:
    return department_service.accesses(subject=subject, limit=1)[0]


@pytest.mark.requirement("CON-09", "DIS-15", "CON-11")
def test_a_one_time_code_opens_what_was_authorised_once(
    bank: User, grantor: Principal, records: Records
) -> None:
    found = authorised(grantor)
    secret = code(grantor, found)
    assert service.read_authorised(bank, ask(code=secret), records, at=AT) == ("甲", "乙")
    assert records.permitted == [Permitted(PartyKind.ORGANISATION, MILL, ("penalty",))]
    line = last()
    assert (line.actor, line.department, line.subject, line.matter, line.result) == (
        "banker", "bank", MILL, "贷款审查", AccessResult.GRANTED,
    )  # fmt: skip
    assert (line.via, line.what) == (("authorisation", found.number), "共 2 条")
    assert line.legal_basis == "《贵州省社会信用条例（征求意见稿，第十稿）》第16条"
    with pytest.raises(ReadingRefused, match="已使用"):
        service.read_authorised(bank, ask(code=secret), records, at=AT)
    assert len(records.permitted) == 1
    assert last().result is AccessResult.REFUSED


def test_the_grantor_is_told_of_each_reading(bank: User, grantor: Principal, records: Records) -> None:
    found = authorised(grantor)
    service.read_authorised(bank, ask(code=code(grantor, found)), records, at=AT)
    inbox = notices.inbox(Addressee(AddresseeKind.ORGANISATION, MILL))
    assert [one.kind for one in inbox] == [NoticeKind.ACCESS_MADE, NoticeKind.AUTHORISATION_CHANGED]
    assert found.number in inbox[0].text.says.zh


@pytest.mark.requirement("CON-09")
def test_a_code_is_typed_as_people_type(bank: User, grantor: Principal, records: Records) -> None:
    secret = code(grantor, authorised(grantor))
    typed = secret.lower().replace("-", " ")
    assert service.read_authorised(bank, ask(code=typed), records, at=AT)
    assert secret not in str(list(Code.objects.values()))


def test_a_code_is_over_in_its_time(bank: User, grantor: Principal, records: Records) -> None:
    secret = code(grantor, authorised(grantor), hours=1)
    with pytest.raises(ReadingRefused, match="过期"):
        service.read_authorised(bank, ask(code=secret), records, at=AT + timedelta(hours=1))
    assert records.permitted == []


@pytest.mark.requirement("CON-09")
@pytest.mark.parametrize("by_code", [True, False])
def test_a_revoked_authorisation_opens_nothing_from_that_moment(
    bank: User, grantor: Principal, records: Records, by_code: bool
) -> None:
    found = authorised(grantor, by_code=by_code)
    asked = ask(code=code(grantor, found)) if by_code else ask(number=found.number)
    actions.revoke_authorisation(found.number, principal=grantor, why="不再需要", actor=grantor.user, at=AT)
    with pytest.raises(ReadingRefused, match="已撤销"):
        service.read_authorised(bank, asked, records, at=AT)
    assert records.permitted == []
    assert (last().result, last().via) == (AccessResult.REFUSED, ("authorisation", found.number))
    told = notices.inbox(Addressee(AddresseeKind.DEPARTMENT, "bank"))
    assert "已撤销" in told[0].text.subject.zh


def test_an_authorisation_holds_on_its_days_alone(bank: User, grantor: Principal, records: Records) -> None:
    found = authorised(
        grantor, by_code=False, first=TODAY + timedelta(days=2), last=TODAY + timedelta(days=3)
    )
    for days, holds in ((1, False), (2, True), (3, True), (4, False)):
        at = AT + timedelta(days=days)
        if holds:
            assert service.read_authorised(bank, ask(number=found.number), records, at=at)
        else:
            with pytest.raises(ReadingRefused):
                service.read_authorised(bank, ask(number=found.number), records, at=at)


def test_without_the_code_the_number_is_not_enough(bank: User, grantor: Principal, records: Records) -> None:
    found = authorised(grantor)
    with pytest.raises(ReadingRefused, match="查询码"):
        service.read_authorised(bank, ask(number=found.number), records, at=AT)


def test_what_is_somebody_elses_is_not_told_apart_from_nothing(
    bank: User, grantor: Principal, records: Records
) -> None:
    other = department("other")
    stranger = user("stranger", Role.DATA_OFFICER, of=other.code)
    found = authorised(grantor, by_code=False)
    secret = code(grantor, authorised(grantor))
    attempts = [
        (stranger, ask(number=found.number)), (stranger, ask(code=secret)), (bank, ask(number="SQ20260302-9999999")),
        (bank, ask(code="AAAA-BBBB-CCCC-DDDD")), (bank, ask(number=found.number, subject=FARM)),
        (bank, ask(code=secret, subject=FARM)), (bank, ask()),
        (bank, ask(number=found.number, subject_kind=PartyKind.PERSON, subject="h:" + "0" * 32)),
    ]  # fmt: skip
    said = set()
    for who, asked in attempts:
        with pytest.raises(ReadingRefused) as refused:
            service.read_authorised(who, asked, records, at=AT)
        said.add(refused.value.text)
        assert last(asked.subject).result is AccessResult.REFUSED
    assert len(said) == 1
    assert records.permitted == []
    # a code that was tried for somebody else is not used up
    assert service.read_authorised(bank, ask(code=secret), records, at=AT)


def test_who_has_no_permission_reads_nothing(grantor: Principal, records: Records, bank: User) -> None:
    found = authorised(grantor, by_code=False)
    auditor = user("auditor", Role.AUDITOR, of="bank")
    for who in (auditor, None, user_of(entered(1, MILL))):
        with pytest.raises((ReadingRefused, department_service.AccessRefused)):
            service.read_authorised(who, ask(number=found.number), records, at=AT)
        assert last().result is AccessResult.REFUSED
    assert records.permitted == []


def test_a_stopped_bank_reads_nothing(bank: User, grantor: Principal, records: Records) -> None:
    found = authorised(grantor, by_code=False)
    departments.deactivate_department("bank", reason="退出", actor="root", at=AT)
    with pytest.raises((ReadingRefused, department_service.AccessRefused)):
        service.read_authorised(User.objects.get(username="banker"), ask(number=found.number), records, at=AT)


@pytest.mark.requirement("CON-09")
@pytest.mark.parametrize(
    "given",
    [
        {"grantee": "nobody"}, {"items": frozenset()}, {"items": frozenset({"no-such-item"})}, {"purpose": " "},
        {"last": TODAY - timedelta(days=1)}, {"first": TODAY, "last": TODAY - timedelta(days=2)},
    ],
    ids=str,
)  # fmt: skip
def test_an_authorisation_names_whom_what_why_and_how_long(
    bank: User, grantor: Principal, given: dict[str, Any]
) -> None:
    with pytest.raises(UnableToAct):
        authorised(grantor, **given)
    assert not Authorisation.objects.exists()


def test_only_who_may_authorise_does(bank: User) -> None:
    handler = principal(entered(2, MILL, capacity=Capacity.HANDLER), f"organisation:{MILL}", at=AT)
    with pytest.raises(UnableToAct):
        authorised(handler)
    holder, agent = entered(1, MILL), entered(3)
    mandate = actions.give_mandate(
        principal(holder, f"organisation:{MILL}", at=AT),
        NewMandate(agent.person, "示例3", frozenset({Power.AUTHORISE}), TODAY, TODAY + timedelta(days=9)),
        actor=holder.username, at=AT,
    )  # fmt: skip
    acting = principal(agent, f"mandate:{mandate.id}", at=AT)
    assert authorised(acting).mandate == mandate.id
    actions.revoke_mandate(
        mandate.id,
        principal=principal(holder, f"organisation:{MILL}", at=AT),
        why="x",
        actor=holder.username,
        at=AT,
    )
    with pytest.raises(UnableToAct):
        authorised(acting)


def test_nobody_ends_or_codes_anothers_authorisation(bank: User, grantor: Principal) -> None:
    found = authorised(grantor)
    stranger = principal(entered(2, FARM), f"organisation:{FARM}", at=AT)
    assert service.authorisation(found.number, stranger) is None
    for act in (
        lambda: actions.revoke_authorisation(found.number, principal=stranger, why="x", actor="x", at=AT),
        lambda: code(stranger, found),
    ):
        with pytest.raises(UnableToAct):
            act()
    assert service.authorisation(found.number, grantor) == found


def test_the_database_keeps_authorisations_and_codes(bank: User, grantor: Principal) -> None:
    found = authorised(grantor)
    code(grantor, found)
    rows, codes = Authorisation.objects.filter(pk=found.id), Code.objects.all()
    for change in (
        lambda: rows.update(last=TODAY + timedelta(days=999)), lambda: rows.update(grantee="other"),
        lambda: rows.update(items=["penalty", "licence"]), lambda: rows.delete(), lambda: codes.delete(),
        lambda: codes.update(expires_at=AT + timedelta(days=99)),
    ):  # fmt: skip
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


def test_the_ledger_names_no_person_and_no_code(bank: User) -> None:
    me = principal(entered(1), at=AT)
    found = authorised(me)
    secret = code(me, found)
    said = str([(entry.about_id, entry.payload) for entry in Entry.objects.all()])
    assert me.person not in said
    assert secret not in said


@pytest.mark.requirement("CON-02", "CON-03", "PER-09")
def test_one_reads_ones_own_as_often_as_one_likes(records: Records) -> None:
    me = entered(1)
    for _ in range(5):
        assert service.read_own(user_of(me), principal(me, at=AT), records, what="我的记录", at=AT)
    assert records.permitted[0] == Permitted(PartyKind.PERSON, me.person, None)
    assert Access.objects.filter(subject=me.person, result="granted").count() == 5
    line = last(me.person)
    assert (line.what, line.acts_for, line.via) == ("我的记录；共 2 条", "", ("", ""))
    assert line.legal_basis.endswith("第16条、《贵州省社会信用条例（征求意见稿，第十稿）》第31条")


def test_an_agents_reading_names_the_mandate(records: Records) -> None:
    holder, agent = entered(1, MILL), entered(2)
    grantor = principal(holder, f"organisation:{MILL}", at=AT)
    mandate = actions.give_mandate(
        grantor, NewMandate(agent.person, "示例2", frozenset({Power.OBJECT}), TODAY, TODAY),
        actor=holder.username, at=AT,
    )  # fmt: skip
    acting = principal(agent, f"mandate:{mandate.id}", at=AT)
    with pytest.raises(ReadingRefused):
        service.read_own(user_of(agent), acting, records, what="我的记录", at=AT)
    assert (last().result, last().via, last().acts_for) == (
        AccessResult.REFUSED, ("mandate", str(mandate.id)), f"organisation:{MILL}",
    )  # fmt: skip


@pytest.mark.requirement("DIS-20", "PER-12", "DIS-16", "LIA-01")
def test_an_organ_reads_for_its_published_matters_and_for_nothing_else(records: Records) -> None:
    department("market")
    officer = user("officer", Role.DATA_OFFICER, of="market")

    def read(matter: str, kind: PartyKind = PartyKind.ORGANISATION, proceeding: str = "办件1号") -> Any:
        subject = MILL if kind is PartyKind.ORGANISATION else service.person_of(number(1))
        asked = MatterAsk(kind, subject or "", matter, proceeding)
        return service.read_for_matter(officer, asked, records, at=AT)

    assert read("matter-licensing") == ("甲", "乙")
    line = last()
    assert (line.matter, line.via) == ("实施行政许可：办件1号", ("matter", "matter-licensing"))
    assert line.legal_basis.endswith("第17条")
    assert records.permitted[-1].items == ("licence", "penalty")
    assert read("matter-inspection")
    assert records.permitted[-1].items is None
    assert read("matter-licensing", PartyKind.PERSON)
    count = len(records.permitted)
    for matter, kind, proceeding in [
        ("matter-land-transfer", PartyKind.ORGANISATION, "办件1号"), ("no-such-matter", PartyKind.ORGANISATION, "1"),
        ("matter-inspection", PartyKind.PERSON, "办件1号"), ("matter-licensing", PartyKind.ORGANISATION, "  "),
    ]:  # fmt: skip
        with pytest.raises(ReadingRefused):
            read(matter, kind, proceeding)
    assert len(records.permitted) == count
    refused = Access.objects.filter(result="refused", actor="officer")
    assert refused.count() == 4


def test_a_bank_reads_for_no_matter(bank: User, records: Records) -> None:
    asked = MatterAsk(PartyKind.ORGANISATION, MILL, "matter-licensing", "1")
    with pytest.raises(department_service.AccessRefused):
        service.read_for_matter(bank, asked, records, at=AT)
    assert last().result is AccessResult.REFUSED


def test_where_no_text_is_in_effect_an_authorisation_opens_nothing(
    bank: User, grantor: Principal, records: Records, settings: Any, tmp_path: Any
) -> None:
    found = authorised(grantor, by_code=False)
    with pytest.raises(ReadingRefused, match="依据"):
        service.read_authorised(
            bank, ask(number=found.number), records, at=datetime(2025, 6, 1, 10, tzinfo=SHANGHAI)
        )
    me = entered(2)
    early = datetime(2025, 6, 1, 10, tzinfo=SHANGHAI)
    assert service.read_own(user_of(me), principal(me, at=early), records, what="我的记录", at=early)
    assert last(me.person).legal_basis == "R1"


@pytest.mark.django_db(transaction=True)
def test_two_uses_of_one_code_at_once_are_one(bank: User, grantor: Principal) -> None:
    """The second waits for the first, and finds the code used."""
    import threading

    found = authorised(grantor)
    secret = code(grantor, found)
    begun, outcomes = threading.Event(), []

    def slow(permitted: Permitted) -> list[str]:
        begun.set()
        return ["甲"]

    def attempt() -> None:
        try:
            outcomes.append(service.read_authorised(bank, ask(code=secret), slow, at=AT))
        except ReadingRefused:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(map(str, outcomes)) == sorted(["('甲',)", "None", "None", "None"])
    assert Access.objects.filter(subject=MILL, result="granted").count() == 1
