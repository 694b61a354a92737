"""Forms that every desk uses."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why: it stands in the ledger and in the history for ever."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入账本和历史，不能更改；请勿填写个人信息。"),
        error_messages={"required": _("请写明理由。")},
    )
