"""Logins, representation and mandates: asked anew each time, ended at once, never rewritten."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.db.consent.support import AT, FARM, MILL, entered, number, principal, user_of
from tests.db.departments.support import user
from xinheng.areas.consent import actions, service
from xinheng.areas.consent.models import Holder, Mandate, Representation
from xinheng.areas.consent.terms import (
    Capacity,
    Claims,
    NewMandate,
    PartyKind,
    Power,
    Represented,
    UnableToAct,
)
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import Permission, Role
from xinheng.areas.ledger.models import Entry
from xinheng.areas.subjects.models import PersonRoleHeld
from xinheng.plumbing.clock import day_of

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)


def mandate(
    agent: str, *powers: Power, first: date = TODAY, last: date = TODAY + timedelta(days=30)
) -> NewMandate:
    return NewMandate(agent=agent, agent_name="示例乙", powers=frozenset(powers), first=first, last=last)


@pytest.mark.requirement("IMP-07")
def test_a_first_login_opens_an_account_that_says_nothing_of_the_person() -> None:
    holder = entered(1, MILL)
    row = user_of(holder)
    assert (row.role, row.department, row.email) == ("subject", None, "")
    assert not row.has_usable_password()
    assert number(1) not in f"{row.username} {holder.person}"
    assert list(PersonRoleHeld.objects.values_list("person_id", "role", "source")) == [
        (holder.person, "own_request", "identity-provider")
    ]
    assert entered(1, MILL) == holder
    assert User.objects.filter(role="subject").count() == 1


def test_the_ledger_names_no_person() -> None:
    holder = entered(1, MILL)
    agent = entered(2)
    actions.give_mandate(principal(holder), mandate(agent.person, Power.READ), actor=holder.username, at=AT)
    said = str([(entry.about_id, entry.payload) for entry in Entry.objects.all()])
    assert not any(hidden in said for hidden in (holder.person, agent.person, number(1), "示例"))


def test_a_claim_without_a_valid_number_is_no_login() -> None:
    for wrong in ("", "520100199001011234", "张三"):
        with pytest.raises(actions.UnableToEnter):
            actions.enter(Claims(number=wrong, name="示例"), actor="identity-provider", at=AT)
    assert not User.objects.exists()


def test_a_name_that_staff_have_leads_to_no_staff_account() -> None:
    officer = user("centre", Role.CENTRE_ADMIN)
    holder = entered(1, name="centre")
    assert holder.username != officer.username
    assert department_service.subject(officer) is None
    assert service.principal(officer, at=AT) is None
    assert service.choices(officer, at=AT) == ()


def test_a_subject_has_no_desk_no_password_no_token_and_no_other_role() -> None:
    holder = entered(1)
    row = user_of(holder)
    allowed = {one for one in Permission if department_service.may(row, one)}
    assert allowed == {Permission.MINE_USE}
    with pytest.raises(departments.UnableToChangeUser):
        departments.set_password(row.username, password="Qianling-Shan-2026", actor="root", at=AT)
    with pytest.raises(departments.UnableToChangeUser):
        departments.set_role(row.username, role=Role.CENTRE_ADMIN, department=None, actor="root", at=AT)
    with pytest.raises(departments.UnableToIssueToken):
        departments.issue_token(row.username, label="x", scopes=[Permission.MINE_USE], actor="root", at=AT)
    assert department_service.users() == ()


def test_staff_do_not_become_subjects() -> None:
    user("centre", Role.CENTRE_OFFICER)
    with pytest.raises(departments.UnableToChangeUser):
        departments.set_role("centre", role=Role.SUBJECT, department=None, actor="root", at=AT)
    with pytest.raises(actions.UnableToEnter):
        actions.open_holder("centre", person="h:" + "1" * 32, actor="root", at=AT)


def test_a_deactivated_subject_acts_for_nobody() -> None:
    holder = entered(1, MILL)
    departments.deactivate_user(holder.username, reason="冒用", actor="root", at=AT)
    assert service.principal(user_of(holder), f"organisation:{MILL}", at=AT) is None


def test_whom_one_acts_for_is_what_the_identity_provider_says_now() -> None:
    holder = entered(1, MILL, FARM)
    assert principal(holder).party == ("person", holder.person)
    mill = principal(holder, f"organisation:{MILL}")
    assert (mill.party, mill.mandate, mill.powers) == (("organisation", MILL), None, frozenset(Power))
    assert [one.key for one in service.choices(user_of(holder), at=AT)] == [
        "self", *sorted([f"organisation:{MILL}", f"organisation:{FARM}"]),
    ]  # fmt: skip
    entered(1, FARM)
    assert service.principal(user_of(holder), f"organisation:{MILL}", at=AT) is None
    with pytest.raises(UnableToAct):
        service.must(mill, Power.OBJECT, at=AT)


@pytest.mark.parametrize(
    "chosen", ["organisation:", "mandate:1", "person:x", "organisation", "mandate:x", ""]
)
def test_a_choice_that_is_none_is_nobody(chosen: str) -> None:
    entered(2)
    assert service.principal(user_of(entered(1)), chosen, at=AT) is None


def test_an_agent_has_the_powers_of_the_mandate_while_it_holds() -> None:
    holder, agent = entered(1, MILL), entered(2)
    given = actions.give_mandate(
        principal(holder, f"organisation:{MILL}"), mandate(agent.person, Power.READ, Power.OBJECT),
        actor=holder.username, at=AT,
    )  # fmt: skip
    chosen = f"mandate:{given.id}"
    acting = principal(agent, chosen)
    assert acting.party == ("organisation", MILL)
    assert acting.powers == {Power.READ, Power.OBJECT}
    assert service.must(acting, Power.OBJECT, at=AT) is acting
    with pytest.raises(UnableToAct):
        service.must(acting, Power.REPAIR, at=AT)
    after = AT + timedelta(days=31)
    assert service.principal(user_of(agent), chosen, at=after) is None
    with pytest.raises(UnableToAct):
        service.must(acting, Power.OBJECT, at=after)


def test_somebody_elses_mandate_is_nobodys() -> None:
    holder, agent, stranger = entered(1, MILL), entered(2), entered(3)
    given = actions.give_mandate(
        principal(holder), mandate(agent.person, Power.READ), actor=holder.username, at=AT
    )
    assert service.principal(user_of(stranger), f"mandate:{given.id}", at=AT) is None
    with pytest.raises(UnableToAct):
        actions.revoke_mandate(
            given.id, principal=principal(stranger), why="x", actor=stranger.username, at=AT
        )
    # the same person acting for the organisation does not end what it gave for itself
    with pytest.raises(UnableToAct):
        actions.revoke_mandate(
            given.id,
            principal=principal(holder, f"organisation:{MILL}"),
            why="x",
            actor=holder.username,
            at=AT,
        )


def test_a_revoked_mandate_ends_its_powers_at_once() -> None:
    holder, agent = entered(1, MILL), entered(2)
    grantor = principal(holder, f"organisation:{MILL}")
    given = actions.give_mandate(grantor, mandate(agent.person, Power.OBJECT), actor=holder.username, at=AT)
    acting = principal(agent, f"mandate:{given.id}")
    ended = actions.revoke_mandate(
        given.id, principal=grantor, why="更换代理人", actor=holder.username, at=AT
    )
    assert (ended.revoked_at, ended.revoked_why) == (AT, "更换代理人")
    with pytest.raises(UnableToAct):
        service.must(acting, Power.OBJECT, at=AT)
    assert service.principal(user_of(agent), f"mandate:{given.id}", at=AT) is None
    again = actions.revoke_mandate(given.id, principal=grantor, why="再次", actor=holder.username, at=AT)
    assert again.revoked_why == "更换代理人"


def test_an_agent_lays_down_and_sends_no_other() -> None:
    holder, agent, third = entered(1, MILL), entered(2), entered(3)
    given = actions.give_mandate(
        principal(holder), mandate(agent.person, Power.READ),
        actor=holder.username, at=AT,
    )  # fmt: skip
    acting = principal(agent, f"mandate:{given.id}")
    with pytest.raises(UnableToAct):
        actions.give_mandate(acting, mandate(third.person, Power.READ), actor=agent.username, at=AT)
    actions.revoke_mandate(given.id, principal=acting, why="辞去", actor=agent.username, at=AT)
    assert service.principal(user_of(agent), f"mandate:{given.id}", at=AT) is None


def test_the_database_lets_a_mandate_end_once_and_change_nothing_else() -> None:
    holder, agent = entered(1, MILL), entered(2)
    given = actions.give_mandate(
        principal(holder), mandate(agent.person, Power.READ), actor=holder.username, at=AT
    )
    mine = Mandate.objects.filter(pk=given.id)
    for change in (
        lambda: mine.update(last=TODAY + timedelta(days=999)),
        lambda: mine.update(powers=["authorise"]),
        lambda: mine.update(agent=holder.person),
        lambda: mine.delete(),
        lambda: Holder.objects.update(person="h:" + "9" * 32),
        lambda: Representation.objects.update(uscc=FARM),
    ):
        with pytest.raises(DatabaseError, match="only"), transaction.atomic():
            change()
    actions.revoke_mandate(given.id, principal=principal(holder), why="x", actor=holder.username, at=AT)
    with pytest.raises(DatabaseError, match="only be ended, once"), transaction.atomic():
        mine.update(revoked_at=None, revoked_by="", revoked_why="")


def test_a_forged_mandate_is_none_for_the_database() -> None:
    plain = {
        "grantor_kind": "organisation", "grantor": MILL, "agent": "h:" + "1" * 32, "agent_name": "乙",
        "powers": ["read"], "first": TODAY, "last": TODAY, "given_by": "x", "given_at": AT,
    }  # fmt: skip
    wrong = [
        {"grantor_kind": "department"}, {"grantor": "h:" + "1" * 32}, {"agent": "520100199001011234"}, {"powers": []},
        {"powers": ["decide"]}, {"last": TODAY - timedelta(days=1)}, {"agent_name": ""}, {"revoked_at": AT},
    ]  # fmt: skip
    for fault in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.create(**plain | fault)


def test_a_handler_named_at_the_identity_provider_has_fewer_powers() -> None:
    holder = entered(1, MILL, capacity=Capacity.HANDLER)
    acting = principal(holder, f"organisation:{MILL}")
    assert acting.capacity is Capacity.HANDLER
    assert Power.AUTHORISE not in acting.powers
    assert not service.may_give_mandates(acting)


def test_an_organisation_that_has_no_valid_code_is_represented_by_nobody() -> None:
    claims = Claims(number=number(1), name="示例", represents=(Represented("9" * 18),))
    holder = actions.enter(claims, actor="identity-provider", at=AT)
    assert [one.kind for one in service.choices(user_of(holder), at=AT)] == [PartyKind.PERSON]


@pytest.mark.django_db(transaction=True)
def test_an_act_and_the_end_of_its_mandate_at_one_moment_follow_each_other() -> None:
    """Whoever comes first is done first: no act is finished by a mandate that had ended before it."""
    holder, agent = entered(1, MILL), entered(2)
    grantor = principal(holder, f"organisation:{MILL}")
    given = actions.give_mandate(grantor, mandate(agent.person, Power.OBJECT), actor=holder.username, at=AT)
    acting = principal(agent, f"mandate:{given.id}")
    inside, order = threading.Event(), []

    def act() -> None:
        with transaction.atomic():
            service.must(acting, Power.OBJECT, at=AT)
            inside.set()
            time.sleep(0.3)
            order.append("acted")
        connection.close()

    def end() -> None:
        inside.wait(10)
        actions.revoke_mandate(given.id, principal=grantor, why="x", actor=holder.username, at=AT)
        order.append("ended")
        connection.close()

    threads = [threading.Thread(target=each) for each in (act, end)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert order == ["acted", "ended"]
    with pytest.raises(UnableToAct), transaction.atomic():
        service.must(acting, Power.OBJECT, at=AT)
