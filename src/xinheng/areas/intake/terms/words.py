"""Words that departments write in their cells and what each stands for, and lengths of cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NO_END: Final = "长期"
"""The canonical word for "no end" in a column of ends."""

NO_END_WORDS: Final = (
    "长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限", "无处罚期限",
    "无限期", "无截止日期", "不限", "至今", "终身", "2958465",
)  # fmt: skip

EMPTY_WORDS: Final = (
    "\\N", "NULL", "null", "Null", "None", "none", "nan", "NaN", "N/A", "n/a",
    "无", "暂无", "空", "空白", "未知", "无数据", "-", "--", "—", "——", "/", "//", "\\",
)  # fmt: skip
"""Written for "nothing" in every column, unless the field brings its own list."""

ZERO_WORDS: Final = ("0", "0.0", "00")
"""Written for "nothing" where a nought cannot be a value."""

PERSON_WORDS: Final = frozenset({"自然人", "个人"})
"""Kinds of subject, as departments write them, that mean a natural person."""

INDIVIDUAL_BUSINESS_WORDS: Final = frozenset({"个体工商户", "个体"})

ACTION_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("新增", "增加", "添加", "新建", "A", "ADD", "NEW", "I", "INSERT"), "新增"),
    **dict.fromkeys(("更正", "修改", "变更", "更新", "U", "UPDATE", "CORRECT", "M"), "更正"),
    **dict.fromkeys(("撤销", "撤回", "撤消", "删除", "作废", "D", "DELETE", "WITHDRAW"), "撤销"),
}
"""Words of an action column and the canonical one each stands for."""

WITHDRAWN: Final = "撤销"

CITIZEN_DOCUMENT_WORDS: Final = frozenset(
    {"身份证", "居民身份证", "公民身份证", "二代身份证", "身份证号", "中华人民共和国居民身份证"}
)
"""Document kinds under which a number must be a citizen id number."""

YES_WORDS: Final = ("是", "有", "1", "Y", "y", "YES", "yes", "Yes", "TRUE", "true", "True", "√")
NO_WORDS: Final = ("否", "0", "N", "n", "NO", "no", "No", "FALSE", "false", "False", "×")

LEGACY_KIND_BY_SUFFIX: Final[Mapping[str, str]] = {
    "GSZC": "registration_number",
    "ZZJG": "organisation_code",
    "SWDJ": "tax_number",
    "SYDW": "institution_certificate",
    "SHZZ": "social_organisation_certificate",
}
"""Kinds of codes that subjects had before the unified one, by the ending of the national field code."""

DEFAULT_MAX_LENGTH: Final = 10_000
"""Characters of a cell whose field states no limit."""

VALUE_SHOWN: Final = 200
"""Characters of a value that a finding repeats."""
