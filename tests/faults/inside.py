"""What a child does inside a node of its own: `child never - call NAME …` prints the answer as JSON."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any


def set_up() -> None:
    """The department that sends."""
    from tests.acceptance.rows import ORGAN
    from xinheng.areas.departments import actions as departments
    from xinheng.areas.departments.terms import DepartmentFacts
    from xinheng.kernel.text import Text
    from xinheng.plumbing.clock import now

    departments.create_department(
        DepartmentFacts(
            code="scjg", name=Text(zh="示例市监局", en="Example Market Regulation"), kind="market_regulation",
            region="520100", uscc=ORGAN,
        ),
        actor="test", at=now(),
    )  # fmt: skip


def received(file: str) -> int:
    """A file received and handed to the worker."""
    from xinheng.areas.departments import service as departments
    from xinheng.areas.intake import actions
    from xinheng.areas.intake.terms import Channel
    from xinheng.plumbing.clock import now

    sender = departments.department("scjg")
    assert sender is not None
    sending = actions.Sending(
        department=sender, item="penalty", file_name=Path(file).name, channel=Channel.API
    )
    with Path(file).open("rb") as stream:
        submission = actions.receive(stream, sending, actor="test", at=now())
    actions.enqueue(submission)
    return submission.pk


def workers() -> int:
    """Workers that gave a sign of life."""
    from tests.faults import platform

    return int(platform.rows("SELECT count(*) FROM procrastinate_workers")[0][0])


def state(number: str) -> str:
    """The state of a submission."""
    from xinheng.areas.intake.models import Submission

    return Submission.objects.values_list("state", flat=True).get(pk=int(number))


def after(file: str, export: str) -> dict[str, Any]:
    """Take up what was broken off, send the file again, and look at everything."""
    from tests.faults import platform
    from xinheng.areas.intake import actions, service
    from xinheng.areas.intake.models import Submission
    from xinheng.plumbing.clock import now

    for row in service.unfinished(before=now() + timedelta(minutes=1)):
        actions.process(row.pk, at=now())
    again = actions.process(received(file), at=now())
    actions.tidy(before=now() - timedelta(days=1))
    platform.must_be_clean()
    platform.must_verify(Path(export))
    first = Submission.objects.exclude(pk=again.pk).order_by("-pk")[0]
    return {
        "first": platform.submission(first),
        "again": platform.submission(again),
        "records": platform.records(),
    }


def news(*numbers: str) -> None:
    """Publish news, all in one transaction."""
    from django.db import transaction

    from tests.db.outbox import consumer

    with transaction.atomic():
        for number in numbers:
            consumer.publish(consumer.TOPIC, {"n": int(number)}, at=consumer.AT)


def follow() -> list[int]:
    """What the worker does for a consumer of news; what the consumer had in the end."""
    from django.test import override_settings

    from tests.db.outbox import consumer
    from xinheng.web import jobs

    with override_settings(NEWS_CONSUMERS=consumer.SETTING):
        jobs.follow("copier")
    return consumer.had()


def notice() -> int:
    """A notice to an organisation that has a contact; the number of its delivery."""
    from tests.db.notices.conftest import code_of
    from tests.db.notices.support import CASE, MILL, PLAIN
    from xinheng.areas.notices import actions
    from xinheng.areas.notices.models import Delivery
    from xinheng.areas.notices.terms import Channel, NoticeKind
    from xinheng.plumbing.clock import now

    waits = actions.set_contact(MILL, Channel.MESSAGE, "13800000009", actor="boss", at=now())
    actions.verify_contact(waits.id, code_of(waits), actor="boss", at=now())
    actions.send(MILL, NoticeKind.OBJECTION_RECEIVED, PLAIN, about=CASE, actor="centre", at=now())
    return Delivery.objects.latest("id").pk


def deliver(number: str) -> list[str]:
    """What the worker does with a delivery; the bodies of what the demo's gateway took, oldest first."""
    from xinheng.areas.notices import jobs
    from xinheng.plumbing.sending.captured import captured

    jobs.deliver(int(number))
    return [each.body for each in captured(limit=100) if each.by == "message"][::-1]
