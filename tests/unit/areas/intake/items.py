"""A licence and a penalty item as the national tables have them, and rows that are in order."""

from datetime import date
from typing import Any

import polars as pl

from xinheng.areas.intake.rules import Checked, Checker, compile_checker
from xinheng.kernel.identifiers.region import Regions
from xinheng.kernel.lawbook.meta import CatalogueItem, DisclosureTerm

TODAY = date(2024, 6, 1)
COMPANY = "91520102MA6DEM0060"
ORGAN = "115200000093900337"
PERSON_ID = "520102199003071236"

REGIONS = Regions.from_rows(
    [
        {"code": "520000", "name": "贵州省", "level": "province", "parent": ""},
        {"code": "520500", "name": "毕节市", "level": "prefecture", "parent": "520000"},
        {"code": "520581", "name": "黔西市", "level": "county", "parent": "520500"},
    ],
    [{"old_code": "520522", "old_name": "黔西县", "new_code": "520581", "changed_in": "2021"}],
)

ENTRY = {
    "basis": [],
    "in_force": {"from": date(2023, 1, 1), "to": None},
    "status": "unverified",
    "evidences": "statutory_duty",
    "head": "administrative_act",
    "class": "public",
    "source": {"zh": "决定书", "en": "the decision"},
    "necessity": {"zh": "应归尽归", "en": "ordered to be collected"},
    "providers": ["any_organ"],
}


def field(code: str, type_: str, required: Any = "always", **more: Any) -> dict[str, Any]:
    return {"code": code, "title": {"zh": code, "en": code}, "type": type_, "required": required, **more}


def subject_fields(prefix: str) -> list[dict[str, Any]]:
    return [
        field(f"{prefix}_XDR_MC", "text", max_length=200),
        field(f"{prefix}_XDR_LB", "choice", options=["法人及非法人组织", "自然人", "个体工商户"]),
        field(f"{prefix}_XDR_SHXYM", "uscc", "organisation"),
        field(f"{prefix}_XDR_GSZC", "registration_number", "never"),
        field(f"{prefix}_XDR_ZZJG", "organisation_code", "never"),
        field(f"{prefix}_XDR_SWDJ", "text", "never", max_length=20),
        field(f"{prefix}_FRDB", "person_name", "organisation", never_shown=True),
        field(f"{prefix}_FR_ZJLX", "document_kind", "never"),
        field(f"{prefix}_FR_ZJHM", "citizen_id", "never"),
        field(f"{prefix}_XDR_ZJLX", "document_kind", "person"),
        field(f"{prefix}_XDR_ZJHM", "citizen_id", "person"),
    ]


def subject_roles(prefix: str) -> dict[str, Any]:
    return {
        "subject_name": f"{prefix}_XDR_MC",
        "subject_kind": f"{prefix}_XDR_LB",
        "subject_uscc": f"{prefix}_XDR_SHXYM",
        "subject_codes": [f"{prefix}_XDR_GSZC", f"{prefix}_XDR_ZZJG", f"{prefix}_XDR_SWDJ"],
        "instrument": f"{prefix}_WSH",
        "action": "CZLX",
    }


def licence(**changes: Any) -> CatalogueItem:
    fields = [
        *subject_fields("XK"),
        field("XK_WSH", "instrument", max_length=128),
        field("XK_XKLB", "choice", options=["普通", "特许", "认可", "核准", "登记", "其他"]),
        field("XK_NR", "text", max_length=4000, free_text=True),
        field("XK_JDRQ", "date", not_future=True),
        field("XK_YXQZ", "date"),
        field("XK_YXQZI", "end_date", not_before="XK_YXQZ"),
        field("XK_XKJG", "text", max_length=200),
        field("XK_XKJGDM", "uscc"),
        field("XK_ZT", "choice", options=["1", "0"]),
        field("XK_QH", "region", "never"),
        field("XK_GK", "flag", "never"),
        field("XK_SL", "integer", "never"),
        field("CZLX", "action", "never"),
        field("BZ", "text", "never", max_length=4000, free_text=True),
    ]
    roles = subject_roles("XK") | {
        "organ_name": "XK_XKJG", "organ_code": "XK_XKJGDM", "decided_on": "XK_JDRQ", "begins_on": "XK_YXQZ",
        "ends_on": "XK_YXQZI", "state": "XK_ZT", "region": "XK_QH",
    }  # fmt: skip
    return CatalogueItem.model_validate(
        ENTRY
        | {
            "id": "licence",
            "title": {"zh": "行政许可", "en": "Licence"},
            "act": "licence",
            "effect": "favourable",
        }
        | {
            "subjects": ["enterprise", "individual_business", "natural_person"],
            "fields": fields,
            "roles": roles,
        }
        | {"natural_key": ["organ", "instrument", "subject"]}
        | changes
    )


