"""Jobs of the worker: those that failed, those that wait too long, those whose worker is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import ConnectorException

from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import may, requires

SHOWN: Final = 100
WAITS_LONG = timedelta(minutes=10)
SILENT = timedelta(minutes=2)
TASK_TITLES: Final = {
    "intake.process": Text(zh="核验并入库一份报送", en="Check and deposit a submission"),
    "intake.resume": Text(zh="接续中断的报送", en="Take up broken-off submissions"),
    "ledger.checkpoint": Text(zh="签署检查点", en="Sign a checkpoint"),
    "subjects.index_names": Text(zh="更新主体检索", en="Renew the search for organisations"),
    "jobs.take_up": Text(zh="接续失联的任务", en="Take up jobs of dead workers"),
    "jobs.forget": Text(zh="清理已完成的任务", en="Forget finished jobs"),
}
STATUS_TITLES: Final = {
    "todo": Text(zh="等待", en="Waiting"),
    "doing": Text(zh="进行中", en="Running"),
    "succeeded": Text(zh="完成", en="Done"),
    "failed": Text(zh="失败", en="Failed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A job that needs somebody; `since` is its latest event."""

    job: Any
    title: Text | str
    why: Text
    since: datetime | None


@requires("jobs.read")
def jobs(request: HttpRequest) -> HttpResponse:
    """What is stuck, how many jobs there are of each status, and whether a worker lives."""
    counted = dict(ProcrastinateJob.objects.values_list("status").annotate(n=Count("id")))
    stuck = list(_stuck().order_by("-id")[:SHOWN])
    latest = dict(
        ProcrastinateEvent.objects.filter(job_id__in=[job.pk for job in stuck])
        .values_list("job_id")
        .annotate(at=Max("at"))
    )
    context = {
        "lines": [_line(job, latest.get(job.pk)) for job in stuck],
        "counts": [(title, counted.get(status, 0)) for status, title in STATUS_TITLES.items()],
        "workers": ProcrastinateWorker.objects.filter(last_heartbeat__gte=clock.now() - SILENT).count(),
        "may_retry": may(request.user, "jobs.retry"),
    }
    return render(request, "desks/jobs.html", context)


@requires("jobs.retry")
@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Let a failed job, or one whose worker is gone, run again."""
    if not _stuck().filter(pk=number, status__in=["failed", "doing"]).exists():
        messages.warning(request, gettext("这个任务不需要重试。"))
        return redirect("desk:jobs")
    try:
        app.job_manager.retry_job_by_id(number, retry_at=clock.now())
    except ConnectorException:
        messages.warning(request, gettext("这个任务已不能重试。"))
    else:
        messages.success(request, gettext("已重新排队。"))
    return redirect("desk:jobs")


def stuck_count() -> int:
    """How many jobs need somebody."""
    return _stuck().count()


def _stuck() -> QuerySet[Any]:
    """Failed; waiting past their time; running for a worker that gives no sign of life."""
    now = clock.now()
    silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT)
    late = Q(scheduled_at__lt=now - WAITS_LONG) | Q(
        scheduled_at__isnull=True,
        procrastinateevent__type="deferred",
        procrastinateevent__at__lt=now - WAITS_LONG,
    )
    wanted = Q(status="failed") | (Q(status="doing") & silent) | (Q(status="todo") & late)
    return ProcrastinateJob.objects.filter(wanted).distinct()


def _line(job: Any, since: datetime | None) -> Line:
    reasons = {
        "failed": Text(zh="多次重试后失败", en="Failed after several tries"),
        "doing": Text(zh="执行它的进程已失联", en="The process that ran it is gone"),
        "todo": Text(zh="等待超过 10 分钟", en="Waiting for more than 10 minutes"),
    }
    return Line(
        job=job, title=TASK_TITLES.get(job.task_name, job.task_name), why=reasons[job.status], since=since
    )
