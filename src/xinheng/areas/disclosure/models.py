"""Disclosure's tables: the terms derived from the packs, and the reviews before first display."""

from __future__ import annotations

from django.db import models

from xinheng.areas.disclosure.terms import ReviewDecision, ReviewScope


class Term(models.Model):
    """A disclosure rule between two days, as the packs resolve it; made anew whenever they are loaded."""

    item = models.TextField()
    first = models.DateField()
    last = models.DateField(null=True)
    mode = models.TextField()
    starts = models.TextField()
    months = models.IntegerField()
    days = models.IntegerField()
    until = models.TextField()
    review = models.BooleanField()
    entry = models.TextField()
    pack = models.TextField()
    version = models.TextField()
    status = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "first"], name="disclosure_term_once")]


class Review(models.Model):
    """One decision of the legality review, about a version or all versions of a submission; the newest counts."""

    scope = models.TextField(choices=[(scope.value, scope.value) for scope in ReviewScope])
    about = models.BigIntegerField()
    decision = models.TextField(choices=[(decision.value, decision.value) for decision in ReviewDecision])
    reason = models.TextField()
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "about", "-at"], name="disclosure_review_about")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision=ReviewDecision.REFUSED) | ~models.Q(reason=""),
                name="disclosure_refusal_has_reason",
            )
        ]
