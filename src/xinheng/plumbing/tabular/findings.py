"""All findings of a check as files to keep and to hand back: Parquet for machines, CSV for spreadsheets."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.formula_guard import guarded_column

COLUMNS = ("row_no", "field", "rule", "severity", "value")
_CSV_TITLES = {
    "sheet_row": "表中行号 sheet row",
    "row_no": "数据行号 data row",
    "field": "字段代码 field",
    "header": "列名 column",
    "rule": "规则 rule",
    "severity": "处理 severity",
    "value": "原值 value",
    "text_zh": "说明",
    "text_en": "explanation",
}


def write_findings(
    findings: pl.DataFrame,
    *,
    texts: Mapping[str, Text],
    headers: Mapping[str, str],
    rows_above: int,
    parquet: Path,
    csv: Path,
) -> int:
    """Writes `findings` (row_no, field, rule, severity, value) to both files; returns how many there are.

    Added are the row as a spreadsheet shows it (row_no + rows_above), the column as the sender named it
    (`headers`: code → header) and the rule's sentence in both languages. The CSV is UTF-8 with BOM, so that
    spreadsheets read it right, and cells that look like formulas get an apostrophe; the Parquet holds values
    as they came.
    """
    told = findings.select(COLUMNS).with_columns(
        sheet_row=(pl.col("row_no") + rows_above).cast(pl.UInt32),
        header=pl.col("field").replace_strict(dict(headers), default=None, return_dtype=pl.String),
        text_zh=_sentence(texts, "zh"),
        text_en=_sentence(texts, "en"),
    )
    told = told.select(_CSV_TITLES.keys()).sort("row_no", maintain_order=True)
    told.write_parquet(parquet, compression="zstd")
    text = told.with_columns(guarded_column(pl.col("header", "value")))
    text.rename(_CSV_TITLES).write_csv(csv, include_bom=True)
    return told.height


def _sentence(texts: Mapping[str, Text], language: str) -> pl.Expr:
    sentences = {rule: text.zh if language == "zh" else text.en for rule, text in texts.items()}
    return pl.col("rule").replace_strict(sentences, default=None, return_dtype=pl.String)
