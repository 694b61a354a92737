"""Parquet: every value the way a person would write it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.unit.plumbing.tabular.samples import opened, rows, written
from xinheng.plumbing.tabular.parquet_reader import NestedColumn
from xinheng.plumbing.tabular.terms import Damaged, EmptyFile, Limits, TooLarge


def saved(folder: Path, frame: pl.DataFrame) -> Path:
    path = folder / "a.parquet"
    frame.write_parquet(path)
    return path


def test_values_are_written_as_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "day": [date(2018, 7, 27)],
            "midnight": [datetime(2018, 7, 27)],  # noqa: DTZ001
            "time": [datetime(2018, 7, 27, 10, 5, 1)],  # noqa: DTZ001
            "utc": [datetime(2018, 7, 26, 16, 0, tzinfo=UTC)],
            "whole": [2000.0],
            "part": [0.5],
            "int": [7],
            "flag": [True],
            "money": [Decimal("2000.50")],
            "text": ["007"],
            "empty": [""],
        }
    )
    frame = frame.with_columns(nan=pl.lit(float("nan")), kind=pl.lit("普通").cast(pl.Categorical))
    assert rows(opened(saved(tmp_path, frame))) == [
        (1, "2018-07-27", "2018-07-27", "2018-07-27 10:05:01", "2018-07-27", "2000", "0.5", "7", "true",
         "2000.50", "007", None, None, "普通")
    ]  # fmt: skip


def test_batches_number_on(tmp_path: Path) -> None:
    path = saved(tmp_path, pl.DataFrame({"a": [str(number) for number in range(1, 50_001)]}))
    frames = list(opened(path).batches(7_000))
    assert [frame.height for frame in frames] == [7_000] * 7 + [1_000]
    assert all(frame["row_no"].cast(pl.String).equals(frame["a"], check_names=False) for frame in frames)


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(NestedColumn) as caught:
        opened(saved(tmp_path, pl.DataFrame({"a": [[1]]})))
    assert caught.value.text.zh == "列“a”是嵌套或二进制类型，不能读取。请改为文本列。"
    with pytest.raises(EmptyFile):
        opened(saved(tmp_path, pl.DataFrame({"a": []}, schema={"a": pl.String})))
    with pytest.raises(TooLarge):
        opened(saved(tmp_path, pl.DataFrame({"a": list(range(11))})), limits=Limits(rows=10))


def test_cut_upload(tmp_path: Path) -> None:
    whole = saved(tmp_path, pl.DataFrame({"a": [str(number) for number in range(10_000)]})).read_bytes()
    with pytest.raises(Damaged) as caught:
        opened(written(tmp_path, "cut.parquet", whole[: len(whole) // 2]))
    assert caught.value.status == 400
    assert caught.value.text.zh == "Parquet 文件不完整或已损坏，可能是上传中断。请重新上传。"
