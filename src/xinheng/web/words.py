"""Titles of the words of the law that pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xinheng.kernel.text import Text

HEAD_TITLES: Final[Mapping[str, Text]] = {
    "registration": Text(zh="登记类信息", en="Registration"),
    "administrative_act": Text(zh="行政行为信息", en="Administrative acts"),
    "refused_instrument": Text(
        zh="拒不履行生效法律文书的信息", en="Refusal to perform effective legal instruments"
    ),
    "honour": Text(zh="表彰奖励、公益慈善信息", en="Honours and public-welfare information"),
    "other": Text(zh="其他依法纳入的信息", en="Other information included by law"),
}

EFFECT_TITLES: Final[Mapping[str, Text]] = {
    "adverse": Text(zh="不利", en="Adverse"),
    "favourable": Text(zh="有利", en="Favourable"),
    "neutral": Text(zh="中性", en="Neutral"),
}

MODE_TITLES: Final[Mapping[str, Text]] = {
    "proactive": Text(zh="主动公开", en="Open to everybody"),
    "on_application": Text(zh="依申请公开", en="Disclosed on application"),
    "not_public": Text(zh="不公开", en="Not public"),
}

TERM_START_TITLES: Final[Mapping[str, Text]] = {
    "decided_on": Text(zh="作出决定之日", en="the day of the decision"),
    "ends_on": Text(zh="行为或者事件终止之日", en="the end of the act or event"),
    "known_on": Text(zh="归集之日", en="the day it was received"),
}

REQUIRED_TITLES: Final[Mapping[str, Text]] = {
    "always": Text(zh="必填", en="Required"),
    "organisation": Text(zh="组织必填", en="Required for organisations"),
    "person": Text(zh="自然人必填", en="Required for persons"),
    "never": Text(zh="选填", en="Optional"),
}

FIELD_TYPE_TITLES: Final[Mapping[str, Text]] = {
    "text": Text(zh="文本", en="Text"),
    "instrument": Text(zh="文书号", en="Instrument number"),
    "date": Text(zh="日期", en="Date"),
    "end_date": Text(zh="截止日期（可为长期）", en="End date (may be none)"),
    "uscc": Text(zh="统一社会信用代码", en="Unified social credit code"),
    "organisation_code": Text(zh="组织机构代码", en="Organisation code"),
    "registration_number": Text(zh="工商注册号", en="Registration number"),
    "citizen_id": Text(zh="证件号码（加密，不公开）", en="Identity number (encrypted, never shown)"),
    "person_name": Text(zh="自然人姓名（不公开）", en="Person's name (not shown)"),
    "document_kind": Text(zh="证件类型（不公开）", en="Kind of identity document (not shown)"),
    "amount": Text(zh="金额", en="Amount"),
    "integer": Text(zh="整数", en="Whole number"),
    "choice": Text(zh="单选", en="One of a list"),
    "choices": Text(zh="多选", en="Several of a list"),
    "flag": Text(zh="是否（1/0）", en="Yes or no (1/0)"),
    "region": Text(zh="行政区划代码", en="Region code"),
    "action": Text(zh="操作类型", en="Action"),
}

UNIT_TITLES: Final[Mapping[str, Text]] = {
    "ten_thousand_yuan": Text(zh="万元", en="10,000 yuan"),
    "yuan": Text(zh="元", en="yuan"),
    "working_day": Text(zh="个工作日", en="working days"),
    "calendar_day": Text(zh="日", en="days"),
    "month": Text(zh="个月", en="months"),
    "year": Text(zh="年", en="years"),
}

INSTRUMENT_LEVEL_TITLES: Final[Mapping[str, Text]] = {
    "law": Text(zh="法律", en="Law"),
    "regulation": Text(zh="行政法规", en="Administrative regulation"),
    "local_regulation": Text(zh="地方性法规", en="Local regulation"),
    "plan": Text(zh="方案、规划", en="Plan"),
    "standard": Text(zh="标准", en="Standard"),
    "notice": Text(zh="通知", en="Notice"),
    "draft": Text(zh="征求意见稿", en="Draft"),
}

DEADLINE_START_TITLES: Final[Mapping[str, Text]] = {
    "decided_on": Text(zh="作出决定之日", en="the day of the decision"),
    "received_on": Text(zh="收到材料之日", en="the day the material was received"),
    "transferred_on": Text(zh="收到转交材料之日", en="the day the transferred material was received"),
    "notified_on": Text(zh="收到告知之日", en="the day of the notice"),
}

LAPSE_TITLES: Final[Mapping[str, Text]] = {
    "suspend_display": Text(
        zh="自到期次日起暂停公示有争议的记录，直至作出决定",
        en="from the day after, the disputed record is not displayed until it is decided",
    ),
}

REGIME_TITLES: Final[Mapping[str, Text]] = {
    "ordinary": Text(zh="一般修复", en="Ordinary repair"),
    "reorganised": Text(zh="破产重整、和解企业", en="Reorganised and settled enterprises"),
}

GRAVITY_TITLES: Final[Mapping[str, Text]] = {
    "minor": Text(zh="轻微失信信息", en="Minor dishonesty"),
    "general": Text(zh="一般失信信息", en="General dishonesty"),
    "severe": Text(zh="严重失信信息", en="Severe dishonesty"),
}

CONDITION_TITLES: Final[Mapping[str, Text]] = {
    "duty_performed": Text(zh="履行相关义务", en="the duty is performed"),
    "act_corrected": Text(zh="纠正失信行为", en="the act is corrected"),
    "effect_removed": Text(zh="消除不良影响", en="its adverse effect is removed"),
}

DECIDER_TITLES: Final[Mapping[str, Text]] = {
    "provider": Text(zh="原信息提供单位", en="the original provider"),
    "centre": Text(zh="信用中心", en="the credit centre"),
}

FORCE_TITLES: Final[Mapping[str, Text]] = {
    "mandatory": Text(zh="应当查询", en="Has to ask"),
    "recommended": Text(zh="推广应用", en="Recommended"),
}

MATTER_SUBJECT_TITLES: Final[Mapping[str, Text]] = {
    "organisations": Text(zh="只查组织", en="Organisations only"),
    "persons": Text(zh="只查自然人", en="Natural persons only"),
    "both": Text(zh="组织和自然人", en="Organisations and natural persons"),
}
