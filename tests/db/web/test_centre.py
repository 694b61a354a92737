"""The credit centre's desk: departments, users, tokens, merges, reviews, jobs, ledger, accesses, catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import FARM, MILL, OTHER_ORGAN, penalty
from tests.db.web.conftest import PASSWORD, ROWS, sent, visitor, worked
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import AccessFacts, AccessResult, DepartmentFacts, Role
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.models import Review, Term
from xinheng.areas.intake import jobs as intake_jobs
from xinheng.areas.intake.models import PendingRow, Submission
from xinheng.areas.ledger import jobs as ledger_jobs
from xinheng.areas.ledger import service as ledger
from xinheng.areas.subjects import jobs as subjects_jobs
from xinheng.areas.subjects import service as subjects
from xinheng.plumbing import clock

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def deposited(client: Client, rows: list[dict[str, str]]) -> Submission:
    number = sent(client, rows)
    worked(number)
    client.post(f"/desk/intake/submissions/{number}/confirm/")
    return worked(number)


MANAGED = (
    "/desk/departments/",
    "/desk/users/",
    "/desk/users/new/",
    "/desk/users/admin/",
    "/desk/departments/new/",
)


@pytest.mark.requirement("GEN-09", "SEC-02")
def test_only_those_who_hold_a_permission_open_its_pages(
    desk: Callable[..., Client], market: DepartmentFacts
) -> None:
    opened = {
        Role.DATA_OFFICER: {"/desk/catalogue/", "/desk/intake/send/", "/desk/quality/"},
        Role.LEAD_OFFICER: {"/desk/catalogue/", "/desk/ledger/", "/desk/quality/"},
        Role.CENTRE_OFFICER: {
            "/desk/catalogue/", "/desk/ledger/", "/desk/jobs/", "/desk/merges/", "/desk/quality/", "/admin/",
        },
        Role.CENTRE_ADMIN: {*MANAGED, "/desk/catalogue/", "/desk/ledger/", "/desk/jobs/", "/desk/quality/", "/admin/"},
        Role.LEGAL_OFFICER: {"/desk/catalogue/", "/desk/ledger/", "/desk/reviews/", "/desk/quality/"},
        Role.AUDITOR: {
            "/desk/catalogue/", "/desk/ledger/", "/desk/jobs/", "/desk/accesses/", "/desk/quality/", "/admin/",
        },
        Role.REGULATOR: {"/desk/catalogue/", "/desk/ledger/", "/desk/accesses/", "/desk/quality/"},
    }  # fmt: skip
    clients = {
        role: desk("admin" if role is Role.CENTRE_ADMIN else role.value, role, of=market.code)
        for role in opened
    }
    every = set().union(*opened.values())
    for role, client in clients.items():
        found = {path for path in every if client.get(path).status_code == 200}
        assert found == opened[role], role
    for path in every:
        assert visitor().get(path)["Location"].endswith(f"/login/?next={path}"), path


def test_a_department_is_created_changed_and_stopped(desk: Callable[..., Client], law: None) -> None:
    admin = desk("admin", Role.CENTRE_ADMIN)
    form = {
        "code": "hb", "name_zh": "贵阳市示例环境保护局", "kind": "market_regulation", "region": "520100", "uscc": OTHER_ORGAN,
    }  # fmt: skip
    assert admin.post("/desk/departments/new/", form)["Location"] == "/desk/departments/"
    assert "部门代码“hb”已被使用。" in admin.post("/desk/departments/new/", form).content.decode()
    wrong = admin.post("/desk/departments/hb/", form | {"uscc": "91520000000000000A"})
    assert (wrong.status_code, "统一社会信用代码有误。" in wrong.content.decode()) == (422, True)
    admin.post("/desk/departments/hb/", form | {"name_zh": "贵阳市示例生态环境局"})
    facts = departments.department("hb")
    assert facts is not None
    assert (facts.name.zh, facts.region, facts.uscc) == ("贵阳市示例生态环境局", "520100", OTHER_ORGAN)
    assert admin.post("/desk/departments/hb/stop/", {"reason": ""}).status_code == 422
    admin.post("/desk/departments/hb/stop/", {"reason": "机构改革"})
    assert departments.department("hb").active is False  # type: ignore[union-attr]
    assert "已停用" in page(admin, "/desk/departments/")


def test_a_new_users_password_is_shown_once_and_works(
    desk: Callable[..., Client], market: DepartmentFacts
) -> None:
    admin = desk("admin", Role.CENTRE_ADMIN)
    form = {
        "username": "newcomer", "name": "新人", "role": "data_officer", "department": market.code, "email": "",
        "language": "zh-hans",
    }  # fmt: skip
    lacking = admin.post("/desk/users/new/", form | {"department": ""})
    assert (lacking.status_code, "该角色须属于一个部门。" in lacking.content.decode()) == (422, True)
    shown = admin.post("/desk/users/new/", form).content.decode()
    password = re.search(r'data-copy="([^"]+)"', shown)
    assert password is not None
    assert password[1] not in page(admin, "/desk/users/newcomer/")
    fresh = visitor()
    assert (
        fresh.post("/accounts/login/", {"login": "newcomer", "password": password[1]})["Location"] == "/desk/"
    )
    assert fresh.get("/desk/")["Location"] == "/desk/intake/send/"
    assert password[1] not in str([entry.payload for entry in ledger.entries_about("user", "newcomer")])


def test_role_password_stop_and_restart(desk: Callable[..., Client], market: DepartmentFacts) -> None:
    admin, officer = desk("admin", Role.CENTRE_ADMIN), desk("officer", Role.DATA_OFFICER, of=market.code)
    own = admin.post("/desk/users/admin/role/", {"role": "auditor", "department": ""})
    assert (own.status_code, "不能更改自己的角色。" in own.content.decode()) == (422, True)
    admin.post("/desk/users/officer/role/", {"role": "auditor", "department": market.code})
    assert officer.get("/desk/accesses/").status_code == 200
    assert officer.get("/desk/intake/send/").status_code == 403
    shown = admin.post("/desk/users/officer/password/").content.decode()
    assert "密码已生成" in shown
    assert officer.get("/desk/accesses/").status_code == 302  # the old session ends with the old password
    admin.post("/desk/users/officer/stop/", {"reason": "调离"})
    assert departments.user("officer").is_active is False  # type: ignore[union-attr]
    admin.post("/desk/users/officer/restart/", {"reason": "返岗"})
    assert departments.user("officer").is_active is True  # type: ignore[union-attr]
    last = admin.post("/desk/users/admin/stop/", {"reason": "试试"})
    assert (last.status_code, "这是最后一名管理员，须先指定另一名。" in last.content.decode()) == (422, True)


@pytest.mark.requirement("SEC-05")
def test_a_token_is_shown_once_narrowed_and_revoked(
    desk: Callable[..., Client], account: Callable[..., object], market: DepartmentFacts
) -> None:
    admin = desk("admin", Role.CENTRE_ADMIN)
    account("system", Role.SYSTEM, of=market.code)
    path = "/desk/users/system/tokens/new/"
    assert "至少选一项权限。" in admin.post(path, {"label": "业务系统"}).content.decode()
    # what the role itself may not is not offered
    assert admin.post(path, {"label": "x", "scopes": ["users.manage"]}).status_code == 422
    shown = admin.post(
        path, {"label": "业务系统", "scopes": ["intake.submit"], "expires_on": "2100-01-01"}
    ).content.decode()
    secret = re.search(r"xh_[0-9a-f]{8}_[\w-]{43}", shown)
    assert secret is not None
    listed = page(admin, "/desk/users/system/")
    assert secret[0] not in listed
    assert "业务系统" in listed
    user = departments.user_of_token(secret[0], at=clock.now())
    assert user is not None
    assert departments.may(user, "intake.submit")
    assert not departments.may(user, "intake.read")
    prefix = secret[0].split("_")[1]
    admin.post(f"/desk/tokens/{prefix}/revoke/", {"reason": "系统下线"})
    assert departments.user_of_token(secret[0], at=clock.now()) is None
    assert "已吊销" in page(admin, "/desk/users/system/")


@pytest.mark.requirement("PUB-09", "SEC-03", "SEC-08")
def test_nothing_under_review_is_shown_before_a_legal_officer_approves(
    officer: Client, desk: Callable[..., Client]
) -> None:
    Term.objects.filter(item="penalty").update(review=True)
    done = deposited(officer, ROWS[:3])
    legal = desk("legal", Role.LEGAL_OFFICER)

    def shown() -> int:
        return len(disclosure.shown_records([MILL], day=clock.today(), moment=clock.now()))

    assert shown() == 0
    listed = page(legal, "/desk/reviews/")
    assert "待审查 3 条" in listed
    assert done.receipt_no in listed
    screen = page(legal, f"/desk/reviews/{done.pk}/")
    assert "罚款2000元" in screen
    assert "示例甲某" not in screen
    one = disclosure.awaiting_records(done.pk, day=clock.today(), moment=clock.now(), limit=1)[0].id
    single = f"/desk/reviews/{done.pk}/{one}/decide/"
    silent = legal.post(single, {"decision": "refused", "reason": ""})
    assert (silent.status_code, "不予公示的，请写明理由。" in silent.content.decode()) == (422, True)
    legal.post(single, {"decision": "refused", "reason": "文书尚未送达"})
    assert "待审查 2 条" in page(legal, "/desk/reviews/")
    legal.post(f"/desk/reviews/{done.pk}/decide/", {"decision": "approved", "reason": ""})
    assert shown() == 2
    after = page(legal, "/desk/reviews/")
    assert "没有等待审查的记录。" in after
    assert "文书尚未送达" in after
    assert [(one.decision, one.actor) for one in Review.objects.order_by("pk")] == [
        ("refused", "legal"), ("approved", "legal"),
    ]  # fmt: skip
    assert legal.get(f"/desk/reviews/{done.pk}/").status_code == 404
    assert (
        legal.post(f"/desk/reviews/{done.pk + 1}/{one}/decide/", {"decision": "approved"}).status_code == 404
    )


def test_two_organisations_are_merged_and_unmerged_with_a_reason(
    officer: Client, desk: Callable[..., Client]
) -> None:
    deposited(
        officer,
        [ROWS[0], penalty(CF_WSH="黔示罚〔2026〕7号", CF_XDR_SHXYM=FARM, CF_XDR_MC="贵阳示例农场有限公司")],
    )
    centre = desk("centre", Role.CENTRE_OFFICER)
    unknown = centre.get("/desk/merges/new/?absorbed=X&survivor=Y")
    assert (unknown.status_code, "主体库中没有这个代码。" in unknown.content.decode()) == (422, True)
    path = f"/desk/merges/new/?absorbed={FARM}&survivor={MILL}"
    assert "贵阳示例农场有限公司" in page(centre, path)
    assert centre.post(path, {"reason": ""}).status_code == 422
    centre.post(path, {"reason": "吸收合并，公告〔2026〕1号"})
    assert subjects.organisation(FARM).merged_into == MILL  # type: ignore[union-attr]
    assert "贵阳示例磨坊有限公司" in page(centre, "/desk/merges/")
    number = subjects.merges(limit=1)[0].id
    centre.post(f"/desk/merges/{number}/undo/", {"reason": "误并"})
    assert subjects.organisation(FARM).merged_into is None  # type: ignore[union-attr]
    assert centre.get(f"/desk/merges/{number}/undo/").status_code == 404


def test_a_waiting_row_gets_its_organisation_from_a_person(
    officer: Client, desk: Callable[..., Client]
) -> None:
    deposited(officer, [ROWS[0]])
    subjects_jobs.index_names(0)
    done = deposited(officer, [penalty(CF_WSH="黔示罚〔2026〕8号", CF_XDR_SHXYM="")])
    row = PendingRow.objects.get()
    assert (done.pending, row.rule) == (1, "subject.name_only")
    path = f"/desk/intake/pending/{row.pk}/"
    assert "贵阳示例磨坊有限公司" in page(officer, "/desk/intake/pending/")
    assert officer.get(path).status_code == 403
    centre = desk("centre", Role.CENTRE_OFFICER)
    screen = page(centre, path)
    assert f'value="{MILL}"' in screen
    assert "没有任何代码，仅凭名称不能归到主体，转人工核认" in screen
    nobody = centre.post(path, {"decision": "attach", "reason": "已与报送部门核实"})
    assert (nobody.status_code, "请选择候选主体" in nobody.content.decode()) == (422, True)
    missing = centre.post(path, {"decision": "attach", "uscc": FARM, "reason": "已与报送部门核实"})
    assert "主体库中没有这个代码" in missing.content.decode()
    centre.post(path, {"decision": "attach", "uscc": MILL, "reason": "已与报送部门核实"})
    done.refresh_from_db()
    assert (done.new, done.pending) == (1, 0)
    receipt = page(officer, f"/desk/intake/submissions/{done.receipt_no}/")
    assert "补充回执（第 2 份）" in receipt
    assert centre.get(path).status_code == 404


def test_a_waiting_row_is_sent_back(officer: Client, desk: Callable[..., Client]) -> None:
    done = deposited(officer, [penalty(CF_XDR_SHXYM="")])
    row = PendingRow.objects.get()
    centre = desk("centre", Role.CENTRE_OFFICER)
    centre.post(f"/desk/intake/pending/{row.pk}/", {"decision": "send_back", "reason": "请补填代码"})
    done.refresh_from_db()
    assert (done.rejected, done.pending) == (1, 0)


def test_a_failed_job_is_seen_and_run_again(officer: Client, desk: Callable[..., Client]) -> None:
    sent(officer, ROWS)
    centre, auditor = desk("centre", Role.CENTRE_OFFICER), desk("auditor", Role.AUDITOR)
    job = ProcrastinateJob.objects.get()
    assert "没有卡住的任务。" in page(centre, "/desk/jobs/")
    with_status(job.pk, "failed")
    stuck = page(centre, "/desk/jobs/")
    assert "多次重试后失败" in stuck
    assert "没有工作进程在运行" in stuck
    assert f"/desk/jobs/{job.pk}/retry/" not in page(auditor, "/desk/jobs/")
    assert auditor.post(f"/desk/jobs/{job.pk}/retry/").status_code == 403
    centre.post(f"/desk/jobs/{job.pk}/retry/")
    assert ProcrastinateJob.objects.get().status == "todo"
    assert "这个任务不需要重试。" in centre.post(f"/desk/jobs/{job.pk}/retry/", follow=True).content.decode()


def with_status(number: int, status: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, number])


def test_a_submission_whose_job_was_lost_is_handed_over_again(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    number = sent(officer, ROWS)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    intake_jobs.resume(0)
    assert not ProcrastinateJob.objects.exists()  # it came in a moment ago
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(intake_jobs, "now", lambda: later)
    intake_jobs.resume(0)
    intake_jobs.resume(0)
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["intake.process"]
    intake_jobs.process_submission(Submission.objects.get(receipt_no=number).pk)
    assert Submission.objects.get().state == "previewed"
    monkeypatch.setattr(intake_jobs, "now", lambda: later + timedelta(hours=1))
    intake_jobs.resume(0)
    assert ProcrastinateJob.objects.count() == 1


def test_every_periodic_task_is_known_to_the_worker() -> None:
    periodic = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert {
        "intake.resume",
        "ledger.checkpoint",
        "subjects.index_names",
        "jobs.take_up",
        "jobs.forget",
    } <= periodic


@pytest.mark.requirement("SEC-07")
def test_the_ledger_is_signed_by_hand_and_by_the_clock(officer: Client, desk: Callable[..., Client]) -> None:
    deposited(officer, ROWS)
    centre, auditor = desk("centre", Role.CENTRE_OFFICER), desk("auditor", Role.AUDITOR)
    assert auditor.post("/desk/ledger/sign/").status_code == 403
    assert "已签署新的检查点。" in centre.post("/desk/ledger/sign/", follow=True).content.decode()
    signed = ledger.latest_checkpoint()
    assert signed is not None
    assert signed.size == ledger.size()
    assert "自上次签署以来没有新条目。" in centre.post("/desk/ledger/sign/", follow=True).content.decode()
    ledger_jobs.sign(0)
    assert ledger.latest_checkpoint() == signed
    screen = page(auditor, "/desk/ledger/")
    assert signed.root.hex() in screen
    assert f"共 {ledger.size()} 条，只增不改。" in screen
    assert "信用记录入库" in screen


@pytest.mark.requirement("DIS-15")
def test_the_access_log_is_read_by_subject_and_by_actor(desk: Callable[..., Client], law: None) -> None:
    from xinheng.areas.departments import store

    for number, actor in enumerate(("a", "a", "b")):
        store.log_access(
            AccessFacts(
                at=clock.now(), actor=actor, role="centre_officer", department="", subject_kind="person",
                subject=f"h:{number:032x}", matter=f"事由{number}", legal_basis="草案第十六条", result=AccessResult.REFUSED,
            )
        )  # fmt: skip
    auditor = desk("auditor", Role.AUDITOR)
    assert all(f"事由{number}" in page(auditor, "/desk/accesses/") for number in range(3))
    only = page(auditor, "/desk/accesses/?actor=b")
    assert ("事由2" in only, "事由0" in only) == (True, False)
    one = page(auditor, f"/desk/accesses/?subject=h:{0:032x}")
    assert ("事由0" in one, "事由1" in one, "拒绝" in one) == (True, False, True)


@pytest.mark.requirement("CAT-03", "CAT-05")
def test_a_version_of_the_catalogue_is_led_to_publication_by_people(
    desk: Callable[..., Client], law: None
) -> None:
    legal = desk("legal", Role.LEGAL_OFFICER)
    legal.post("/desk/catalogue/compile/", {"reasons": "年度修订"})
    newest = page(legal, "/desk/catalogue/")
    assert "年度修订" in newest
    number = re.search(r"/desk/catalogue/(\d+)/move/", newest)
    assert number is not None
    path = f"/desk/catalogue/{number[1]}/move/"
    legal.post(path, {"consultation": "2026年1月公开征求意见"})
    from xinheng.areas.catalogue import service as catalogue

    assert catalogue.versions()[0].state == "consulted"
    if catalogue.versions()[0].affected:
        refused = legal.post(path, {"approval": "黔信办〔2026〕1号"}).content.decode()
        assert "可能减损权利或增加义务，须经评估" in refused
    approval = {
        "approval": "黔信办〔2026〕1号", "assessment": "已评估", "affected_by": "示例商会", "affected_words": "无异议",
        "expert_by": "示例专家", "expert_words": "可行",
    }  # fmt: skip
    legal.post(path, approval)
    legal.post(path)
    assert catalogue.versions()[0].state == "published"
    assert legal.get(path).status_code == 404


def test_the_tables_can_be_looked_at_and_not_changed(officer: Client, desk: Callable[..., Client]) -> None:
    from django.apps import apps

    from xinheng.web.admin.site import site

    done = deposited(officer, ROWS)
    auditor = desk("auditor", Role.AUDITOR)
    shown = {model._meta.label for model in site._registry}
    assert not {label for label in shown if "Person" in label or ("Version" in label and "archive" in label)}
    assert "intake.PendingRow" not in shown
    for model in site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert auditor.get(path).status_code == 200, path
        assert auditor.get(f"{path}add/").status_code == 403, path
    change = f"/admin/intake/submission/{done.pk}/change/"
    assert auditor.get(change).status_code == 200
    assert auditor.post(change, {"state": "refused"}).status_code == 403
    assert auditor.post(f"/admin/intake/submission/{done.pk}/delete/", {"post": "yes"}).status_code == 403
    assert apps.get_model("intake.Submission").objects.get().state == "deposited"
    assert officer.get("/admin/", follow=True).redirect_chain[-1] == ("/desk/intake/send/", 302)
    assert visitor().get("/admin/", follow=True).redirect_chain[-1] == ("/accounts/login/", 302)
    assert auditor.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    password = page(auditor, f"/admin/departments/user/{departments.user('officer').pk}/change/")  # type: ignore[union-attr]
    assert PASSWORD not in password
    assert "md5" not in password


def test_a_refused_file_tells_why_in_both_languages(officer: Client) -> None:
    number = sent(officer, [{"甲": "1", "乙": "2"}])
    assert worked(number).state == "refused"
    screen = page(officer, f"/desk/intake/submissions/{number}/")
    assert "文件不像“行政处罚”" in screen
    assert "The file does not look like Administrative penalty" in screen
    assert as_csv(ROWS)  # the form is offered again with the item chosen
    assert '<option value="penalty" selected>' in page(officer, "/desk/intake/send/?item=penalty")
