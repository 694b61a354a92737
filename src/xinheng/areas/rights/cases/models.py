"""Cases, their steps, their evidence.

Steps and evidence are only ever added. A case's state is moved by its steps alone: a trigger lets in a step that the
table of transitions has and moves the case with it, and refuses every other change (see `migrations/triggers.sql`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.archive.terms import SubjectKind
from xinheng.areas.rights.cases.terms import By, CaseKind, Channel, PartyKind


def _one_of(values: type[CaseKind] | type[Channel] | type[PartyKind] | type[By]) -> list[str]:
    return [value.value for value in values]


class Case(models.Model):
    """One matter of one party about one record; a notice of revocation may be about several (`key` is null then)."""

    number = models.TextField(unique=True)
    kind = models.TextField()
    state = models.TextField(default="")
    settled = models.BooleanField(default=False)
    steps = models.IntegerField(default=0)
    item = models.TextField()
    key = models.BinaryField(null=True)
    version = models.BigIntegerField(null=True)
    content_hash = models.BinaryField(null=True)
    subject_kind = models.TextField(default="")
    subject = models.TextField(default="")
    instrument = models.TextField(default="", help_text="of the record, as it was when the case was opened")
    department = models.ForeignKey("departments.Department", on_delete=models.PROTECT, related_name="+")
    party_kind = models.TextField()
    party = models.TextField()
    mandate = models.BigIntegerField(null=True)
    channel = models.TextField()
    lodged_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=_one_of(CaseKind)), name="rights_case_kind"),
            models.CheckConstraint(condition=Q(channel__in=_one_of(Channel)), name="rights_case_channel"),
            models.CheckConstraint(
                condition=Q(party_kind__in=_one_of(PartyKind)) & ~Q(party=""), name="rights_case_party"
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.WITHDRAWAL.value)
                | Q(
                    key__isnull=False,
                    version__isnull=False,
                    content_hash__isnull=False,
                    subject_kind__in=[kind.value for kind in SubjectKind],
                )
                & ~Q(subject=""),
                name="rights_case_about_a_record",
            ),
            models.UniqueConstraint(
                fields=["kind", "item", "key", "party_kind", "party"],
                condition=Q(settled=False),
                name="rights_case_one_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "kind", "settled", "id"], name="rights_case_department"),
            models.Index(fields=["kind", "state", "id"], name="rights_case_state"),
            models.Index(fields=["party_kind", "party", "-id"], name="rights_case_party"),
            models.Index(fields=["item", "key"], name="rights_case_record"),
            models.Index(fields=["lodged_at"], name="rights_case_lodged_at"),
        ]


class Step(models.Model):
    """One step of a case: who, in whose part, when, from which state to which, for which reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="taken")
    no = models.IntegerField()
    step = models.TextField()
    by = models.TextField()
    source = models.TextField()
    target = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()
    reason = models.TextField(default="")
    told = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "no"], name="rights_step_once"),
            models.CheckConstraint(condition=Q(by__in=_one_of(By)), name="rights_step_by"),
            models.CheckConstraint(condition=~Q(actor=""), name="rights_step_actor"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="rights_step_at")]


class Evidence(models.Model):
    """A file of a case, kept encrypted; the same content comes in once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    step_no = models.IntegerField()
    sha256 = models.TextField()
    asked = models.TextField(default="", help_text="which of the documents that a rule asks for it is")
    name = models.TextField()
    media_type = models.TextField()
    size = models.BigIntegerField()
    stored = models.JSONField()
    by = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sha256"], name="rights_evidence_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="rights_evidence_sha256"
            ),
        ]
