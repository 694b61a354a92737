"""What an objection says beside its case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.objection.terms import Ground, Remedy


class Objection(models.Model):
    """Ground, words and what is asked for; only ever added."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="objection")
    ground = models.TextField()
    says = models.TextField()
    wants = models.TextField()
    claims = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ground__in=[ground.value for ground in Ground]), name="rights_objection_ground"
            ),
            models.CheckConstraint(
                condition=Q(wants__in=[remedy.value for remedy in Remedy]), name="rights_objection_wants"
            ),
            models.CheckConstraint(condition=~Q(says=""), name="rights_objection_says"),
        ]
