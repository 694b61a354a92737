"""What the desks' views share: who acts, and the page that asks for a reason before something is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xinheng.kernel.text import Text
from xinheng.plumbing.http.forms import ReasonForm
from xinheng.web.language import current_language


@dataclass(frozen=True, slots=True)
class Question:
    """A page that says what will happen and asks for the reason; `back` is where "no" leads."""

    title: Text
    says: Text
    button: Text
    back: str


def actor(request: HttpRequest) -> str:
    """Who acts, as the ledger names them."""
    return request.user.get_username()


def said(text: Text) -> str:
    """A text in the language of the page."""
    return text.in_(current_language())


def ask(
    request: HttpRequest,
    question: Question,
    act: Callable[[forms.Form], Text],
    *,
    refusals: tuple[type[Exception], ...] = (),
    form: type[forms.Form] = ReasonForm,
    template: str = "desks/confirm.html",
) -> HttpResponse:
    """Show the question; on POST do it, say so, and go back. A refusal's `text` is shown beside the form."""
    filled = form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and filled.is_valid():
        try:
            done = act(filled)
        except refusals as refused:
            filled.add_error(None, said(getattr(refused, "text", Text(zh=str(refused), en=str(refused)))))
        else:
            messages.success(request, said(done))
            return redirect(question.back)
    context = {
        "form": filled,
        "title": question.title,
        "says": question.says,
        "button": question.button,
        "back": question.back,
    }
    return render(request, template, context, status=422 if filled.errors else 200)
