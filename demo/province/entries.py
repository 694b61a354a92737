"""Clean rows of any other catalogue item, made from the item itself: roles and types of its fields."""

from typing import Final

import numpy as np
import polars as pl

from demo.province.decisions import source_of, years_later
from xinheng.kernel.lawbook.meta import CatalogueField, CatalogueItem, FieldType

_PLAIN: Final = {
    FieldType.DATE: pl.col("decided").dt.to_string(),
    FieldType.END_DATE: pl.col("until").dt.to_string(),
    FieldType.FLAG: pl.lit("是"),
    FieldType.REGION: pl.col("region"),
    FieldType.INSTRUMENT: pl.format("黔示附〔{}〕{}号", pl.col("decided").dt.year(), pl.col("serial")),
    FieldType.USCC: pl.col("organ_code"),
    FieldType.PERSON_NAME: pl.col("person"),
}


def entries(
    item: CatalogueItem,
    subjects: pl.DataFrame,
    organs: pl.DataFrame,
    *,
    decided: pl.Series,
    first: int,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row of the item for each subject, decided on the days of `decided`, numbered from `first` on."""
    count = len(subjects)
    joined = subjects.join(organs, on="region", how="left", maintain_order="left").with_columns(
        decided=decided,
        serial=pl.Series(np.arange(first, first + count, dtype=np.int64)),
        until=years_later(decided, rng.choice([1, 2, 3], count)),
        amount=pl.Series(rng.integers(1, 500, count) * 1000),
    )
    by_role = _by_role(item, organs)
    return joined.select(
        by_role.get(field.code, _by_type(field, item, rng, count)).alias(field.code) for field in item.fields
    )


def _by_role(item: CatalogueItem, organs: pl.DataFrame) -> dict[str, pl.Expr]:
    name, code = source_of(organs)
    empty = pl.lit(None, dtype=pl.String)
    word = item.title.zh[:2]
    number = pl.format(
        f"黔示{word}字〔{{}}〕{{}}号",
        pl.col("decided").dt.year(),
        pl.col("serial").cast(pl.String).str.zfill(6),
    )
    roles = item.roles
    values: dict[str | None, pl.Expr] = {
        roles.subject_name: pl.col("name"),
        roles.subject_kind: pl.when(pl.col("kind") == "individual_business")
        .then(pl.lit("个体工商户"))
        .otherwise(pl.lit("法人及非法人组织")),
        roles.subject_uscc: pl.col("uscc"),
        roles.instrument: number,
        roles.organ_name: pl.col("organ_name"),
        roles.organ_code: pl.col("organ_code"),
        roles.source_name: pl.lit(name),
        roles.source_code: pl.lit(code),
        roles.decided_on: pl.col("decided").dt.to_string(),
        roles.begins_on: pl.col("decided").dt.to_string(),
        roles.ends_on: pl.col("until").dt.to_string(),
        roles.region: pl.col("region"),
        roles.shown_until: empty,
        roles.action: empty,
        **dict.fromkeys(roles.subject_codes, empty),
    }
    return {field: value for field, value in values.items() if field is not None}


def _by_type(field: CatalogueField, item: CatalogueItem, rng: np.random.Generator, count: int) -> pl.Expr:
    plain = _PLAIN.get(field.type)
    if plain is not None:
        return plain
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        options = pl.Series(list(field.options), dtype=pl.String)
        return pl.lit(options.gather(rng.integers(0, len(options), count)))
    if field.type is FieldType.AMOUNT:
        divisor = 10_000 if field.unit == "ten_thousand_yuan" else 1
        return (pl.col("amount") / divisor).cast(pl.String)
    if field.type is FieldType.INTEGER:
        return pl.lit(pl.Series(rng.integers(2020, 2026, count)).cast(pl.String))
    if field.code in item.natural_key:
        return pl.format("SL{}", "serial")
    if field.type is FieldType.TEXT and (field.required == "always" or rng.random() < 0.5):
        return pl.lit(f"{field.title.zh}（示例）")
    return pl.lit(None, dtype=pl.String)
