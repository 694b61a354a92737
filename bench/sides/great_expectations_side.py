"""Great Expectations on pandas: one validation of a suite; check characters, days and texts by columnar conditions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import great_expectations as gx
import pandas as pd
import polars as pl
from great_expectations import expectations as gxe
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import ColumnMapMetricProvider, column_condition_partial

from bench.sides import rules
from bench.sides.columns import NUMBERS, not_forbidden
from bench.sides.side import serve

_PERSON = f'{rules.SUBJECT_KIND} == "{rules.PERSON}"'
_NOT_PERSON = f'{rules.SUBJECT_KIND} != "{rules.PERSON}"'


def _number(column: pd.Series) -> pd.Series:
    values = pl.from_pandas(column)
    return pd.Series(NUMBERS[str(column.name)](values).to_numpy(), index=column.index)


def _allowed(column: pd.Series) -> pd.Series:
    return pd.Series(not_forbidden(pl.from_pandas(column)).to_numpy(), index=column.index)


def _date(column: pd.Series) -> pd.Series:
    readable = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce").notna()
    return readable | (column == rules.NO_END) if column.name == rules.END else readable


def _not_future(column: pd.Series) -> pd.Series:
    return column <= rules.TODAY.isoformat()  # ISO days are in order as texts


class _Condition(ColumnMapMetricProvider):
    """One of `_CONDITIONS`, named by the expectation."""

    condition_metric_name = "column_values.satisfy"
    condition_value_keys = ("condition",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: pd.Series, condition: str, **_more: Any) -> pd.Series:
        return _CONDITIONS[condition](column)


_CONDITIONS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "number": _number, "date": _date, "not_future": _not_future,
}  # fmt: skip


class ExpectColumnValuesToSatisfy(ColumnMapExpectation):
    """A columnar condition by name."""

    map_metric = "column_values.satisfy"
    success_keys = ("condition", "mostly")
    condition: str


def main() -> None:
    """Build the suite once, then serve."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("memory")
    batches = source.add_dataframe_asset("licences").add_batch_definition_whole_dataframe("all")
    suite = gx.ExpectationSuite(name="licences", expectations=_expectations())

    def check(rows: pd.DataFrame) -> int:
        batch = batches.get_batch(batch_parameters={"dataframe": rows})
        found = batch.validate(suite)
        failed = [one for one in found.results if one.exception_info.get("raised_exception", False)]
        if failed:
            raise RuntimeError(str(failed[0].exception_info))
        return sum(int(one.result.get("unexpected_count", 0)) for one in found.results)

    serve(_load, check)


def _load(path: Path) -> pd.DataFrame:
    return pl.read_parquet(path).to_pandas(use_pyarrow_extension_array=False).astype("str")


def _expectations() -> list[Any]:
    satisfy = ExpectColumnValuesToSatisfy
    return [
        *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in rules.REQUIRED),
        *(
            gxe.ExpectColumnValuesToNotBeInSet(column=name, value_set=list(rules.EMPTY_WORDS))
            for name in rules.REQUIRED
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(
                column=name, row_condition=_NOT_PERSON, condition_parser="pandas"
            )
            for name in rules.REQUIRED_OF_ORGANISATIONS
        ),
        *(
            gxe.ExpectColumnValuesToNotBeNull(column=name, row_condition=_PERSON, condition_parser="pandas")
            for name in rules.REQUIRED_OF_PERSONS
        ),
        *(
            gxe.ExpectColumnValueLengthsToBeBetween(column=name, max_value=most)
            for name, most in rules.LENGTHS.items()
        ),
        *(
            gxe.ExpectColumnValuesToBeInSet(column=name, value_set=list(words))
            for name, words in rules.CHOICES.items()
        ),
        *(satisfy(column=name, condition="number") for name in NUMBERS),
        *(satisfy(column=name, condition="date") for name in (*rules.DATES, rules.END)),
        satisfy(column=rules.NOT_FUTURE, condition="not_future"),
        # 长期 sorts after every digit
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=rules.END, column_B=rules.BEGIN, or_equal=True, ignore_row_if="either_value_is_missing"
        ),
        *(
            gxe.ExpectColumnValuesToNotMatchRegex(column=name, regex=pattern)
            for name in rules.TEXTS
            for pattern in rules.NOT_IN_TEXTS.values()
        ),
        *(satisfy(column=name, condition="allowed") for name in rules.TEXTS),
        *(
            gxe.ExpectColumnValuesToBeNull(column=name, row_condition=_PERSON, condition_parser="pandas")
            for name in rules.USCCS[:1]
        ),
    ]


if __name__ == "__main__":
    main()
