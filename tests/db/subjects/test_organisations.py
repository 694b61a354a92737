"""Organisations are opened from their code, follow their register, and keep what they were."""

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.db.subjects.support import AT, code, opened, registered
from xinheng.areas.ledger.models import Entry
from xinheng.areas.subjects import actions, service
from xinheng.areas.subjects.models import Organisation, OrganisationChange
from xinheng.areas.subjects.terms import CodeKind, CodeShare, FormerName, Opened, Registered, Status

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = code(1), code(2, region="520522"), code(3, prefix="51")


@pytest.mark.requirement("SUB-12", "USCC-01")
def test_unknown_codes_are_opened_once() -> None:
    assert opened((ONE, "贵州黔信科技有限公司"), (TWO, "黔西乌江茶业有限公司")) == Opened(new=2, known=0)
    assert opened((ONE, "另一个名称"), (THREE, "贵州茶业协会")) == Opened(new=1, known=1)
    found = service.organisation(ONE)
    assert found is not None
    assert (found.name, found.kind, found.region, found.status) == (
        "贵州黔信科技有限公司",
        "enterprise",
        "520102",
        Status.UNKNOWN,
    )
    assert service.unknown_codes([ONE, code(9)]) == {code(9)}
    assert service.names_of([THREE]) == {THREE: "贵州茶业协会"}


def test_an_old_region_in_the_code_is_the_region_of_today() -> None:
    opened((TWO, "黔西乌江茶业有限公司"), (code(4, region="110000"), "外省有限公司"))
    assert service.counts_by_region() == {"520581": 1}


@pytest.mark.requirement("SUB-01", "SUB-03")
def test_the_kind_is_read_from_the_code() -> None:
    prefixes = {
        "91": "enterprise",
        "92": "individual_business",
        "12": "institution",
        "51": "social_organisation",
    }
    opened(*((code(n, prefix=prefix), prefix) for n, prefix in enumerate(prefixes)))
    kinds = dict(Organisation.objects.values_list("name", "kind"))
    assert kinds == prefixes


def test_each_action_writes_one_entry() -> None:
    opened((ONE, "甲"), (TWO, "乙"))
    registered(uscc=[ONE], name=["丙"])
    done = actions.merge(TWO, ONE, reason="同一主体", actor="centre", at=AT)
    actions.unmerge(done.id, reason="有误", actor="centre", at=AT)
    assert list(Entry.objects.order_by("seq").values_list("kind", flat=True)) == [
        "subjects.opened",
        "subjects.registered",
        "subjects.merged",
        "subjects.unmerged",
    ]


def test_a_register_gives_facts_and_again_changes_nothing() -> None:
    opened((ONE, "贵州黔信科技有限公司"))
    facts = {
        "uscc": [ONE, TWO],
        "name": ["贵州黔信科技有限公司", "黔西乌江茶业有限公司"],
        "status": ["registered", "registered"],
        "established_on": [date(2015, 4, 1), date(2016, 1, 2)],
        "facts": ['{"DJ_ZS":"云岩区"}', "{}"],
    }
    assert registered(**facts) == Registered(new=1, changed=1, unchanged=0, renamed=0)
    assert registered(**facts) == Registered(new=0, changed=0, unchanged=2, renamed=0)
    found = service.organisation(ONE)
    assert found is not None
    assert (found.status, found.established_on, found.facts) == (
        Status.REGISTERED,
        date(2015, 4, 1),
        {"DJ_ZS": "云岩区"},
    )


def test_what_a_delivery_does_not_say_stays() -> None:
    registered(uscc=[ONE], name=["甲公司"], status=["registered"], established_on=[date(2015, 4, 1)])
    registered(uscc=[ONE], status=["revoked"])
    found = service.organisation(ONE)
    assert found is not None
    assert (found.name, found.status, found.established_on) == ("甲公司", Status.REVOKED, date(2015, 4, 1))


