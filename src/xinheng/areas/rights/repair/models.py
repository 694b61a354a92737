"""What an application for repair says beside its case."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import By


class Repair(models.Model):
    """The conditions that the applicant claims to have met, and the rule that set them; only ever added."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="repair")
    says = models.TextField()
    met = ArrayField(models.TextField(), default=list)
    rule = models.TextField(help_text="entry of the lawpack and its version")
    decider = models.TextField(help_text="who decides by that rule")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(says=""), name="rights_repair_says"),
            models.CheckConstraint(
                condition=Q(decider__in=[By.PROVIDER.value, By.CENTRE.value]), name="rights_repair_decider"
            ),
        ]
