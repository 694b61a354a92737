"""The archive's tables. Nothing in them is ever updated or deleted; triggers refuse it.

`archive_version` is partitioned by `shelf`: shelf 0 takes everyday rows, a big load fills a bare table, indexes
it and attaches it as a shelf of its own. `data` is what anybody may be shown, by the catalogue of the day of
receipt; `withheld` the rest, which no query of what is public reads.
"""

from __future__ import annotations

from django.db import models

from xinheng.areas.archive.terms import MarkKind


class Version(models.Model):
    """What we knew of one record from one submission on (see `terms.VersionFacts`)."""

    id = models.BigIntegerField(primary_key=True)
    shelf = models.IntegerField()
    item = models.TextField()
    key = models.BinaryField()
    content_hash = models.BinaryField()
    subject_kind = models.TextField()
    subject = models.TextField()
    organ = models.TextField()
    instrument = models.TextField()
    decided_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    region = models.TextField()
    provider = models.TextField()
    source = models.TextField()
    submission_id = models.BigIntegerField()
    row_no = models.IntegerField()
    change = models.TextField()
    known_from = models.DateTimeField()
    data = models.JSONField()
    withheld = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "archive_version"


class Supersession(models.Model):
    """From `at` on another version of the same record stands in this one's place."""

    version_id = models.BigIntegerField()
    by_version_id = models.BigIntegerField()
    submission_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version_id", "by_version_id"], name="archive_supersession_once"),
            models.CheckConstraint(
                condition=~models.Q(version_id=models.F("by_version_id")), name="archive_supersession_other"
            ),
        ]


class TakenBack(models.Model):
    """A submission that its sender took back whole: from `at` on its versions count for nothing."""

    submission_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    reason = models.TextField()
    actor = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="archive_takenback_reason")
        ]


class Mark(models.Model):
    """What one case says of one record or of many, from `at` on (see `terms.MarkFacts`)."""

    kind = models.TextField(choices=[(kind.value, kind.value) for kind in MarkKind])
    case_kind = models.TextField()
    case_id = models.TextField()
    words_zh = models.TextField()
    words_en = models.TextField()
    at = models.DateTimeField()
    records = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["case_kind", "case_id"], name="archive_mark_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in MarkKind]), name="archive_mark_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(case_kind="") & ~models.Q(case_id=""), name="archive_mark_has_case"
            ),
        ]


class Marked(models.Model):
    """A record that bears a mark: by its natural key, so that later versions bear it too."""

    pk = models.CompositePrimaryKey("item", "key", "mark")
    # no constraint: mark and records are written by one statement, and a batch has a hundred thousand of them
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    item = models.TextField()
    key = models.BinaryField()


class MarkEnd(models.Model):
    """From `at` on the mark stands no more."""

    mark = models.OneToOneField(Mark, on_delete=models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="archive_markend_at")]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="archive_markend_why")]
