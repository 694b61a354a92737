"""Which rows are no records, and that nothing else is taken for one."""

from __future__ import annotations

import polars as pl
import pytest

from xinheng.plumbing.tabular.nodata import no_data_kind, without_no_data
from xinheng.plumbing.tabular.terms import NoDataKind


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["合计", None, "2"], NoDataKind.TOTAL),
        ([None, "总 计：", "1,200.50", "3户"], NoDataKind.TOTAL),
        (["共计35条", None, None], NoDataKind.TOTAL),
        (["Total", "35", None], NoDataKind.TOTAL),
        (["填表人：张三", None, None], NoDataKind.EXPLANATION),
        (["备注：以上数据截至年底", None, None], NoDataKind.EXPLANATION),
        (["合计", "贵阳某公司", "2"], None),
        (["合计建设有限公司", "1", "2"], None),
        (["备注：有", "甲", None], None),
        (["填表人：张三", None], None),
        (["甲公司", None, None], None),
        ([None, " ", None], None),
    ],
)
def test_kind(cells: list[str | None], kind: NoDataKind | None) -> None:
    assert no_data_kind(cells) is kind


def test_rows_are_taken_out_and_counted() -> None:
    frame = pl.DataFrame(
        [
            (1, "甲", "91", "x", None),
            (2, None, None, None, None),
            (3, " ", "  ", None, None),
            (4, None, "合计", "7", "8"),
            (5, "注：完", None, None, None),
            (6, "乙", None, None, None),
            (7, None, None, None, "丙"),
        ],
        schema={"row_no": pl.UInt32, "a": pl.String, "b": pl.String, "c": pl.String, "d": pl.String},
        orient="row",
    )
    taken, listed, blank = without_no_data(frame, rows_above=10)
    assert taken["row_no"].to_list() == [1, 6, 7]
    assert [(row.sheet_row, row.kind, row.text) for row in listed] == [
        (14, NoDataKind.TOTAL, "合计 7 8"),
        (15, NoDataKind.EXPLANATION, "注：完"),
    ]
    assert blank == 2
