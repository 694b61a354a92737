"""What an objector or applicant fills in, at home or with somebody at a counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.areas.consent import service as consent
from xinheng.areas.rights.cases.actions import Upload
from xinheng.areas.rights.cases.terms import Channel, OnBehalf, PartyKind
from xinheng.areas.rights.objection.terms import GROUND_TITLES, REMEDY_TITLES, Ground, Lodging, Remedy
from xinheng.areas.rights.pages.scope import said
from xinheng.areas.rights.repair.terms import CONDITION_TITLES, Application
from xinheng.kernel.identifiers import uscc
from xinheng.kernel.lawbook.meta import CatalogueField, RepairCondition, RepairRule
from xinheng.plumbing.files.documents import ACCEPT

_CLAIM = "claim_"
_DOCUMENT = "document_"


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each as a file field takes one; [] for none."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every one of them, or what is wrong with one."""
        given = [each for each in data or [] if each]
        if not given:
            super().clean(None, initial)
            return []
        return [super(Files, self).clean(each, initial) for each in given]


class CounterFields(forms.Form):
    """Whom the counter saw, and how it knew them."""

    party_kind = forms.ChoiceField(
        label=_("申请人"), widget=forms.RadioSelect, initial=PartyKind.ORGANISATION.value
    )
    party = forms.CharField(
        label=_("统一社会信用代码或者公民身份号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("身份号码只用于核对，不保存原文。"),
    )
    identity = forms.CharField(
        label=_("身份核验情况"),
        max_length=200,
        help_text=_("例如：核对法定代表人身份证和营业执照原件。写入账本，请勿填写号码。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_kind"].choices = [  # type: ignore[attr-defined]
            (PartyKind.ORGANISATION.value, gettext("组织")),
            (PartyKind.PERSON.value, gettext("个人")),
        ]

    def clean(self) -> dict[str, Any]:
        """The code, or the keyed hash: the number itself goes no further."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        written = given.get("party", "")
        if given.get("party_kind") == PartyKind.PERSON:
            given["party"] = consent.person_of(written)
        else:
            given["party"] = uscc.compact(written) if uscc.is_valid(written) else None
        if written and given["party"] is None:
            self.add_error("party", gettext("代码或号码有误。"))
        return given

    @property
    def on_behalf(self) -> OnBehalf:
        """Who asks."""
        given = self.cleaned_data
        return OnBehalf(PartyKind(given["party_kind"]), given["party"], given["identity"])


class ObjectionForm(forms.Form):
    """Which ground, what is wrong, what would be right, and the files that show it."""

    ground = forms.ChoiceField(
        label=_("异议事由"), widget=forms.RadioSelect, error_messages={"required": _("请选择事由。")}
    )
    says = forms.CharField(
        label=_("哪里有误，理由是什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("请勿填写身份号码、病情等与记录无关的个人信息。"),
        error_messages={"required": _("请写明哪里有误。")},
    )
    wants = forms.ChoiceField(label=_("请求"), widget=forms.RadioSelect, initial=Remedy.CORRECT.value)

    def __init__(self, *args: Any, fields: Sequence[CatalogueField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(each.value, said(GROUND_TITLES[each])) for each in Ground]  # type: ignore[attr-defined]
        self.fields["wants"].choices = [(each.value, said(REMEDY_TITLES[each])) for each in Remedy]  # type: ignore[attr-defined]
        for field in fields:
            self.fields[f"{_CLAIM}{field.code}"] = forms.CharField(
                label=said(field.title), required=False, max_length=500
            )
        self.fields["files"] = Files(
            label=_("证明材料"), required=False, widget=ManyFiles(attrs={"accept": ACCEPT}),
            help_text=_("PDF、OFD、图片或者不含宏的 Word、Excel 文件；加密保存，只有办理单位和您能看到。"),
        )  # fmt: skip

    @property
    def claims(self) -> Iterator[forms.BoundField]:
        """The fields of the record, each with the value that would be right."""
        return (self[name] for name in self.fields if name.startswith(_CLAIM))

    @property
    def others(self) -> Iterator[forms.BoundField]:
        """All other fields."""
        return (self[name] for name in self.fields if not name.startswith(_CLAIM))

    def lodging(self, channel: Channel = Channel.PLATFORM, identity: str = "") -> Lodging:
        """What is said."""
        given = self.cleaned_data
        return Lodging(
            ground=Ground(given["ground"]), says=given["says"], wants=Remedy(given["wants"]), channel=channel,
            identity=identity,
            claims={
                name.removeprefix(_CLAIM): value.strip()
                for name, value in given.items()
                if name.startswith(_CLAIM) and value.strip()
            },
        )  # fmt: skip

    def uploads(self) -> list[Upload]:
        """The files."""
        return [Upload(each.name or "", each) for each in self.cleaned_data.get("files", [])]


class RepairForm(forms.Form):
    """Which conditions are met, how amends were made, and the documents that the rule asks for."""

    def __init__(self, *args: Any, rule: RepairRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"] = forms.MultipleChoiceField(
            label=_("已满足的条件"), widget=forms.CheckboxSelectMultiple,
            choices=[(each.value, said(CONDITION_TITLES[each])) for each in rule.conditions],
            error_messages={"required": _("请勾选已满足的条件。")},
        )  # fmt: skip
        self.fields["says"] = forms.CharField(
            label=_("履行和纠正情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": _("请说明如何履行和纠正。")},
        )  # fmt: skip
        for document in rule.documents:
            self.fields[f"{_DOCUMENT}{document.id}"] = forms.FileField(
                label=said(document.title), required=document.required,
                widget=forms.FileInput(attrs={"accept": ACCEPT}),
                error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")},
            )  # fmt: skip

    def application(self, channel: Channel = Channel.PLATFORM, identity: str = "") -> Application:
        """What is claimed."""
        given = self.cleaned_data
        met = frozenset(RepairCondition(each) for each in given["met"])
        return Application(met=met, says=given["says"], channel=channel, identity=identity)

    def uploads(self) -> list[Upload]:
        """The documents, each named as what was asked for."""
        return [
            Upload(upload.name or "", upload, name.removeprefix(_DOCUMENT))
            for name, upload in self.cleaned_data.items()
            if name.startswith(_DOCUMENT) and upload
        ]


class MoreForm(forms.Form):
    """More files for a case, or the reason for a second look with them."""

    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )  # fmt: skip

    def __init__(self, *args: Any, with_reason: bool, with_files: bool, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{step}_%s"})
        if not with_reason:
            del self.fields["reason"]
        if with_files:
            self.fields["files"] = Files(
                label=_("材料"), required=not with_reason, widget=ManyFiles(attrs={"accept": ACCEPT}),
                error_messages={"required": _("请选择文件。")},
            )  # fmt: skip

    def uploads(self) -> list[Upload]:
        """The files."""
        return [Upload(each.name or "", each) for each in self.cleaned_data.get("files", [])]
