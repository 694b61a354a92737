"""The pages: what each desk sees and may do, what a subject does alone, and what nobody else gets to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.acceptance.rows import FARM, MILL
from tests.db.consent.support import entered, user_of
from tests.db.rights.stage import AGENCY, MARKET, OTHER, PDF, applied, at, lodged, record
from tests.db.web.conftest import PASSWORD, visitor
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import Role
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.objection import actions as objections
from xinheng.plumbing import clock

pytestmark = pytest.mark.usefixtures("node")
LONG_AGO = clock.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


def desk(role: Role, *, of: str | None = None, name: str = "") -> Client:
    """Somebody of that role, logged in."""
    username = name or f"{role.value}-{of or 'node'}"
    if not User.objects.filter(username=username).exists():
        new = departments.NewUser(
            username=username, name=username, role=role, department=of, password=PASSWORD
        )
        departments.create_user(new, actor="test", at=at())
    client = visitor()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def seat(serial: int, *organisations: str) -> Client:
    """A subject, logged in and acting for the first of the organisations."""
    client = visitor()
    holder = entered(serial, *organisations)
    client.force_login(user_of(holder), backend="django.contrib.auth.backends.ModelBackend")
    if organisations:
        assert client.post("/mine/choose/", {"key": f"organisation:{organisations[0]}"}).status_code == 302
    return client


def pdf(name: str = "决定书.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.requirement("OBJ-13", "REP-15")
def test_a_subject_objects_adds_a_file_and_follows() -> None:
    item, key = record()
    page = f"/mine/records/{item}/{key.hex()}/objection/"
    client = seat(1, MILL)
    assert "提出异议" in text(client.get(page))
    assert client.post(page, {"ground": "wrong"}).status_code == 422
    form = {
        "ground": "wrong",
        "says": "金额写错",
        "wants": "correct",
        "claim_CF_NR_FK": "0.1",
        "files": [pdf()],
    }
    answer = client.post(page, form)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert answer["Location"] == f"/mine/cases/{case.number}/"
    shown = text(client.get(answer["Location"]))
    for words in ("待分办", "金额写错", "应为：0.1", "决定书.pdf", "转交信用信息提供单位"):
        assert words in shown
    again = client.post(page, form | {"files": [pdf()]})
    assert (again.status_code, case.number in text(again)) == (409, True)
    more = client.post(
        f"/mine/cases/{case.number}/evidence_added/", {"files": [pdf("b.pdf", PDF + b"%%EOF")]}
    )
    assert more.status_code == 302
    sha = case.evidence.order_by("id").first().sha256
    file = client.get(f"/mine/cases/{case.number}/evidence/{sha}/")
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Content-Type"] == "application/octet-stream"
    assert client.post(f"/mine/cases/{case.number}/given_up/").status_code == 302
    assert Case.objects.get().state == "given_up"


def test_programs_and_bombs_are_refused_and_nothing_is_kept() -> None:
    item, key = record()
    client = seat(1, MILL)
    form = {
        "ground": "wrong",
        "says": "金额写错",
        "wants": "correct",
        "files": [pdf("收据.pdf", b"MZ\x90\0" * 99)],
    }
    answer = client.post(f"/mine/records/{item}/{key.hex()}/objection/", form)
    assert (answer.status_code, "可执行文件" in text(answer)) == (415, True)
    assert Case.objects.count() == 0


def test_a_file_above_the_limit_is_refused(settings: Any) -> None:
    from dataclasses import replace

    settings.XINHENG = replace(settings.XINHENG, max_evidence_bytes=100)
    item, key = record()
    form = {"ground": "wrong", "says": "金额写错", "wants": "correct", "files": [pdf("大.pdf", PDF * 9)]}
    answer = seat(1, MILL).post(f"/mine/records/{item}/{key.hex()}/objection/", form)
    assert (answer.status_code, Case.objects.count()) == (413, 0)


def test_nobody_else_sees_a_case_or_its_files() -> None:
    item, key = record()
    person = record("黔示罚〔2026〕8号", subject=entered(3).person, person=True)
    client = seat(1, MILL)
    form = {"ground": "wrong", "says": "金额写错", "wants": "correct", "files": [pdf()]}
    client.post(f"/mine/records/{item}/{key.hex()}/objection/", form)
    case = Case.objects.get()
    sha = case.evidence.get().sha256
    stranger = seat(2, FARM)
    assert b"".join(client.get(f"/mine/cases/{case.number}/evidence/{sha}/").streaming_content) == PDF
    for address in (f"{case.number}/", f"{case.number}/evidence/{sha}/"):
        assert stranger.get(f"/mine/cases/{address}").status_code == 404
    assert stranger.post(f"/mine/cases/{case.number}/given_up/").status_code == 404
    # what anybody can see may be refused; what nobody can see is not there
    assert stranger.get(f"/mine/records/{item}/{key.hex()}/objection/").status_code in {403, 404}
    assert stranger.get(f"/mine/records/{person[0]}/{person[1].hex()}/objection/").status_code == 404
    assert seat(3).get(f"/mine/records/{person[0]}/{person[1].hex()}/objection/").status_code == 200


def test_who_acts_for_several_is_told_to_choose() -> None:
    item, key = record()
    client = seat(5, FARM, MILL)
    answer = client.get(f"/mine/records/{item}/{key.hex()}/objection/", follow=True)
    assert "请先选择代其办理" in text(answer)


@pytest.mark.requirement("REP-06", "REP-15")
def test_a_subject_applies_for_repair_and_the_provider_decides() -> None:
    item, key = record(known_on=clock.today(), decided_on=clock.today())
    page = f"/mine/records/{item}/{key.hex()}/repair/"
    client = seat(1, MILL)
    assert "履行义务的证明材料" in text(client.get(page))
    form = {
        "met": ["duty_performed", "act_corrected", "effect_removed"], "says": "已缴清并整改",
        "document_proof-of-performance": pdf("缴款.pdf"), "document_proof-of-correction": pdf("整改.pdf", PDF + b"%%EOF"),
    }  # fmt: skip
    assert client.post(page, {**form, "document_proof-of-correction": ""}).status_code == 422
    form["document_proof-of-performance"] = pdf("缴款.pdf")
    answer = client.post(page, form)
    assert answer.status_code == 302, text(answer)
    number = Case.objects.get().number
    market = desk(Role.DATA_OFFICER, of=MARKET)
    assert number in text(market.get("/desk/cases/?kind=repair&state=applied"))
    assert "整改.pdf" in text(market.get(f"/desk/cases/{number}/"))
    assert market.post(f"/desk/cases/{number}/accepted/").status_code == 302
    assert market.post(f"/desk/cases/{number}/repaired/", {"instrument": ""}).status_code == 422
    done = market.post(
        f"/desk/cases/{number}/repaired/", {"instrument": "黔示修〔2026〕1号", "file": pdf("d.pdf")}
    )
    assert done.status_code == 302
    assert "已修复" in text(client.get(f"/mine/cases/{number}/"))
    assert client.get(f"/records/{item}/{key.hex()}/").status_code == 404


def test_the_centre_triages_and_the_provider_answers() -> None:
    case = lodged(record(), when=LONG_AGO)
    centre, market, other = (
        desk(Role.CENTRE_OFFICER),
        desk(Role.DATA_OFFICER, of=MARKET),
        desk(Role.DATA_OFFICER, of=OTHER),
    )
    assert case.number in text(centre.get("/desk/cases/?kind=objection&state=lodged"))
    page = text(centre.get(f"/desk/cases/{case.number}/"))
    for offered in ("属归集原因，由中心办理", "转交提供单位"):
        assert offered in page
    assert (
        centre.post(f"/desk/cases/{case.number}/granted/", {"reason": "x", "remedy": "remove"}).status_code
        == 409
    )
    assert centre.post(f"/desk/cases/{case.number}/own_fault/", {"reason": ""}).status_code == 422
    assert centre.post(f"/desk/cases/{case.number}/transferred/").status_code == 302
    assert "taken_over" not in text(centre.get(f"/desk/cases/{case.number}/"))
    assert other.get(f"/desk/cases/{case.number}/").status_code == 404
    assert other.post(f"/desk/cases/{case.number}/refused/", {"reason": "x"}).status_code == 404
    assert market.post(f"/desk/cases/{case.number}/acknowledged/").status_code == 302
    kept = market.post(f"/desk/cases/{case.number}/granted/", {"reason": "录入错误", "remedy": "correct"})
    assert (kept.status_code, "没有变化" in text(kept)) == (409, True)
    assert market.post(f"/desk/cases/{case.number}/refused/", {"reason": "与决定书一致"}).status_code == 302
    assert "与决定书一致" in text(seat(1, MILL).get(f"/mine/cases/{case.number}/"))
    assert "market" not in text(seat(1, MILL).get(f"/mine/cases/{case.number}/")).replace(MARKET, "")


def test_the_second_look_takes_its_own_permission() -> None:
    case = lodged(record(), when=LONG_AGO)
    centre, lawyer = desk(Role.CENTRE_OFFICER), desk(Role.LEGAL_OFFICER)
    centre.post(f"/desk/cases/{case.number}/own_fault/", {"reason": "归集"})
    assert lawyer.post(f"/desk/cases/{case.number}/refused/", {"reason": "x"}).status_code == 409
    centre.post(f"/desk/cases/{case.number}/refused/", {"reason": "一致"})
    assert (
        seat(1, MILL).post(f"/mine/cases/{case.number}/second_look_asked/", {"reason": "请复核"}).status_code
        == 302
    )
    same = centre.post(f"/desk/cases/{case.number}/upheld/", {"reason": "维持"})
    assert (same.status_code, "不能由作出原决定的人员" in text(same)) == (409, True)
    assert lawyer.post(f"/desk/cases/{case.number}/upheld/", {"reason": "维持"}).status_code == 302


@pytest.mark.requirement("OBJ-02", "DIS-11")
def test_the_counter_takes_in_for_somebody_it_identified() -> None:
    item, key = record()
    centre = desk(Role.CENTRE_OFFICER)
    found = centre.get("/desk/cases/counter/", {"item": item, "subject": MILL, "number": "黔示罚(2026)1号"})
    assert "代提异议" in text(found)
    assert (
        centre.get("/desk/cases/counter/", {"item": item, "subject": MILL, "number": "x"}).status_code == 422
    )
    page = f"/desk/cases/counter/{item}/{key.hex()}/objection/"
    form = {
        "party_kind": "organisation",
        "party": MILL,
        "ground": "wrong",
        "says": "金额写错",
        "wants": "correct",
    }
    assert centre.post(page, form).status_code == 422
    assert centre.post(page, form | {"identity": "营业执照原件", "party": FARM}).status_code == 409
    answer = centre.post(page, form | {"identity": "营业执照原件"})
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.channel, case.state) == ("counter", "lodged")
    assert "营业执照原件" in text(centre.get(answer["Location"]))
    assert "营业执照原件" not in text(seat(1, MILL).get(f"/mine/cases/{case.number}/"))


def test_at_the_provider_and_at_an_agency_the_door_is_theirs() -> None:
    item, key = record()
    form = {
        "party_kind": "organisation", "party": MILL, "ground": "wrong", "says": "金额写错", "wants": "correct",
        "identity": "营业执照原件",
    }  # fmt: skip
    page = f"/desk/cases/counter/{item}/{key.hex()}/objection/"
    assert desk(Role.DATA_OFFICER, of=AGENCY).post(page, form).status_code == 302
    assert (Case.objects.get().channel, Case.objects.get().state) == ("agency", "with_agency")
    second = record("黔示罚〔2026〕2号")
    desk(Role.DATA_OFFICER, of=MARKET).post(
        f"/desk/cases/counter/{second[0]}/{second[1].hex()}/objection/", form
    )
    third = record("黔示罚〔2026〕3号")
    desk(Role.DATA_OFFICER, of=OTHER).post(
        f"/desk/cases/counter/{third[0]}/{third[1].hex()}/objection/", form
    )
    assert list(Case.objects.order_by("id").values_list("channel", "state")) == [
        ("agency", "with_agency"), ("provider", "with_provider"), ("counter", "lodged"),
    ]  # fmt: skip


def test_a_persons_case_is_read_with_a_line_in_the_log() -> None:
    person = entered(3)
    about = record("黔示罚〔2026〕8号", subject=person.person, person=True)
    from tests.db.consent.support import principal
    from tests.db.rights.stage import SAYS

    case = objections.lodge(about, SAYS, asker=principal(person, at=at()), actor="p", at=LONG_AGO)
    page = text(desk(Role.CENTRE_OFFICER).get(f"/desk/cases/{case.number}/"))
    assert person.person not in page
    assert "示例3" not in page
    (line,) = department_service.accesses(subject=person.person)
    assert (line.actor, line.matter, line.result.value) == (
        "centre_officer-node",
        f"异议修复撤销办理：{case.number}",
        "granted",
    )  # fmt: skip


@pytest.mark.requirement("WDR-01", "WDR-02")
def test_withdrawn_by_form_and_by_file() -> None:
    market, other = desk(Role.DATA_OFFICER, of=MARKET), desk(Role.DATA_OFFICER, of=OTHER)
    item, _key = record()
    day = clock.today().isoformat()
    form = {
        "item": item, "subject": MILL, "number": "黔示罚〔2026〕1号", "cause": "reconsideration",
        "instrument": "黔府行复〔2026〕9号", "decided_on": day, "file": pdf("复议决定书.pdf"),
    }  # fmt: skip
    refused = other.post("/desk/cases/withdraw/", form)
    assert (refused.status_code, "只有报送该记录的单位" in text(refused)) == (409, True)
    form["file"] = pdf("复议决定书.pdf")
    done = market.post("/desk/cases/withdraw/", form)
    assert done.status_code == 302, text(done)
    assert "复议决定书.pdf" in text(market.get(done["Location"]))
    second, third = record("黔示罚〔2026〕2号"), record("黔示罚〔2026〕3号", subject=FARM)
    rows = (
        "记录编号,统一社会信用代码,文书号,撤销方式,撤销文书号,撤销日期\n"
        f"{second[1].hex()},,,行政机关撤销,黔示撤〔2026〕1号,{day}\n"
        f",{FARM},黔示罚(2026)3号,复议,黔府行复〔2026〕10号,{day}\n"
        f"{second[1].hex()},,,行政机关撤销,黔示撤〔2026〕1号,{day}\n"
        f",,,判决,黔01行初1号,{day}\n"
        f",{MILL},黔示罚〔2026〕99号,不知道,黔示撤〔2026〕2号,2026-13-01\n"
    )
    file = lambda: SimpleUploadedFile("撤销.csv", rows.encode())  # noqa: E731
    look = market.post("/desk/cases/withdraw/file/", {"item": item, "file": file(), "look": "1"})
    assert look.status_code == 200
    for said in (
        "2 条将停止公示，3 行不会处理",
        "第 3 行：",
        "重复",
        "第 4 行：",
        "请填写记录编号",
        "第 5 行：",
    ):
        assert said in text(look)
    assert Case.objects.filter(kind="withdrawal").count() == 1
    done = market.post("/desk/cases/withdraw/file/", {"item": item, "file": file()})
    assert done.status_code == 302
    case = Case.objects.filter(kind="withdrawal").order_by("-id").first()
    assert case.withdrawn.count() == 2
    page = text(market.get(f"/desk/cases/{case.number}/"))
    assert third[1].hex() in page
    assert market.get("/desk/cases/withdraw/template.xlsx").status_code == 200
    no_table = market.post(
        "/desk/cases/withdraw/file/", {"item": item, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}
    )
    assert (no_table.status_code, "缺少列" in text(no_table)) == (422, True)
    assert market.post(f"/desk/cases/{case.number}/reinstated/", {"reason": "告知有误"}).status_code == 302
    assert other.post(f"/desk/cases/{case.number}/reinstated/", {"reason": "x"}).status_code == 404


def test_who_may_not_is_not_let_in() -> None:
    case = lodged(record(), when=LONG_AGO)
    auditor, admin = desk(Role.AUDITOR), desk(Role.CENTRE_ADMIN)
    assert auditor.get(f"/desk/cases/{case.number}/").status_code == 200
    assert "办理</h2>" not in text(auditor.get(f"/desk/cases/{case.number}/"))
    assert auditor.post(f"/desk/cases/{case.number}/transferred/").status_code == 403
    assert admin.get("/desk/cases/").status_code == 403
    for address in ("", f"{case.number}/", "counter/", "withdraw/"):
        assert visitor().get(f"/desk/cases/{address}").status_code == 302
        assert seat(1, MILL).get(f"/desk/cases/{address}").status_code == 403
    for bad in ("?kind=x", "?state=x", "YY20261118-0000000/"):
        assert desk(Role.CENTRE_OFFICER).get(f"/desk/cases/{bad}").status_code == 404


def test_the_desk_speaks_english() -> None:
    case = applied(record(), when=LONG_AGO)
    market = desk(Role.DATA_OFFICER, of=MARKET)
    market.cookies["django_language"] = "en"
    page = text(market.get(f"/desk/cases/{case.number}/"))
    assert "Waiting to be accepted" in page


def test_reading_a_list_takes_the_same_queries_however_long(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        lodged(record(f"黔示罚〔2026〕{number}号"), when=LONG_AGO)
    centre = desk(Role.CENTRE_OFFICER)
    centre.get("/desk/cases/")
    with django_assert_max_num_queries(14):
        assert text(centre.get("/desk/cases/")).count("YY20") >= 12
