"""The records that fell with a notice of revocation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.withdrawal.terms import Cause


class Withdrawn(models.Model):
    """One record of a notice, and the act that revoked what it rests on; only ever added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawn")
    item = models.TextField()
    key = models.BinaryField()
    cause = models.TextField()
    instrument = models.TextField()
    decided_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "item", "key"], name="rights_withdrawn_once"),
            models.CheckConstraint(
                condition=Q(cause__in=[cause.value for cause in Cause]), name="rights_withdrawn_cause"
            ),
            models.CheckConstraint(condition=~Q(instrument=""), name="rights_withdrawn_instrument"),
        ]
        indexes: ClassVar = [models.Index(fields=["item", "key"], name="rights_withdrawn_record")]
