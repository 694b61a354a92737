"""The column names of the market-regulation register's own export, and the mapping file that goes with it."""

from pathlib import Path
from typing import Final

import polars as pl

NAME: Final = "market-regulation-register.yml"
COLUMNS: Final = {
    "ent_name": "DJ_MC",
    "credit_code": "DJ_SHXYM",
    "old_ent_name": "DJ_CYM",
    "reg_number": "DJ_ZCH",
    "org_code": "DJ_ZZJG",
    "ent_type": "DJ_LX",
    "ent_state": "DJ_ZT",
    "dom_addr": "DJ_ZS",
    "capital_yuan": "DJ_ZCZB",
    "capital_cur": "DJ_BZ",
    "business_scope": "DJ_JYFW",
    "found_day": "DJ_CLRQ",
    "approve_day": "DJ_HZRQ",
    "term_from": "DJ_QXZ",
    "term_to": "DJ_QXZI",
    "le_rep": "DJ_FRDB",
    "reg_organ": "DJ_DJJG",
    "reg_organ_code": "DJ_DJJGDM",
    "district": "DJ_XZQH",
    "industry_code": "DJ_HYDM",
    "industry_name": "DJ_HYMC",
    "oper_type": "DJ_CZLX",
}


def renamed(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of registrations under the export's own column names, with one column nobody asked for."""
    own = {code: name for name, code in COLUMNS.items()}
    return frame.rename(own).with_columns(pl.lit("P1").alias("batch_flag"))


def write(path: Path) -> None:
    """The mapping file: each column of the export and the field it means."""
    lines = ["# 市场主体登记库导出列与目录字段的对应", "columns:"]
    lines += [f"  {name}: {code}" for name, code in COLUMNS.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
