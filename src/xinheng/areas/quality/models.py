"""The board's tables: due days derived from the packs, source counts as departments told them, explanations.

What a department told and what somebody closed is only ever added; triggers refuse the rest.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xinheng.areas.quality.terms import Fault


class Due(models.Model):
    """By when a decision of a day about an item has to be known; made anew whenever the packs are loaded."""

    deadline = models.TextField()
    item = models.TextField()
    start_day = models.DateField()
    due_day = models.DateField()
    provisional = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "start_day"], name="quality_due_once", include=["due_day", "provisional"]
            ),
            models.CheckConstraint(condition=Q(due_day__gte=F("start_day")), name="quality_due_later"),
        ]


class SourceReport(models.Model):
    """A file of source counts that a department handed in."""

    file_name = models.TextField()
    file_hash = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()


class SourceCount(models.Model):
    """How many acts a department counted itself. Of the same department, item and days the newest counts."""

    report = models.ForeignKey(SourceReport, on_delete=models.PROTECT, related_name="counts")
    department = models.ForeignKey("departments.Department", on_delete=models.PROTECT, related_name="+")
    item = models.TextField()
    first = models.DateField()
    last = models.DateField()
    count = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="quality_count_in_order"),
            models.CheckConstraint(condition=Q(count__gte=0), name="quality_count_not_negative"),
            models.UniqueConstraint(
                fields=["department", "item", "first", "last", "report"], name="quality_count_once"
            ),
        ]


class Closure(models.Model):
    """A late submission or a difference in counts that was explained; closed for a stated reason only."""

    fault = models.TextField(choices=[(fault.value, fault.value) for fault in (Fault.LATE, Fault.CONCEALED)])
    about = models.BigIntegerField(help_text="late: the submission; concealed: the source count")
    department = models.ForeignKey("departments.Department", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fault", "about"], name="quality_closure_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="quality_closure_has_reason"),
            models.CheckConstraint(
                condition=Q(fault__in=[Fault.LATE.value, Fault.CONCEALED.value]), name="quality_closure_fault"
            ),
        ]
