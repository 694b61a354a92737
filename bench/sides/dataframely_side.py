"""dataframely: a schema whose `filter` parts good rows from faulty ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import dataframely as dy
import polars as pl

from bench.sides import columns, rules
from bench.sides.side import serve


def main() -> None:
    """Build the schema once, then serve."""
    schema = _schema(Path(sys.argv[1]))

    def check(rows: pl.DataFrame) -> int:
        _good, failure = schema.filter(rows)
        return int(sum(failure.counts().values()))

    serve(pl.read_parquet, check)


def _schema(path: Path) -> type[dy.Schema]:
    fields: dict[str, object] = {name: _column(name) for name in pl.read_parquet_schema(path)}
    across = {
        name: dy.rule()(lambda cls, condition=condition: condition)
        for name, condition in columns.across_columns().items()
    }
    return type("Licences", (dy.Schema,), fields | across)


def _column(name: str) -> dy.String:
    checks: dict[str, Callable[[pl.Expr], pl.Expr]] = {
        f"rule_{number}": _check(condition, name) for number, condition in enumerate(columns.of_column(name))
    }
    if name in rules.CHOICES:
        checks["choice"] = lambda value: value.is_in(list(rules.CHOICES[name]))
    return dy.String(
        nullable=name not in rules.REQUIRED, max_length=rules.LENGTHS.get(name), check=checks or None
    )


def _check(condition: columns.Condition, name: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda _value: condition(name)


if __name__ == "__main__":
    main()
