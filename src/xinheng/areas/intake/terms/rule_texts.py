"""Every rule of checking a row and what it tells the sender.

A rule id is `<matter>.<fault>`. Its text says what was found and what to do. Where the same fault weighs
differently by column (a legacy code names a subject, but not an organ), the finding carries its own severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xinheng.areas.intake.terms.dispositions import Severity
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as the sender reads it. `withheld`: the value was refused under R1 and is kept nowhere."""

    text: Text
    severity: Severity
    withheld: bool = False


def _reject(zh: str, en: str, *, withheld: bool = False) -> RuleText:
    return RuleText(Text(zh=zh, en=en), Severity.REJECT, withheld)


def _pend(zh: str, en: str) -> RuleText:
    return RuleText(Text(zh=zh, en=en), Severity.PEND)


def _note(zh: str, en: str) -> RuleText:
    return RuleText(Text(zh=zh, en=en), Severity.NOTE)


RULES: Final[Mapping[str, RuleText]] = {
    # any cell
    "cell.missing": _reject(
        "必填项为空（“无”“\\N”等也算空），请补填",
        "A required cell is empty (words such as 无 or \\N count as empty): fill it in",
    ),
    "cell.too_long": _reject(
        "内容超过该字段允许的长度，请缩短", "The text is longer than the field allows: shorten it"
    ),
    "cell.control": _note(
        "含有不可见的控制字符，已去除，请检查导出程序",
        "Control characters were removed: check the program that exports",
    ),
    "cell.html": _note("含有网页标签，已去除，请报送纯文本", "HTML tags were removed: send plain text"),
    "cell.formula": _note(
        "以 =、+、- 或 @ 开头，按文本保存，不作公式执行；如系公式请改报计算结果",
        "Begins with =, +, - or @: kept as text, never run; if it is a formula, send its result",
    ),
    # what is never taken in
    "forbidden.kind": _reject(
        "含有禁止归集的信息（宗教信仰、基因、指纹、血型、疾病和病史、居民社会行为等），整行退回不留存，请删除后再报",
        "Holds a kind of data that may not be collected (religion, genes, fingerprints, blood type, disease "
        "and medical history, residents' conduct …): the row is refused and not kept; delete it, send again",
        withheld=True,
    ),
    "person.no_instrument": _reject(
        "自然人信息须有生效文书的文号，本行无有效文号，不予接收（R1、PER-01），请补填文书号",
        "A row about a natural person needs the number of an effective instrument and has none (R1, PER-01): "
        "give it",
        withheld=True,
    ),
    "person.not_allowed": _reject(
        "本目录事项不归集自然人信息（R1），请勿报送",
        "This item takes in nothing about natural persons (R1): do not send it",
        withheld=True,
    ),
    "person.has_uscc": _reject(
        "类别为自然人，却填有统一社会信用代码：属个体工商户或单位的请改类别，属自然人的请删除代码",
        "The kind is natural person, yet there is a unified code: correct the kind, or delete the code",
    ),
    # citizen ids
    "citizen_id.in_text": _note(
        "文本中含有公民身份号码，已遮盖，请勿在文本中填写",
        "A citizen id number in the text was masked: do not write it there",
    ),
    "citizen_id.invalid": _reject(
        "证件号码不是有效的公民身份号码，请核对；其他证件请填明证件类型",
        "Not a valid citizen id number: check it; for another document, give its kind",
    ),
    # unified social credit code
    "uscc.repaired": _note(
        "统一社会信用代码中的小写、全角或空格已规范",
        "Lower case, full-width characters or spaces in the code were put right",
    ),
    "uscc.placeholder": _reject(
        "统一社会信用代码是占位符，视为未填，请填真实代码",
        "The code is a placeholder and counts as empty: give the real one",
    ),
    "uscc.letters": _reject(
        "统一社会信用代码不使用字母 I、O、Z、S、V，请核对是否应为 1、0、2、5、U 等",
        "The code never has the letters I, O, Z, S, V: check whether 1, 0, 2, 5 or U is meant",
    ),
    "uscc.shape": _reject(
        "统一社会信用代码应为18位数字和大写字母，请核对", "The code has 18 digits and capitals: check it"
    ),
    "uscc.check_character": _reject(
        "统一社会信用代码校验码不符，请对照证照核对",
        "The check character is wrong: compare with the certificate",
    ),
    "uscc.legacy_code": _reject(
        "统一社会信用代码栏填的是旧代码（15位注册号或9位组织机构代码），请换成18位代码",
        "The column holds an old code (15-digit registration number or 9-character organisation code): "
        "give the 18-character code",
    ),
    "uscc.name_in_code": _reject(
        "代码栏填的是名称，请填统一社会信用代码", "The code column holds a name: give the code"
    ),
    "uscc.swapped": _note(
        "名称与代码两栏填反，已对调，请检查列的对应",
        "Name and code stood in each other's column and were exchanged",
    ),
    # who the row is about
    "subject.legacy_code": _pend(
        "没有统一社会信用代码，只有旧代码，按登记的对应关系核认，核认前不入库",
        "No unified code, only one of the old kind: it waits until a registered link names the organisation",
    ),
    "subject.name_only": _pend(
        "没有任何代码，仅凭名称不能归到主体，转人工核认",
        "No code at all: a name alone attaches nothing, a person has to decide",
    ),
    "subject.kind_not_allowed": _reject(
        "本目录事项不适用于该类主体，请核对类别", "The item is not for this kind of subject: check it"
    ),
    "legacy.invalid": _note(
        "旧代码校验不符，不用于识别主体", "The old code fails its check and is not used to identify anybody"
    ),
    # instrument numbers
    "instrument.invalid": _reject(
        "文书号应含有编号数字，请填写完整文号", "An instrument number holds digits: give it in full"
    ),
    # dates
    "date.unreadable": _reject(
        "不是可识别的日期，或历法上不存在，请按 2023-07-27 的格式填写",
        "Not a date, or no day of the calendar: write it like 2023-07-27",
    ),
    "date.no_end_here": _reject(
        "本栏必须是具体日期，“长期”及1900-01-01、2099-12-31等不是日期",
        "This column needs a day; 长期, 1900-01-01, 2099-12-31 and the like are none",
    ),
    "date.future": _reject("日期晚于今天，请核对", "The day is in the future: check it"),
    "date.end_before_begin": _reject(
        "截止日期早于起始日期，请核对", "It ends before it begins: check both dates"
    ),
    "shown_until.differs": _note(
        "填报的公示截止期与法规规定不一致，以法规为准",
        "The stated end of publication differs from what the law gives; the law is followed",
    ),
    # amounts and other numbers
    "amount.not_a_number": _reject("不是数字，请填阿拉伯数字", "Not a number: write it in digits"),
    "amount.negative": _reject("金额不能为负数，请核对", "An amount cannot be negative: check it"),
    "amount.too_precise": _reject(
        "金额最多六位小数，请核对单位", "An amount has at most six decimals: check the unit"
    ),
    "amount.unit_written": _note(
        "金额中写有单位，已按本栏单位换算", "The unit written in the cell was converted to the column's unit"
    ),
    "amount.unit_gap": _reject(
        "金额与文本所述相差一万倍，本栏单位疑误（元与万元），请核对",
        "Text and amount differ by a factor of 10,000: check whether yuan and 10,000 yuan were confused",
    ),
    # words out of a list
    "choice.unknown": _reject(
        "不在可选值之内，请按目录的可选值填写", "Not among the values of the catalogue: choose one of them"
    ),
    "action.unknown": _reject(
        "操作类型不明，请填：新增、更正、撤销",
        "Unknown action: write 新增 (new), 更正 (corrected) or 撤销 (withdrawn)",
    ),
    # regions
    "region.unknown": _reject(
        "不是现行或曾用的行政区划代码，请核对", "Not a region code of today or before: check it"
    ),
    "region.historic": _note(
        "行政区划代码已变更，已换成现行代码",
        "The region code was given up; today's code was put in its place",
    ),
    # whole rows
    "row.shape": _reject(
        "该行无法按表头拆成各栏（栏数不符、引号未闭合等），请检查导出程序",
        "The row does not fit the header (number of columns, open quotes …): check the program that exports",
    ),
    "row.key_conflict": _reject(
        "同一文件中同一记录出现两次且内容不同，均退回，请只报一次",
        "The same record stands twice in the file with different content: all are returned, send it once",
    ),
    # against what the archive holds
    "archive.nothing_to_withdraw": _reject(
        "没有可撤销的记录，请核对机关、文书号和相对人",
        "There is no such record to withdraw: check organ, number and subject",
    ),
    "archive.conflict": _pend(
        "同一记录已由另一部门报送，内容不同，转人工核对",
        "Another department sent this record with different content: a person compares them",
    ),
    "archive.withdrawn_before": _pend(
        "该记录此前已撤销，现又报送，转人工核对",
        "The record was withdrawn before and is sent again: a person has to decide",
    ),
}

NOT_KEPT: Final = frozenset(rule for rule, told in RULES.items() if told.withheld)
"""Rules that refuse data under R1: neither the row nor the value may be kept, not even in quarantine."""