@pytest.mark.requirement("SUB-09")
def test_a_former_name_is_kept_with_its_dates() -> None:
    registered(uscc=[ONE], name=["贵州旧名有限公司"], changed_on=[date(2015, 4, 1)])
    told = registered(uscc=[ONE], name=["贵州新名有限公司"], changed_on=[date(2020, 5, 6)])
    assert told == Registered(new=0, changed=1, unchanged=0, renamed=1)
    registered(uscc=[ONE], name=["贵州新名（有限）公司"], at=AT + timedelta(days=1))
    found = service.organisation(ONE)
    assert found is not None
    assert found.former_names == (
        FormerName("贵州旧名有限公司", date(2015, 4, 1), date(2020, 5, 6)),
        FormerName("贵州新名有限公司", date(2020, 5, 6), date(2026, 3, 3)),
    )
    registered(uscc=[ONE], name=["贵州新名(有限)公司"])
    again = service.organisation(ONE)
    assert again is not None
    assert len(again.former_names) == 2


def test_a_former_name_that_the_register_states_is_kept_once() -> None:
    for _again in range(2):
        registered(uscc=[ONE], name=["贵州新名有限公司"], former_name=["贵州旧名有限公司"])
    found = service.organisation(ONE)
    assert found is not None
    assert found.former_names == (FormerName("贵州旧名有限公司", None, None),)


def test_changed_facts_leave_a_trace_and_first_ones_do_not() -> None:
    registered(uscc=[ONE], name=["甲"], status=["registered"], region=["520102"])
    registered(uscc=[ONE], name=["甲"], status=["deregistered"], region=["520522"])
    assert sorted(OrganisationChange.objects.values_list("what", "before", "after")) == [
        ("region", "520102", "520581"),
        ("status", "registered", "deregistered"),
    ]
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
        OrganisationChange.objects.update(before="x")


def test_of_two_rows_for_one_code_the_last_counts() -> None:
    told = registered(uscc=[ONE, ONE], name=["先", "后"])
    assert told == Registered(new=1, changed=0, unchanged=0, renamed=0)
    assert service.names_of([ONE]) == {ONE: "后"}


@pytest.mark.requirement("USCC-02")
def test_earlier_codes_lead_to_the_unified_one() -> None:
    codes = pl.DataFrame(
        {
            "uscc": [ONE, TWO],
            "kind": ["registration_number"] * 2,
            "value": ["520102000012345", "520102000012345"],
        }
    )
    told = registered(codes, uscc=[ONE, TWO], name=["甲", "乙"])
    assert told.foreign_codes == (("registration_number", "520102000012345"),)
    asked = ["５20102000012345", "999999999999999"]
    assert service.resolve_codes(CodeKind.REGISTRATION_NUMBER, asked) == {"５20102000012345": ONE}
    assert service.resolve_codes(CodeKind.TAX_NUMBER, asked) == {}
    found = service.organisation(ONE)
    assert found is not None
    assert found.codes == ((CodeKind.REGISTRATION_NUMBER, "520102000012345"),)


def test_an_organisation_code_is_read_from_the_unified_one_unless_two_have_it() -> None:
    twin = code(1, region="520103")
    opened((ONE, "甲"))
    assert ONE[8:17] == twin[8:17]
    assert service.resolve_codes(CodeKind.ORGANISATION_CODE, [ONE[8:17]]) == {ONE[8:17]: ONE}
    opened((twin, "乙"))
    assert service.resolve_codes(CodeKind.ORGANISATION_CODE, [ONE[8:17]]) == {}


@pytest.mark.requirement("USCC-02")
def test_shares_of_organisations_with_a_code() -> None:
    opened((ONE, "甲"), (TWO, "乙"))
    Organisation.objects.create(name="无代码", kind="enterprise", opened_by="x", opened_at=AT)
    assert service.code_shares() == (CodeShare("enterprise", organisations=3, with_uscc=2),)


@pytest.mark.requirement("PER-10")
@pytest.mark.parametrize(
    "wrong", [{"kind": "natural_person"}, {"uscc": "9152"}, {"status": "good"}, {"region": "5201"}]
)
def test_the_table_takes_no_person_and_no_broken_code(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="x", opened_by="x", opened_at=AT, **wrong)


def test_organisations_are_never_deleted() -> None:
    opened((ONE, "甲"))
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
        Organisation.objects.all().delete()


def test_the_demo_marks_what_it_makes() -> None:
    opened((ONE, "甲"))
    found = service.organisation(ONE)
    assert found is not None
    assert found.synthetic
    assert service.organisation(TWO) is None
