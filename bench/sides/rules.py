"""The rules of the national licence table that every side runs, as plain facts.

Each side says them in its library's own way. Ours also repairs, writes canonical columns and says where each row
goes; the yardsticks only say what is wrong.
"""

from __future__ import annotations

from datetime import date
from typing import Final

TODAY: Final = date(2026, 11, 23)

PERSON: Final = "自然人"
SUBJECT_KIND: Final = "XK_XDR_LB"
NO_END: Final = "长期"

EMPTY_WORDS: Final = (
    "",
    "无",
    "暂无",
    "空",
    "空白",
    "未知",
    "无数据",
    "-",
    "--",
    "/",
    "NULL",
    "null",
    "None",
    "N/A",
)

REQUIRED: Final = (
    "XK_XDR_MC", "XK_XDR_LB", "XK_XKWS", "XK_WSH", "XK_XKLB", "XK_NR", "XK_JDRQ", "XK_YXQZ", "XK_YXQZI", "XK_XKJG",
    "XK_XKJGDM", "XK_ZT", "XK_LYDW", "XK_LYDWDM",
)  # fmt: skip
REQUIRED_OF_ORGANISATIONS: Final = ("XK_XDR_SHXYM", "XK_FRDB")
REQUIRED_OF_PERSONS: Final = ("XK_XDR_ZJLX", "XK_XDR_ZJHM")
LENGTHS: Final = {
    "XK_XDR_MC": 200, "XK_XDR_SWDJ": 20, "XK_XDR_SYDW": 20, "XK_XDR_SHZZ": 50, "XK_XKWS": 200, "XK_WSH": 128,
    "XK_XKZS": 200, "XK_XKBH": 128, "XK_NR": 4000, "XK_XKJG": 200, "XK_LYDW": 200, "BZ": 4000,
}  # fmt: skip
CHOICES: Final = {
    "XK_XDR_LB": ("法人及非法人组织", "自然人", "个体工商户"),
    "XK_XKLB": ("普通", "特许", "认可", "核准", "登记", "其他"),
    "XK_ZT": ("0", "1"),
}
USCCS: Final = ("XK_XDR_SHXYM", "XK_XKJGDM", "XK_LYDWDM")
ORGANISATION_CODES: Final = ("XK_XDR_ZZJG",)
REGISTRATION_NUMBERS: Final = ("XK_XDR_GSZC",)
CITIZEN_IDS: Final = ("XK_FR_ZJHM", "XK_XDR_ZJHM")
INSTRUMENTS: Final = ("XK_WSH",)
DATES: Final = ("XK_JDRQ", "XK_YXQZ")
END: Final = "XK_YXQZI"
BEGIN: Final = "XK_YXQZ"
NOT_FUTURE: Final = "XK_JDRQ"
TEXTS: Final = (*(name for name in LENGTHS if name != "XK_WSH"), "XK_FRDB")
"""Columns of text: each is searched for everything in `NOT_IN_TEXTS`, and for statements of a forbidden kind."""
NOT_IN_TEXTS: Final = {
    "control": r"[\x00-\x1f]",
    "tag": r"</?[a-zA-Z][^<>]*>|<!--",
    "formula": r"^[=+\-@]",
    "citizen_id": "[0-9０-９](?:[ \u3000\u00a0·-]?[0-9０-９]){13}[ \u3000\u00a0·-]?[0-9Xx０-９Ｘｘ]",
}
