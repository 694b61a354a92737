"""Organisations, their names, codes and merges; persons by role; the read model that the search reads.

No column here counts, weighs or orders anybody: the only numbers are keys and search tokens.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from xinheng.areas.subjects.terms import (
    NATURAL_PERSON,
    ROLES_IN_ORGANISATION,
    CodeKind,
    PersonRole,
    Status,
)


class Organisation(models.Model):
    """An organisation or individual business. One without a USCC is known by an earlier code."""

    uscc = models.CharField(max_length=18, null=True, db_collation="C")
    name = models.CharField(max_length=300)
    name_since = models.DateField(null=True)
    kind = models.CharField(max_length=60, null=True, help_text="a subject kind of the lawpacks")
    sub_kind = models.CharField(max_length=60, null=True)
    region = models.CharField(max_length=6, null=True, help_text="GB/T 2260, the code of today")
    status = models.CharField(max_length=20, default=Status.UNKNOWN.value, db_default=Status.UNKNOWN.value)
    established_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    facts = models.JSONField(default=dict, db_default={}, help_text="registration facts as delivered")
    facts_source = models.CharField(max_length=200, default="", db_default="")
    synthetic = models.BooleanField(default=False, db_default=False)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uscc"], name="subjects_organisation_uscc"),
            models.CheckConstraint(
                condition=Q(uscc__isnull=True) | Q(uscc__regex="^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="subjects_organisation_uscc_shape",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NATURAL_PERSON), name="subjects_organisation_is_no_person"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]),
                name="subjects_organisation_status_known",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(region__regex=r"^\d{6}$"),
                name="subjects_organisation_region_code",
            ),
        ]
        indexes: ClassVar = [
            # characters 9 to 17 of a USCC are the organisation code (GB 32100)
            models.Index(Substr("uscc", 9, 9), name="subjects_organisation_in_uscc"),
        ]

    def __str__(self) -> str:
        """Name and code."""
        return f"{self.name} {self.uscc or ''}".strip()


class OrganisationName(models.Model):
    """A name that an organisation gave up."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=300)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name", "until"],
                name="subjects_organisationname_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class OrganisationChange(models.Model):
    """A registration fact before and after a delivery changed it; rows are only ever added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, help_text="the column: kind, sub_kind, region, status …")
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """One line of history."""
        return f"{self.what}: {self.before} → {self.after}"


class OrganisationCode(models.Model):
    """A code from before the unified one, registered as this organisation's: a name alone never links."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="codes")
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in CodeKind])
    value = models.CharField(max_length=60, db_collation="C")
    source = models.CharField(max_length=200)
    linked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="subjects_organisationcode_once"),
            models.CheckConstraint(condition=~Q(value=""), name="subjects_organisationcode_not_blank"),
        ]
        indexes: ClassVar = [models.Index(fields=["value"], name="subjects_organisationcode_val")]

    def __str__(self) -> str:
        """Kind and value."""
        return f"{self.kind}:{self.value}"


class Merge(models.Model):
    """One organisation continues as another. Undone, never deleted; `undone_at` is null while it holds."""

    absorbed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_away")
    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_in")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_reason = models.TextField(null=True)
    undone_by = models.CharField(max_length=150, null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="subjects_merge_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(absorbed=models.F("survivor")), name="subjects_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="subjects_merge_has_reason"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason__isnull=True)
                | (
                    Q(undone_at__isnull=False, undone_by__isnull=False, undone_reason__isnull=False)
                    & ~Q(undone_reason="")
                ),
                name="subjects_merge_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """Who went into whom."""
        return f"{self.absorbed_id} → {self.survivor_id}"


class Person(models.Model):
    """A natural person, known by keyed hash. No name, no attribute, nothing to search or evaluate."""

    keyed_hash = models.CharField(max_length=34, primary_key=True, db_collation="C")
    encrypted = models.BinaryField(help_text="the identity number")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(keyed_hash__regex="^h:[0-9a-f]{32}$"), name="subjects_person_keyed_hash"
            ),
        ]

    def __str__(self) -> str:
        """The keyed hash says nothing about the person."""
        return self.keyed_hash


class PersonRoleHeld(models.Model):
    """The reason why a person is known: one role, from a source, between dates."""

    # found by the unique constraint below, which begins with the person
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles", db_index=False)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in PersonRole])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="persons"
    )
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in PersonRole]),
                name="subjects_personrole_known",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | ~Q(role__in=sorted(role.value for role in ROLES_IN_ORGANISATION)),
                name="subjects_personrole_in_organisation",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="subjects_personrole_has_source"),
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "source"],
                name="subjects_personrole_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """Role and source."""
        return f"{self.role} ({self.source})"


class SearchName(models.Model):
    """One name of an organisation as the search reads it; a copy that can be made again at any time."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    current = models.BooleanField()
    name = models.CharField(max_length=300)
    text = models.CharField(max_length=300, db_collation="C", help_text="comparable form")
    trade = models.CharField(max_length=300, db_collation="C", help_text="without leading regions")
    initials = models.CharField(max_length=300, db_collation="C")
    trade_initials = models.CharField(max_length=300, db_collation="C")
    pinyin = models.CharField(max_length=2000, db_collation="C")
    trade_pinyin = models.CharField(max_length=2000, db_collation="C")
    region = models.CharField(max_length=6, null=True, db_collation="C")
    kind = models.CharField(max_length=60, null=True, db_collation="C")
    tokens = ArrayField(models.IntegerField())

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="subjects_searchname_tokens"),
            models.Index(fields=["initials"], name="subjects_searchname_initials"),
            models.Index(fields=["trade_initials"], name="subjects_searchname_tradeinit"),
            models.Index(fields=["pinyin"], name="subjects_searchname_pinyin"),
            models.Index(fields=["trade_pinyin"], name="subjects_searchname_tradepin"),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class SearchPending(models.Model):
    """An organisation whose search names are still to be made, after a large load."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        """The key."""
        return str(self.pk)
