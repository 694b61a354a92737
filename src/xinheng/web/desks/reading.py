"""Reading what is not public: by a subject's authorisation, or for a published matter. Each attempt is in the access log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.terms import (
    PARTY_TITLES,
    STANDING_TITLES,
    AuthorisedAsk,
    MatterAsk,
    PartyKind,
    Permitted,
    ReadingRefused,
)
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import ProvidedRecord
from xinheng.kernel.identifiers import uscc
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import LAST_PAGE, Paging, page_number
from xinheng.plumbing.http.permissions import requires
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.desks.acting import said

PAGE_SIZE = 20


class SubjectForm(forms.Form):
    """Whose information. A citizen id is hashed at once; there is no search by name."""

    kind = forms.ChoiceField(
        label=_("被查主体"), widget=forms.RadioSelect, initial=PartyKind.ORGANISATION.value
    )
    code = forms.CharField(
        label=_("统一社会信用代码，或个人证件号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("证件号码只用于核对，不保存原文。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, said(PARTY_TITLES[one])) for one in PartyKind]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`subject`: (kind, USCC or keyed hash)."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" not in given or "code" not in given:
            return given
        kind, code = PartyKind(given["kind"]), given.pop("code")
        subject = subject_of(kind, code)
        if subject is None:
            self.add_error("code", gettext("代码或证件号码有误。"))
            return given
        return given | {"subject": (kind, subject)}


class AuthorisedForm(SubjectForm):
    """By which authorisation: a one-time code, or its number."""

    code_once = forms.CharField(
        label=_("一次性查询码"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(label=_("授权编号（不凭码的授权）"), required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean()
        if not given.get("code_once") and not given.get("number"):
            self.add_error("code_once", gettext("请填写查询码或授权编号。"))
        return given


class MatterForm(SubjectForm):
    """For which published matter, in which proceeding."""

    # not a choice: an attempt outside the list has to reach the log
    matter = forms.CharField(
        label=_("查询事项"),
        max_length=80,
        widget=forms.Select,
        help_text=_("只列出已公布的、本单位可用的事项。"),
    )
    proceeding = forms.CharField(
        label=_("本单位办件编号"), max_length=60, help_text=_("写入查询登记，被查主体能够看到。")
    )

    def __init__(self, *args: Any, user: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organ = departments.department_of(user)
        law = catalogue.lawbook().as_of(clock.today())
        offered = () if organ is None else law.matters(organ.kind)
        self.fields["matter"].widget.choices = [(one.value.id, said(one.title)) for one in offered]


def subject_of(kind: PartyKind, code: str) -> str | None:
    """The USCC, or the keyed hash of a citizen id; None when it is none."""
    if kind is PartyKind.PERSON:
        return consent.person_of(code)
    return uscc.compact(code) if uscc.is_valid(code) else None


@requires("reading.authorised")
@rate_limited("reading")
def authorised(request: HttpRequest) -> HttpResponse:
    """Read by authorisation; the form also lists the authorisations that the organ was given."""
    form = AuthorisedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind, subject = given["subject"]
        asked = AuthorisedAsk(kind, subject, number=given["number"].strip(), code=given["code_once"].strip())
        answer = _answer(
            request, form, lambda read: consent.read_authorised(request.user, asked, read, at=clock.now())
        )
        if answer is not None:
            return answer
    context = {"form": form} | _given(request)
    return render(request, "desks/reading.html", context, status=422 if form.errors else 200)


@requires("reading.matter")
@rate_limited("reading")
def for_matter(request: HttpRequest) -> HttpResponse:
    """Read for a published matter of the organ."""
    form = MatterForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind, subject = given["subject"]
        asked = MatterAsk(kind, subject, matter=given["matter"], proceeding=given["proceeding"])
        answer = _answer(
            request, form, lambda read: consent.read_for_matter(request.user, asked, read, at=clock.now())
        )
        if answer is not None:
            return answer
    return render(request, "desks/reading_matter.html", {"form": form}, status=422 if form.errors else 200)


Read = Callable[[Permitted], Sequence[ProvidedRecord]]


def _answer(
    request: HttpRequest, form: forms.Form, reading: Callable[[Read], tuple[ProvidedRecord, ...]]
) -> HttpResponse | None:
    """The records, once: they are in the answer to this request and in no address. None when nothing may be read."""
    permitted: list[Permitted] = []

    def read(what: Permitted) -> Sequence[ProvidedRecord]:
        permitted.append(what)
        return disclosure.provided(what, at=clock.now())

    try:
        found = reading(read)
    except ReadingRefused as refused:
        form.add_error(None, said(refused.text))
        return None
    again = request.resolver_match.view_name if request.resolver_match else "desk:reading"
    context = {
        "again": again,
        "records": found,
        "subject": consent.name_of_party(*form.cleaned_data["subject"]),
        "at": clock.now(),
    }
    return render(request, "desks/reading_found.html", context)


def _given(request: HttpRequest) -> dict[str, Any]:
    """The authorisations to the reader's organ, page by page."""
    organ = departments.department_of(request.user)
    number = min(page_number(request), LAST_PAGE)
    offset = (number - 1) * PAGE_SIZE
    found = () if organ is None else consent.authorisations_to(organ.code, limit=PAGE_SIZE + 1, offset=offset)
    today = clock.today()
    lines = [
        (
            one,
            consent.name_of_party(one.grantor_kind, one.grantor),
            STANDING_TITLES[consent.authorisation_standing(one, day=today)],
        )
        for one in found[:PAGE_SIZE]
    ]
    return {"lines": lines, "page": Paging(number=number, size=PAGE_SIZE, total=offset + len(found))}
