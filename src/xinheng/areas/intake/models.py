"""Intake's tables: submissions with their files and counts, and the rows that need somebody's attention."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from xinheng.areas.intake.terms import Channel, PendingState, ProblemState, State


class Submission(models.Model):
    """One file that a department handed in. Its number, counts and hashes are kept for ever."""

    receipt_no = models.TextField(unique=True)
    department = models.ForeignKey("departments.Department", on_delete=models.PROTECT, related_name="+")
    actor = models.TextField()
    channel = models.TextField(choices=[(value.value, value.value) for value in Channel])
    idempotency_key = models.TextField(null=True)
    item = models.TextField()
    checked_by = models.TextField(default="")
    file_name = models.TextField()
    file_size = models.BigIntegerField()
    file_hash = models.TextField()
    stored = models.JSONField(null=True)
    mapping = models.JSONField(null=True)
    hold = models.BooleanField(default=False)
    state = models.TextField(choices=[(value.value, value.value) for value in State], default=State.RECEIVED)
    error = models.JSONField(null=True)
    layout = models.JSONField(default=dict)
    preview = models.JSONField(default=list)
    rule_counts = models.JSONField(default=dict)
    findings = models.JSONField(null=True)
    progress = models.IntegerField(default=0)
    received_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    received = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    corrected = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    pending = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    ledger_entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="intake_submission_idempotent",
            ),
            # R5: every row is accounted for
            models.CheckConstraint(
                condition=~Q(state__in=[State.DEPOSITED, State.PREVIEWED, State.TAKEN_BACK])
                | Q(
                    received=F("new")
                    + F("corrected")
                    + F("withdrawn")
                    + F("unchanged")
                    + F("rejected")
                    + F("pending")
                ),
                name="intake_submission_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "-received_at"], name="intake_submission_department"),
            models.Index(fields=["state", "received_at"], name="intake_submission_state"),
            models.Index(fields=["file_hash"], name="intake_submission_file"),
        ]


class PendingRow(models.Model):
    """A row that waits for a person: nobody else may say whom it is about, or which of two tellings is right."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pending_rows")
    row_no = models.IntegerField()
    rule = models.TextField()
    row = models.JSONField()
    state = models.TextField(
        choices=[(value.value, value.value) for value in PendingState], default=PendingState.OPEN
    )
    reason = models.TextField(default="")
    resolved_by = models.TextField(default="")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["rule"], condition=Q(state=PendingState.OPEN), name="intake_pending_open_rule"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["submission", "row_no"], name="intake_pending_once"),
            models.CheckConstraint(
                condition=Q(state=PendingState.OPEN) | (~Q(reason="") & Q(resolved_at__isnull=False)),
                name="intake_pending_resolved_with_reason",
            ),
        ]


class ProblemRow(models.Model):
    """A rejected row, followed until its corrected twin arrives or somebody closes it with a reason (DQ-04)."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="problem_rows")
    row_no = models.IntegerField()
    instrument = models.TextField()
    rules = models.JSONField()
    state = models.TextField(
        choices=[(value.value, value.value) for value in ProblemState], default=ProblemState.OPEN
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "row_no"], name="intake_problem_once")]
        indexes = [
            models.Index(
                fields=["instrument"],
                condition=Q(state=ProblemState.OPEN),
                name="intake_problem_open_instrument",
            )
        ]


class Receipt(models.Model):
    """What a submission's sender was told: the first receipt, and a supplementary one for each resolved row."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="receipts")
    number = models.IntegerField()
    at = models.DateTimeField()
    counts = models.JSONField()
    ledger_entry = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="intake_receipt_once")]


class Upload(models.Model):
    """A file that comes in piece by piece. When it is whole it becomes a submission, and the pieces go."""

    name = models.TextField(unique=True)
    department = models.ForeignKey("departments.Department", on_delete=models.PROTECT, related_name="+")
    actor = models.TextField()
    item = models.TextField()
    file_name = models.TextField()
    mapping = models.JSONField(null=True)
    hold = models.BooleanField(default=False)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="uploads")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=F("length")), name="intake_upload_within"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="intake_upload_expires")]


class UploadPart(models.Model):
    """A piece of an upload, kept encrypted as a file of its own."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.BigIntegerField()
    size = models.BigIntegerField()
    stored = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="intake_part_once")]
