"""Rows of made-up organisations: their codes lie in the range that the synthetic province keeps for itself."""

from __future__ import annotations

import numpy as np
import polars as pl

from demo.province.codes import usccs

ORGAN, OTHER_ORGAN, MILL, FARM = usccs(
    prefixes=pl.Series(["11", "11", "91", "91"]), regions=pl.Series(["520100"] * 4), serials=np.arange(1, 5)
)


def penalty(**given: str) -> dict[str, str]:
    """A complete penalty row; `given` replaces fields by code."""
    row = {
        "CF_XDR_MC": "贵阳示例磨坊有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": MILL,
        "CF_FRDB": "示例甲某",
        "CF_WSH": "黔示罚〔2026〕1号",
        "CF_WFXW": "销售不合格产品",
        "CF_SY": "经查，当事人销售的产品不合格。",
        "CF_YJ": "《中华人民共和国产品质量法》第四十九条",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2000元",
        "CF_NR_FK": "0.2",
        "CF_JDRQ": "2026-03-02",
        "CF_CFJG": "贵阳市示例市场监督管理局",
        "CF_CFJGDM": ORGAN,
        "CF_SJLY": "贵阳市示例市场监督管理局",
        "CF_SJLYDM": ORGAN,
    }
    return row | given


def licence(**given: str) -> dict[str, str]:
    """A complete licence row; `given` replaces fields by code."""
    row = {
        "XK_XDR_MC": "贵阳示例磨坊有限公司",
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": MILL,
        "XK_FRDB": "示例甲某",
        "XK_XKWS": "食品生产许可决定书",
        "XK_WSH": "黔示许〔2026〕1号",
        "XK_XKLB": "普通",
        "XK_NR": "粮食加工品",
        "XK_JDRQ": "2026-03-02",
        "XK_YXQZ": "2026-03-02",
        "XK_YXQZI": "2027-03-01",
        "XK_XKJG": "贵阳市示例市场监督管理局",
        "XK_XKJGDM": ORGAN,
        "XK_ZT": "1",
        "XK_LYDW": "贵阳市示例市场监督管理局",
        "XK_LYDWDM": ORGAN,
    }
    return row | given
