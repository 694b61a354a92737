"""Organisations that turn out to be, or continue as, one another."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.subjects import actions, service
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.forms import ReasonForm
from xinheng.plumbing.http.permissions import requires
from xinheng.web.desks.acting import Question, actor, ask, said

LATEST = 50


class PairForm(forms.Form):
    """Which organisation is given up, and under which one it answers from now on."""

    absorbed = forms.CharField(label=_("并入方的统一社会信用代码"), max_length=18)
    survivor = forms.CharField(label=_("存续方的统一社会信用代码"), max_length=18)

    def clean_absorbed(self) -> str:
        """A code that the library knows."""
        return _known(self.cleaned_data["absorbed"])

    def clean_survivor(self) -> str:
        """A code that the library knows."""
        return _known(self.cleaned_data["survivor"])


@requires("subjects.merge")
def merges(request: HttpRequest) -> HttpResponse:
    """The latest merges, and the form that begins another."""
    return render(request, "desks/merges.html", {"merges": service.merges(limit=LATEST), "form": PairForm()})


@requires("subjects.merge")
def merge(request: HttpRequest) -> HttpResponse:
    """`?absorbed=&survivor=`: show both, ask for the reason, merge."""
    pair = PairForm(request.GET)
    if not pair.is_valid():
        context = {"merges": service.merges(limit=LATEST), "form": pair}
        return render(request, "desks/merges.html", context, status=422)
    absorbed, survivor = pair.cleaned_data["absorbed"], pair.cleaned_data["survivor"]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.merge(absorbed, survivor, reason=reason, actor=actor(request), at=clock.now())
        except actions.UnableToMerge as refused:
            form.add_error(None, said(refused.text))
        else:
            messages.success(request, gettext("已合并。记录保留原来的代码，旧代码从此指向存续主体。"))
            return redirect("desk:merges")
    context = {
        "form": form,
        "absorbed": service.organisation(absorbed),
        "survivor": service.organisation(survivor),
    }
    return render(request, "desks/merge.html", context, status=422 if form.errors else 200)


@requires("subjects.merge")
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a merge, with the reason."""
    line = service.merge_line(number)
    if line is None or line.undone_at is not None:
        raise Http404(number)
    question = Question(
        title=Text(zh=f"撤销合并：{line.absorbed_name}", en=f"Undo the merge of {line.absorbed_name}"),
        says=Text(
            zh=f"“{line.absorbed_name}”恢复为独立主体，不再指向“{line.survivor_name}”。",
            en=f"{line.absorbed_name} answers under its own code again, no longer as {line.survivor_name}.",
        ),
        button=Text(zh="撤销合并", en="Undo the merge"),
        back=reverse("desk:merges"),
    )

    def act(form: forms.Form) -> Text:
        actions.unmerge(number, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now())
        return Text(zh="合并已撤销。", en="The merge is undone.")

    return ask(request, question, act, refusals=(actions.UnableToMerge,))


def _known(given: str) -> str:
    code = given.strip().upper()
    if service.organisation(code) is None:
        raise forms.ValidationError(gettext("主体库中没有这个代码。"))
    return code
