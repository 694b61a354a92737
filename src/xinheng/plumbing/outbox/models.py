"""News and how far each consumer has read.

`id` is drawn when a writer writes, and a writer may commit long after one that drew a higher id: no reader may go by
it. `place` is given to news that are committed, one numbering after the other, so that a place never appears below one
that was read (ADR 17).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class News(models.Model):
    """One piece of news. Never changed but for its place, which it gets once (trigger)."""

    topic = models.TextField()
    payload = models.JSONField()
    at = models.DateTimeField()
    place = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="outbox_not_placed", condition=Q(place__isnull=True)),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(topic=""), name="outbox_topic_said")]


class Cursor(models.Model):
    """A consumer has had all its news up to this place."""

    consumer = models.TextField(primary_key=True)
    place = models.BigIntegerField(default=0)
    at = models.DateTimeField()
