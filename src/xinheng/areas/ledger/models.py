"""The log's tables. Rows are only ever added: triggers refuse UPDATE, DELETE, TRUNCATE (migration 0002)."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """The rows of one deposit under one Merkle root (see `terms.Batch`)."""

    size = models.BigIntegerField()
    root = models.BinaryField()
    subtrees = models.BinaryField()
    secret = models.BinaryField()


class Entry(models.Model):
    """One change of state; `seq` counts from 0 without a gap."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.TextField()
    actor = models.TextField()
    about_kind = models.TextField()
    about_id = models.TextField()
    payload = models.JSONField()
    salt = models.BinaryField()
    leaf_hash = models.BinaryField()
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, null=True, related_name="entry")

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id", "seq"], name="ledger_entry_about"),
            models.Index(fields=["kind", "seq"], name="ledger_entry_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="ledger_entry_seq_from_0"),
            models.CheckConstraint(
                condition=~models.Q(kind="") & ~models.Q(actor="") & ~models.Q(about_kind=""),
                name="ledger_entry_says_who_and_what",
            ),
        ]


class TreeNode(models.Model):
    """Hash of a complete subtree above the leaves, kept when a checkpoint first covers it."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signed tree head over the first `size` entries."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    note = models.TextField()
