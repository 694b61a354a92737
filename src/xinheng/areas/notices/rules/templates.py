"""The words of each kind of notice, in Chinese and in English. Pure.

Places: `{what}` what it concerns, `{number}` the number of the case, `{who}` the organ that acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xinheng.areas.notices.terms import (
    ADVERSE,
    AdverseText,
    Grounds,
    NoticeKind,
    NoticeText,
    Part,
    UnableToNotify,
)
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Template:
    """Title and sentence of a kind."""

    subject: Text
    says: Text


TEMPLATES: Final[Mapping[NoticeKind, Template]] = {
    NoticeKind.OBJECTION_RECEIVED: Template(
        Text(zh="异议 {number} 已受理", en="Objection {number} received"),
        Text(
            zh="对{what}提出的异议已受理，编号 {number}。办理期间，该信息在各处均作异议标注。",
            en="The objection to {what} was received under number {number}. While it is open, the record is marked as "
            "contested wherever it is shown.",
        ),
    ),
    NoticeKind.OBJECTION_TRANSFERRED: Template(
        Text(zh="异议 {number} 已转交提供单位", en="Objection {number} transferred to the provider"),
        Text(
            zh="对{what}的异议（编号 {number}）已转交{who}办理，由其在期限内决定是否更正并说明理由。",
            en="The objection to {what} (number {number}) was transferred to {who}, who decides within the time limit "
            "whether to correct, and says why.",
        ),
    ),
    NoticeKind.OBJECTION_TAKEN_OVER: Template(
        Text(zh="异议 {number} 改由信用中心处理", en="Objection {number} taken over"),
        Text(
            zh="对{what}的异议（编号 {number}）办理期限已过，改由{who}处理，原办理单位不再作出决定。",
            en="The time to decide on the objection to {what} (number {number}) is over; {who} decides now, and the "
            "provider no longer can.",
        ),
    ),
    NoticeKind.OBJECTION_DECIDED: Template(
        Text(zh="异议 {number} 的处理结果", en="Objection {number}: decision"),
        Text(
            zh="{who}已就对{what}提出的异议（编号 {number}）作出决定，理由如下。",
            en="{who} decided on the objection to {what} (number {number}), for the reasons below.",
        ),
    ),
    NoticeKind.OBJECTION_LOOKED_AT_AGAIN: Template(
        Text(zh="异议 {number} 的复核结果", en="Objection {number}: looked at again"),
        Text(
            zh="{who}已复核对{what}提出的异议（编号 {number}），结论和理由如下。",
            en="{who} looked again at the objection to {what} (number {number}); the reasons are below.",
        ),
    ),
    NoticeKind.REPAIR_RECEIVED: Template(
        Text(zh="信用修复申请 {number} 已收到", en="Application for repair {number} received"),
        Text(
            zh="对{what}的信用修复申请已收到，编号 {number}。",
            en="The application for repair of {what} was received under number {number}.",
        ),
    ),
    NoticeKind.REPAIR_DECIDED: Template(
        Text(zh="信用修复申请 {number} 的决定", en="Application for repair {number}: decision"),
        Text(
            zh="{who}已就对{what}的信用修复申请（编号 {number}）作出决定，理由如下。",
            en="{who} decided on the application for repair of {what} (number {number}), for the reasons below.",
        ),
    ),
    NoticeKind.RECORD_CORRECTED: Template(
        Text(zh="信用信息已更正（{number}）", en="A record was corrected ({number})"),
        Text(zh="{who}更正了{what}。", en="{who} corrected {what}."),
    ),
    NoticeKind.RECORD_WITHDRAWN: Template(
        Text(zh="信用信息已撤销（{number}）", en="A record was withdrawn ({number})"),
        Text(
            zh="{who}撤销了{what}，该信息自始不再公示、不再计入。",
            en="{who} withdrew {what}: it is no longer shown, and counts for nothing from the beginning.",
        ),
    ),
    NoticeKind.ADVERSE_EFFECT_INTENDED: Template(
        Text(zh="拟作不利处理事先告知书（{number}）", en="Notice before an adverse effect ({number})"),
        Text(
            zh="{who}拟{what}。作出决定之前，可以在期限内陈述、申辩。",
            en="{who} intends: {what}. Before it is decided you may state your case within the time limit.",
        ),
    ),
    NoticeKind.ADVERSE_EFFECT_TAKEN: Template(
        Text(zh="不利处理告知书（{number}）", en="Notice of an adverse effect ({number})"),
        Text(
            zh="{who}已决定{what}。依据、理由、救济途径和期限如下。",
            en="{who} decided: {what}. Basis, reasons, remedy and due day are below.",
        ),
    ),
    NoticeKind.ADVERSE_EFFECT_ENDED: Template(
        Text(zh="不利处理已终止（{number}）", en="An adverse effect ended ({number})"),
        Text(zh="{who}终止了{what}。", en="{who} ended: {what}."),
    ),
    NoticeKind.ACCESS_MADE: Template(
        Text(zh="您的非公开信息被查询（{number}）", en="Your non-public information was read ({number})"),
        Text(
            zh="{who}查询了{what}，登记编号 {number}。",
            en="{who} read {what}; it is registered under {number}.",
        ),
    ),
    NoticeKind.AUTHORISATION_CHANGED: Template(
        Text(zh="信用信息授权 {number} 有变动", en="Authorisation {number} changed"),
        Text(zh="授权 {number}：{what}。操作人：{who}。", en="Authorisation {number}: {what}. By {who}."),
    ),
    NoticeKind.MANDATE_CHANGED: Template(
        Text(zh="授权委托 {number} 有变动", en="Mandate {number} changed"),
        Text(zh="委托 {number}：{what}。操作人：{who}。", en="Mandate {number}: {what}. By {who}."),
    ),
    NoticeKind.DUE_SOON: Template(
        Text(zh="{number} 的办理期限将至", en="{number}: the deadline is near"),
        Text(
            zh="{what}（{number}）由{who}办理，期限将至。",
            en="{what} ({number}) is with {who}; its deadline is near.",
        ),
    ),
    NoticeKind.OVERDUE: Template(
        Text(zh="{number} 已逾期", en="{number} is overdue"),
        Text(
            zh="{what}（{number}）由{who}办理，期限已过。",
            en="{what} ({number}) is with {who}; its deadline has passed.",
        ),
    ),
    NoticeKind.INCIDENT_RAISED: Template(
        Text(zh="违规行为线索 {number}", en="Incident {number}"),
        Text(zh="发现{who}的违规行为线索：{what}。", en="An incident was raised about {who}: {what}."),
    ),
}


def worded(kind: NoticeKind, *, what: Text, number: str, who: Text, grounds: Grounds) -> NoticeText:
    """The notice of that kind in its own words, with basis, reasons and remedy whatever its kind.

    Raises UnableToNotify where one of them is missing, or the due day of an adverse effect.
    """
    template = TEMPLATES[kind]
    chinese = {"what": what.zh, "number": number, "who": who.zh}
    english = {"what": what.en, "number": number, "who": who.en}

    def filled(text: Text) -> Text:
        return Text(zh=text.zh.format_map(chinese), en=text.en.format_map(english))

    made = AdverseText if kind in ADVERSE else NoticeText
    text = made(
        subject=filled(template.subject),
        says=filled(template.says),
        basis=grounds.basis,
        reasons=grounds.reasons,
        remedy=grounds.remedy,
        due_on=grounds.due_on,
        link=grounds.link,
    )
    if lacking := text.missing(NoticeKind.ADVERSE_EFFECT_TAKEN) - {Part.DUE_DAY}:
        raise UnableToNotify(kind, frozenset(lacking))
    return text