def penalty() -> CatalogueItem:
    kinds = ["警告", "罚款", "没收违法所得", "暂扣许可证", "吊销许可证", "行政拘留", "其他"]
    fields = [
        *subject_fields("CF"),
        field("CF_WSH", "instrument"),
        field("CF_SY", "text", free_text=True, max_length=5000),
        field("CF_CFLB", "choices", options=kinds),
        field("CF_NR", "text", free_text=True, max_length=4000),
        field("CF_NR_FK", "amount", "never", unit="ten_thousand_yuan", compare_amount_with="CF_NR"),
        field("CF_NR_ZKDX", "text", {"when": {"field": "CF_CFLB", "any_of": ["暂扣许可证", "吊销许可证"]}}),
        field("CF_JDRQ", "date", not_future=True),
        field("CF_YXQ", "end_date", "never", not_before="CF_JDRQ"),
        field("CF_GSJZQ", "end_date", "never", not_before="CF_JDRQ"),
        field("CF_CFJG", "text"),
        field("CF_CFJGDM", "uscc"),
        field("CZLX", "action", "never"),
        field("BZ", "text", "never", max_length=4000, free_text=True),
    ]
    roles = subject_roles("CF") | {
        "organ_name": "CF_CFJG", "organ_code": "CF_CFJGDM", "decided_on": "CF_JDRQ", "ends_on": "CF_YXQ",
        "shown_until": "CF_GSJZQ",
    }  # fmt: skip
    return CatalogueItem.model_validate(
        ENTRY
        | {
            "id": "penalty",
            "title": {"zh": "行政处罚", "en": "Penalty"},
            "act": "penalty",
            "effect": "adverse",
        }
        | {
            "subjects": ["enterprise", "individual_business", "natural_person"],
            "fields": fields,
            "roles": roles,
        }
        | {"natural_key": ["organ", "instrument", "subject"]}
    )


TERM = DisclosureTerm.model_validate(
    {
        "id": "show-penalty", "title": {"zh": "处罚公示期", "en": "Display of penalties"}, "item": "penalty",
        "basis": [], "in_force": {"from": date(2023, 1, 1), "to": None}, "status": "unverified",
        "mode": "proactive", "starts": "decided_on", "length": "P3Y",
    }
)  # fmt: skip

LICENCE_ROW: dict[str, str | None] = {
    "XK_XDR_MC": "黔州示例食品有限公司", "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": COMPANY, "XK_FRDB": "示例甲某",
    "XK_WSH": "黔市监许〔2023〕12号", "XK_XKLB": "普通", "XK_NR": "预包装食品销售", "XK_JDRQ": "2023-07-27",
    "XK_YXQZ": "2023-07-27", "XK_YXQZI": "2028-07-26", "XK_XKJG": "黔州示例市场监督管理局", "XK_XKJGDM": ORGAN, "XK_ZT": "1",
}  # fmt: skip
PENALTY_ROW: dict[str, str | None] = {
    "CF_XDR_MC": "黔州示例食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": COMPANY, "CF_FRDB": "示例甲某",
    "CF_WSH": "黔市监罚〔2023〕12号", "CF_SY": "销售过期食品", "CF_CFLB": "罚款", "CF_NR": "罚款2000元", "CF_NR_FK": "0.2",
    "CF_JDRQ": "2023-07-27", "CF_CFJG": "黔州示例市场监督管理局", "CF_CFJGDM": ORGAN,
}  # fmt: skip
PERSON = {
    "XK_XDR_LB": "自然人", "XK_XDR_MC": "示例乙某", "XK_XDR_SHXYM": None, "XK_FRDB": None, "XK_XDR_ZJLX": "身份证",
    "XK_XDR_ZJHM": PERSON_ID,
}  # fmt: skip


def checker(item: CatalogueItem, term: DisclosureTerm | None = None) -> Checker:
    return compile_checker(item, today=TODAY, regions=REGIONS, term=term)


LICENCE = checker(licence())
PENALTY = checker(penalty(), TERM)

Finding = tuple[str, str, str, str | None]


def frame(*rows: dict[str, str | None]) -> pl.DataFrame:
    codes = dict.fromkeys(code for row in rows for code in row)
    columns: list[pl.Series] = [
        pl.Series(code, [row.get(code) for row in rows], dtype=pl.String) for code in codes
    ]
    return pl.DataFrame([pl.Series("row_no", range(1, len(rows) + 1), dtype=pl.UInt32), *columns])


def findings(checked: Checked) -> list[Finding]:
    return checked.findings.select("field", "rule", "severity", "value").rows()


def check_one(checker: Checker, row: dict[str, str | None]) -> tuple[dict[str, Any], list[Finding]]:
    checked = checker.check(frame(row))
    return checked.rows.row(0, named=True), findings(checked)


def licence_row(**cells: str | None) -> tuple[dict[str, Any], list[Finding]]:
    return check_one(LICENCE, LICENCE_ROW | cells)


def penalty_row(**cells: str | None) -> tuple[dict[str, Any], list[Finding]]:
    return check_one(PENALTY, PENALTY_ROW | cells)
