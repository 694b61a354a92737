"""pandera on Polars: one lazy validation of a whole frame schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from bench.sides import columns, rules
from bench.sides.side import serve

Condition = Callable[[str], pl.Expr]


def main() -> None:
    """Build the schema once, then serve."""
    schema = _schema()

    def check(rows: pl.DataFrame) -> int:
        try:
            schema.validate(rows, lazy=True)
        except SchemaErrors as found:
            return int(found.failure_cases.height)
        return 0

    serve(pl.read_parquet, check)


def _schema() -> pa.DataFrameSchema:
    names = pl.read_parquet_schema(Path(__import__("sys").argv[1]))
    fields = {
        name: pa.Column(pl.String, nullable=name not in rules.REQUIRED, checks=_checks(name))
        for name in names
    }
    return pa.DataFrameSchema(
        fields, checks=[_whole(condition) for condition in columns.across_columns().values()]
    )


def _checks(name: str) -> list[pa.Check]:
    conditions = [_custom(condition) for condition in columns.of_column(name)]
    if name in rules.CHOICES:
        conditions.append(pa.Check.isin(list(rules.CHOICES[name])))
    if name in rules.LENGTHS:
        conditions.append(pa.Check.str_length(max_value=rules.LENGTHS[name]))
    return conditions


def _custom(condition: Condition) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(condition(data.key)))


def _whole(condition: pl.Expr) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(condition))


if __name__ == "__main__":
    main()
