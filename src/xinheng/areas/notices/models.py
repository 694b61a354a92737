"""Notices as they were given. A row is only ever added; the first reading alone is noted on it (trigger)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.notices.terms import AddresseeKind


class Notice(models.Model):
    """One notice to one addressee. `sending` is what was sent in one transaction, `place` its place in that."""

    number = models.TextField(unique=True)
    kind = models.TextField()
    addressee_kind = models.TextField()
    addressee = models.TextField()
    about_kind = models.TextField()
    about_id = models.TextField()
    subject_zh = models.TextField()
    subject_en = models.TextField()
    says_zh = models.TextField()
    says_en = models.TextField()
    basis = models.JSONField()
    reasons = models.TextField()
    remedy_zh = models.TextField()
    remedy_en = models.TextField()
    due_on = models.DateField(null=True)
    link = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()
    salt = models.BinaryField(max_length=16)
    leaf = models.BinaryField(max_length=32)
    sending = models.BigIntegerField()
    place = models.IntegerField()
    read_at = models.DateTimeField(null=True)
    read_by = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["addressee_kind", "addressee", "-id"], name="notices_inbox"),
            models.Index(
                fields=["addressee_kind", "addressee"],
                name="notices_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(fields=["at"], name="notices_unread_since", condition=Q(read_at__isnull=True)),
            models.Index(fields=["about_kind", "about_id", "id"], name="notices_about"),
            models.Index(fields=["sending", "place"], name="notices_sending"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(addressee_kind=AddresseeKind.CENTRE.value, addressee="")
                | (
                    Q(
                        addressee_kind__in=[
                            kind.value for kind in AddresseeKind if kind is not AddresseeKind.CENTRE
                        ]
                    )
                    & ~Q(addressee="")
                ),
                name="notices_addressee_known",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | Q(read_at__isnull=False) & ~Q(read_by=""),
                name="notices_reading_says_who",
            ),
        ]
