"""The legality review before first display (PUB-09): whole submissions, or single records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xinheng.areas.archive.terms import ROW_BITS
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import actions
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import (
    DECISION_TITLES,
    Awaiting,
    ReviewDecision,
    ReviewFacts,
    ReviewScope,
)
from xinheng.areas.intake import service as intake
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires
from xinheng.web.desks.acting import actor

PAGE_SIZE = 10
LATEST = 20


@dataclass(frozen=True, slots=True)
class Source:
    """The submission that records came with."""

    receipt_no: str
    department: Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """Records of one submission that wait, and where they come from."""

    awaiting: Awaiting
    source: Source


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in words."""

    facts: ReviewFacts
    title: Text
    source: Source | None
    row: int | None


class DecisionForm(forms.Form):
    """Approve, or refuse with the reason."""

    decision = forms.ChoiceField(
        label=_("审查意见"),
        widget=forms.RadioSelect,
        choices=[
            (ReviewDecision.APPROVED.value, _("同意公示")),
            (ReviewDecision.REFUSED.value, _("不予公示")),
        ],
        error_messages={"required": _("请选择审查意见。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不予公示必须写明理由；写入账本，请勿填写个人信息。"),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") == ReviewDecision.REFUSED and not given.get("reason", "").strip():
            self.add_error("reason", gettext("不予公示的，请写明理由。"))
        return given


@requires("disclosure.review")
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, and what was decided lately."""
    now = clock.now()
    waiting = disclosure.awaiting(day=clock.day_of(now), moment=now)
    decided = disclosure.reviews(limit=LATEST)
    sources = _sources({one.submission for one in waiting} | {_submission_of(one) for one in decided})
    context = {
        "waiting": [Waiting(one, sources[one.submission]) for one in waiting if one.submission in sources],
        "decided": [
            Decided(
                facts=one,
                title=DECISION_TITLES[one.decision],
                source=sources.get(_submission_of(one)),
                row=one.about & ((1 << ROW_BITS) - 1) if one.scope is ReviewScope.VERSION else None,
            )
            for one in decided
        ],
        "records": sum(one.records for one in waiting),
    }
    return render(request, "desks/reviews.html", context)


@requires("disclosure.review")
def submission(request: HttpRequest, submission: int) -> HttpResponse:
    """The waiting records of one submission, as the public would read them, with the rules they are shown by."""
    return _page(request, submission, DecisionForm())


@requires("disclosure.review")
@require_POST
def decide_submission(request: HttpRequest, submission: int) -> HttpResponse:
    """Decide all records of the submission at once."""
    return _decide(request, submission, ReviewScope.SUBMISSION, submission)


@requires("disclosure.review")
@require_POST
def decide_version(request: HttpRequest, submission: int, version: int) -> HttpResponse:
    """Decide a single record."""
    if version >> ROW_BITS != submission:
        raise Http404(version)
    return _decide(request, submission, ReviewScope.VERSION, version)


def _decide(request: HttpRequest, submission: int, scope: ReviewScope, about: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, about=about, status=422)
    decision = ReviewDecision(form.cleaned_data["decision"])
    actions.review(
        scope,
        about,
        decision=decision,
        reason=form.cleaned_data["reason"],
        actor=actor(request),
        at=clock.now(),
    )
    messages.success(request, gettext("审查意见已记录。"))
    now = clock.now()
    left = disclosure.awaiting_records(submission, day=clock.day_of(now), moment=now, limit=1)
    return redirect("desk:review", submission) if left else redirect("desk:reviews")


def _page(
    request: HttpRequest, submission: int, form: DecisionForm, *, about: int | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    day = clock.day_of(now)
    waiting = {one.submission: one for one in disclosure.awaiting(day=day, moment=now)}.get(submission)
    source = _sources({submission}).get(submission)
    if waiting is None or source is None:
        raise Http404(submission)
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=waiting.records)
    context = {
        "waiting": Waiting(waiting, source),
        "records": disclosure.awaiting_records(
            submission, day=day, moment=now, limit=PAGE_SIZE, offset=page.offset
        ),
        "term": catalogue.lawbook().as_of(day).disclosure(waiting.item),
        "page": page,
        "form": form,
        "about": about,
    }
    return render(request, "desks/review.html", context, status=status)


def _sources(submissions: set[int]) -> dict[int, Source]:
    rows = intake.history().filter(pk__in=submissions)
    return {row.pk: Source(row.receipt_no, row.department.name) for row in rows}


def _submission_of(review: ReviewFacts) -> int:
    return review.about if review.scope is ReviewScope.SUBMISSION else review.about >> ROW_BITS
