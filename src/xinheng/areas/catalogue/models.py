"""Catalogue versions and their entries. What each state needs, and their order, the database enforces."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from xinheng.areas.catalogue.rules import ORDER
from xinheng.areas.catalogue.terms import CatalogueState, VersionFacts
from xinheng.kernel.lawbook.meta import Opinion

_LATER = [state.value for state in ORDER[1:]]
_DECIDED = [state.value for state in ORDER[2:]]


def _needs(states: list[str], *fields: str) -> models.Q:
    """In these states the fields are not empty; in the others it does not matter."""
    filled = models.Q()
    for field in fields:
        filled &= (
            models.Q(**{f"{field}__isnull": False}) if field.endswith("_at") else ~models.Q(**{field: ""})
        )
    return ~models.Q(state__in=states) | filled


class CatalogueVersion(models.Model):
    """One version of the catalogue on its way from compilation to publication."""

    digest = models.CharField(
        max_length=64, help_text="SHA-256 over the entries' content hashes, hexadecimal"
    )
    packs = models.JSONField(help_text="pack → version")
    state = models.CharField(max_length=12, default=CatalogueState.COMPILED.value)
    reasons = models.TextField()
    may_reduce_rights = models.BooleanField()
    affected = models.JSONField(default=list, help_text="item ids whose change may reduce rights")
    consultation = models.TextField(blank=True, default="")
    assessment = models.TextField(blank=True, default="")
    opinions = models.JSONField(default=list)
    approval = models.TextField(blank=True, default="")
    compiled_at = models.DateTimeField()
    consulted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ORDER]),
                name="catalogue_version_state_known",
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="catalogue_version_has_reasons"),
            models.CheckConstraint(
                condition=_needs(_LATER, "consulted_at", "consultation"), name="catalogue_version_consulted"
            ),
            models.CheckConstraint(
                condition=_needs(_DECIDED, "approved_at", "approval"), name="catalogue_version_approved"
            ),
            models.CheckConstraint(
                condition=_needs([CatalogueState.PUBLISHED.value], "published_at"),
                name="catalogue_version_published",
            ),
            models.CheckConstraint(
                condition=models.Q(may_reduce_rights=False)
                | ~models.Q(state__in=_DECIDED)
                | (~models.Q(assessment="") & ~models.Q(opinions=[])),
                name="catalogue_version_assessed",
            ),
        ]

    def __str__(self) -> str:
        """Number and state."""
        return f"{self.pk} {self.state}"

    @property
    def facts(self) -> VersionFacts:
        """The version as the rules see it."""
        return VersionFacts(
            state=CatalogueState(self.state),
            reasons=self.reasons,
            may_reduce_rights=self.may_reduce_rights,
            consultation=self.consultation,
            approval=self.approval,
            assessment=self.assessment,
            opinions=tuple(Opinion.model_validate(opinion) for opinion in self.opinions),
        )


class CatalogueEntry(models.Model):
    """One item of a version as it was decided on. Rows are only ever added; a trigger sees to it."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="entries")
    item = models.CharField(max_length=80)
    entry = models.CharField(max_length=160, help_text="<pack>/<id>")
    in_force_from = models.DateField(null=True)
    content_hash = models.BinaryField(max_length=32, help_text="SHA-256 of the canonical definition")
    definition = models.JSONField()

    class Meta:
        ordering: ClassVar = ["item", "in_force_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "entry", "content_hash"],
                name="catalogue_entry_once_in_a_version",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["content_hash"], name="catalogue_entry_content")]

    def __str__(self) -> str:
        """The item's id."""
        return self.item
