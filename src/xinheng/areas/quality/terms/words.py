"""Words of the quality board, and its rules as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xinheng.kernel.lawbook.meta import Indicator
from xinheng.kernel.text import Text

NO_DATA = Text(zh="无数据", en="no data")


class PeriodKind(StrEnum):
    """The three periods of a report (implementation plan, item 38: 周调度、月通报、季评估)."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Fault(StrEnum):
    """Three kinds of faulty report (implementation plan, item 38: 瞒报、迟报、错报)."""

    WRONG = "wrong"
    LATE = "late"
    CONCEALED = "concealed"


FAULT_TITLES: Mapping[Fault, Text] = {
    Fault.WRONG: Text(zh="错报", en="Wrong"),
    Fault.LATE: Text(zh="迟报", en="Late"),
    Fault.CONCEALED: Text(zh="瞒报", en="Concealed"),
}

SCORED = (Indicator.TIMELINESS, Indicator.COMPLETENESS, Indicator.COMPLIANCE)

INDICATOR_TITLES: Mapping[Indicator, Text] = {
    Indicator.TIMELINESS: Text(zh="及时率", en="Timeliness"),
    Indicator.COMPLETENESS: Text(zh="完整率", en="Completeness"),
    Indicator.COMPLIANCE: Text(zh="合规率", en="Compliance"),
}

INDICATOR_RULES: Mapping[Indicator, Text] = {
    Indicator.TIMELINESS: Text(
        zh="本期首次入库且有公示时限的记录中，在截止日当日或之前入库的占比；没有时限或没有决定日期的不计。",
        en="Of the records first taken in during the period that have a clock, those taken in by their due "
        "day; records without a clock or a day of decision do not count.",
    ),
    Indicator.COMPLETENESS: Text(
        zh="本期收到的数据行中，必填项没有缺失的行的占比。",
        en="Of the rows received in the period, those without a missing required cell.",
    ),
    Indicator.COMPLIANCE: Text(
        zh="本期已核验完毕的数据行中，未被退回的占比；待人工核认的行不计，另列。",
        en="Of the rows of the period that were decided, those not sent back; rows that wait for a person "
        "are counted apart.",
    ),
}

SCORE_RULE = Text(
    zh="得分 = 及时率、完整率、合规率三项的算术平均 × 100，保留两位小数（舍去以下）；"
    "没有数据的指标不参与平均，并注明依据几项。权重相等是本节点公开的计算方法，不是法定数值。只评部门和地区，不评任何个人。",
    en="Score = the mean of timeliness, completeness and compliance × 100, two decimals, the rest cut off; "
    "an indicator without data takes no part, and how many took part is said. Equal weights are this node's "
    "open method, not a statutory number. Only departments and regions are scored, never a person.",
)

NOT_IN_SCORE = Text(
    zh="瞒报数由源头数量核对得出，单列，不计入得分。",
    en="Concealed records come from reconciliation with source counts; they are listed, not scored.",
)
