"""Clocks, the days reckoned for them, and the lapse rules that the packs give.

A clock's case, event and bound never change and no row is deleted; a running one ends once (triggers of the
first migration).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.clocks.terms import (
    Bound,
    BoundKind,
    ClockFacts,
    ClockState,
    Reckoning,
    ReckoningFacts,
)
from xinheng.kernel.lawbook.meta import Status
from xinheng.kernel.text import Text

_RUNNING = Q(state=ClockState.RUNNING.value)


class Clock(models.Model):
    """One deadline of one case, from its event to its end."""

    deadline = models.TextField(help_text="id of the lawpack's deadline")
    title_zh = models.TextField()
    title_en = models.TextField()
    about_kind = models.TextField()
    about_id = models.TextField()
    bound_kind = models.TextField()
    bound_id = models.TextField(blank=True)
    event_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField()
    rule = models.TextField(help_text="<pack>/<entry>@<version>")
    status = models.TextField()
    statutory = models.BooleanField(default=True)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    state = models.TextField(default=ClockState.RUNNING.value)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ClockState]), name="clocks_clock_state_known"
            ),
            models.CheckConstraint(
                condition=Q(bound_kind__in=[kind.value for kind in BoundKind]),
                name="clocks_clock_bound_known",
            ),
            models.CheckConstraint(
                condition=Q(bound_kind=BoundKind.CENTRE.value, bound_id="")
                | (~Q(bound_kind=BoundKind.CENTRE.value) & ~Q(bound_id="")),
                name="clocks_clock_binds_somebody",
            ),
            models.CheckConstraint(
                condition=(_RUNNING & Q(stopped_at__isnull=True)) | (~_RUNNING & Q(stopped_at__isnull=False)),
                name="clocks_clock_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=models.F("started_at")),
                name="clocks_clock_forward",
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about_id", "deadline"],
                condition=_RUNNING,
                name="clocks_clock_once_running",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["about_kind", "about_id"], name="clocks_clock_about"),
            models.Index(fields=["due_on", "id"], condition=_RUNNING, name="clocks_clock_due"),
            models.Index(
                fields=["bound_kind", "bound_id", "due_on", "id"],
                condition=_RUNNING,
                name="clocks_clock_bound_due",
            ),
        ]

    @property
    def as_facts(self) -> ClockFacts:
        """The clock as others see it."""
        return ClockFacts(
            id=self.pk,
            deadline=self.deadline,
            title=Text(zh=self.title_zh, en=self.title_en),
            about=(self.about_kind, self.about_id),
            bound=Bound(BoundKind(self.bound_kind), self.bound_id),
            event_on=self.event_on,
            due_on=self.due_on,
            provisional=self.provisional,
            rule=self.rule,
            status=Status(self.status),
            started_at=self.started_at,
            stopped_at=self.stopped_at,
            state=ClockState(self.state),
            statutory=self.statutory,
        )


class Reckoned(models.Model):
    """A day reckoned for a clock. Rows are only ever added; the newest is the clock's own."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="reckonings")
    due_on = models.DateField()
    provisional = models.BooleanField()
    rule = models.TextField()
    status = models.TextField()
    why = models.TextField()
    law = models.TextField(help_text="digest of the packs that gave it")
    at = models.DateTimeField()

    class Meta:
        db_table = "clocks_reckoning"

    @property
    def as_facts(self) -> ReckoningFacts:
        """The reckoning as others see it."""
        return ReckoningFacts(
            self.due_on, self.provisional, self.rule, Status(self.status), Reckoning(self.why), self.at
        )


class Lapse(models.Model):
    """What the lapse of a deadline does between two days, as the packs resolve it; made anew at each load."""

    deadline = models.TextField()
    first = models.DateField()
    last = models.DateField(null=True)
    effect = models.TextField()
    own_rule = models.BooleanField()
    rule = models.TextField(help_text="<pack>/<entry>@<version>")
    status = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deadline", "first"], name="clocks_lapse_once")
        ]
