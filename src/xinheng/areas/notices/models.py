"""Notices as they were given, contacts, deliveries with their tries, and what was done about those that failed.

Notices, tries and follow-ups are only ever added; a trigger lets the first reading of a notice and the end of a try be
noted, once. A delivery's state is what its tries say.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xinheng.areas.notices.terms import AddresseeKind, Channel, DeliveryState, FollowUp, TryOutcome


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


_OUTSIDE = [channel.value for channel in Channel if channel is not Channel.INBOX]


class Contact(models.Model):
    """Where an addressee wants notices beside the inbox. `sealed` is the address, encrypted; `hint` shows a part of it.

    It is used once somebody told the code that was sent to it, and until it is ended.
    """

    addressee_kind = models.TextField()
    addressee = models.TextField()
    channel = models.TextField()
    sealed = models.BinaryField()
    hint = models.TextField()
    set_by = models.TextField()
    set_at = models.DateTimeField()
    code = models.BinaryField(null=True, help_text="the one-time code, encrypted; none once it was told")
    code_until = models.DateTimeField(null=True)
    wrong_codes = models.IntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=_OUTSIDE), name="notices_contact_channel"),
            models.UniqueConstraint(
                fields=["addressee_kind", "addressee", "channel"],
                name="notices_contact_one_in_use",
                condition=Q(verified_at__isnull=False, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["addressee_kind", "addressee", "channel"],
                name="notices_contact_one_waiting",
                condition=Q(verified_at__isnull=True, ended_at__isnull=True),
            ),
        ]


class Delivery(models.Model):
    """One notice by one channel outside. `key` is the same for every message about it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.TextField()
    key = models.TextField(unique=True)
    state = models.TextField(default=DeliveryState.WAITING.value)
    repeated = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at"],
                name="notices_delivery_open",
                condition=Q(state__in=[DeliveryState.WAITING.value, DeliveryState.TRYING_AGAIN.value]),
            ),
            models.Index(
                fields=["notice"],
                name="notices_delivery_failed",
                condition=Q(state__in=[DeliveryState.UNDELIVERABLE.value, DeliveryState.UNCERTAIN.value]),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="notices_delivery_state"
            ),
        ]


class Try(models.Model):
    """One try at a delivery: noted before anything leaves, its end after. One without an end was broken off."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    number = models.IntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    detail = models.TextField(default="")
    reference = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "number"], name="notices_try_once"),
            models.UniqueConstraint(
                fields=["delivery"], name="notices_try_one_at_a_time", condition=Q(outcome__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, ended_at__isnull=True)
                | Q(outcome__in=[outcome.value for outcome in TryOutcome], ended_at__isnull=False),
                name="notices_try_outcome",
            ),
        ]


class Followed(models.Model):
    """What a person did about a notice that was not read or did not arrive."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="followed")
    did = models.TextField()
    words = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(did__in=[each.value for each in FollowUp]), name="notices_followed_how"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="notices_followed_says_what"),
        ]
