"""Logins of subjects, whom they represent, mandates, authorisations and their one-time codes.

A person is a keyed hash here and nothing more; no column holds a number or an attribute of one.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xinheng.areas.consent.terms import (
    AuthorisationFacts,
    Capacity,
    CodeFacts,
    HolderFacts,
    MandateFacts,
    PartyKind,
    Power,
)

_PERSON = "^h:[0-9a-f]{32}$"
_PARTY = (Q(grantor_kind=PartyKind.ORGANISATION.value) & Q(grantor__regex="^[0-9A-Z]{18}$")) | (
    Q(grantor_kind=PartyKind.PERSON.value) & Q(grantor__regex=_PERSON)
)
_REVOKED = Q(revoked_at__isnull=True, revoked_by="", revoked_why="") | (
    Q(revoked_at__isnull=False) & ~Q(revoked_by="") & ~Q(revoked_why="")
)


class Holder(models.Model):
    """Who holds a login from outside the staff: one user for one person, for ever."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    person = models.CharField(max_length=34, unique=True, db_collation="C")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(person__regex=_PERSON), name="consent_holder_keyed_hash"),
        ]

    def __str__(self) -> str:
        """The keyed hash says nothing about the person."""
        return self.person

    @property
    def as_facts(self) -> HolderFacts:
        """The login as others see it."""
        return HolderFacts(
            username=self.account.username,
            person=self.person,
            name=self.account.get_full_name(),
            since=self.since,
        )


class Representation(models.Model):
    """An organisation that the identity provider said a person represents; `ended_at` once it said so no more."""

    person = models.CharField(max_length=34, db_collation="C")
    uscc = models.CharField(max_length=18, db_collation="C")
    capacity = models.CharField(max_length=30)
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "uscc"],
                condition=Q(ended_at__isnull=True),
                name="consent_representation_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=[Capacity.LEGAL_REPRESENTATIVE.value, Capacity.HANDLER.value]),
                name="consent_representation_capacity",
            ),
            models.CheckConstraint(
                condition=Q(person__regex=_PERSON) & Q(uscc__regex="^[0-9A-Z]{18}$"),
                name="consent_representation_who_and_whom",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["uscc"], name="consent_representation_uscc")]

    def __str__(self) -> str:
        """For which organisation, as what."""
        return f"{self.uscc} {self.capacity}"


class Mandate(models.Model):
    """A subject's written mandate to an agent. What it says never changes; it can be revoked, once."""

    grantor_kind = models.CharField(max_length=20)
    grantor = models.CharField(max_length=34, db_collation="C", help_text="USCC, or keyed hash of a person")
    agent = models.CharField(max_length=34, db_collation="C")
    agent_name = models.CharField(max_length=100)
    powers = ArrayField(models.CharField(max_length=20))
    first = models.DateField()
    last = models.DateField()
    evidence = models.CharField(max_length=64, blank=True, help_text="SHA-256 of a signed document")
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PARTY, name="consent_mandate_grantor"),
            models.CheckConstraint(
                condition=Q(agent__regex=_PERSON) & ~Q(agent=models.F("grantor")) & ~Q(agent_name=""),
                name="consent_mandate_agent",
            ),
            models.CheckConstraint(
                condition=Q(powers__len__gt=0) & Q(powers__contained_by=[power.value for power in Power]),
                name="consent_mandate_powers",
            ),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="consent_mandate_days"),
            models.CheckConstraint(condition=_REVOKED, name="consent_mandate_revoked_with_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["grantor", "-id"], name="consent_mandate_grantor_ids"),
            models.Index(fields=["agent", "-id"], name="consent_mandate_agent_ids"),
        ]

    def __str__(self) -> str:
        """Who for whom."""
        return f"{self.agent_name} → {self.grantor_kind}:{self.grantor}"

    @property
    def as_facts(self) -> MandateFacts:
        """The mandate as rules and pages see it."""
        return MandateFacts(
            id=self.pk,
            grantor_kind=PartyKind(self.grantor_kind),
            grantor=self.grantor,
            agent=self.agent,
            agent_name=self.agent_name,
            powers=frozenset(Power(power) for power in self.powers),
            first=self.first,
            last=self.last,
            evidence=self.evidence,
            given_by=self.given_by,
            given_at=self.given_at,
            revoked_at=self.revoked_at,
            revoked_by=self.revoked_by,
            revoked_why=self.revoked_why,
        )


class Authorisation(models.Model):
    """A subject's written authorisation to read. What it says never changes; it can be revoked, once."""

    number = models.CharField(max_length=20, unique=True)
    grantor_kind = models.CharField(max_length=20)
    grantor = models.CharField(max_length=34, db_collation="C", help_text="USCC, or keyed hash of a person")
    grantee = models.CharField(max_length=40, help_text="code of a department")
    grantee_name = models.CharField(max_length=200)
    items = ArrayField(models.CharField(max_length=80))
    purpose = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    by_code = models.BooleanField()
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    mandate = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PARTY, name="consent_authorisation_grantor"),
            models.CheckConstraint(
                condition=~Q(grantee="") & ~Q(purpose="") & Q(items__len__gt=0),
                name="consent_authorisation_whom_what_why",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="consent_authorisation_days"
            ),
            models.CheckConstraint(condition=_REVOKED, name="consent_authorisation_revoked_why"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["grantor", "-id"], name="consent_authorisation_grantor"),
            models.Index(fields=["grantee", "-id"], name="consent_authorisation_grantee"),
        ]

    def __str__(self) -> str:
        """The number."""
        return self.number

    @property
    def as_facts(self) -> AuthorisationFacts:
        """The authorisation as rules and pages see it."""
        return AuthorisationFacts(
            id=self.pk,
            number=self.number,
            grantor_kind=PartyKind(self.grantor_kind),
            grantor=self.grantor,
            grantee=self.grantee,
            grantee_name=self.grantee_name,
            items=tuple(self.items),
            purpose=self.purpose,
            first=self.first,
            last=self.last,
            by_code=self.by_code,
            given_by=self.given_by,
            given_at=self.given_at,
            mandate=self.mandate,
            revoked_at=self.revoked_at,
            revoked_by=self.revoked_by,
            revoked_why=self.revoked_why,
        )


class Code(models.Model):
    """A one-time code of an authorisation; only its keyed hash is kept. It can be used once, and nothing else."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=34, unique=True, db_collation="C")
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("issued_at")), name="consent_code_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by="") | (Q(used_at__isnull=False) & ~Q(used_by="")),
                name="consent_code_used_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Which authorisation's, until when."""
        return f"{self.authorisation_id} {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def as_facts(self) -> CodeFacts:
        """The code as pages see it."""
        return CodeFacts(
            id=self.pk,
            authorisation=self.authorisation_id,
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            used_at=self.used_at,
            used_by=self.used_by,
        )
