"""What holds for any rows whatever: independence, repetition, masking, canonical JSON."""

import json
import re
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.areas.intake.items import (
    COMPANY,
    LICENCE,
    LICENCE_ROW,
    ORGAN,
    PENALTY,
    PENALTY_ROW,
    PERSON,
    PERSON_ID,
    REGIONS,
    findings,
    frame,
    licence,
)
from xinheng.areas.intake.rules import Checker, content, record_keys
from xinheng.areas.intake.rules.cells import find_suspects
from xinheng.areas.intake.rules.compiling import cell_rules
from xinheng.areas.intake.rules.content import json_of
from xinheng.areas.intake.terms import DEFAULT_MAX_LENGTH, RULES, VALUE_SHOWN
from xinheng.kernel.identifiers import in_text

PIECES = [
    "预包装食品", "销售", "a", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\n", "\t", "\x07", "<b>", "</p>", "<", "=", "-", "@", "/",
    "无", "\\N", "NULL", "长期", "2018-7-27", "20180727", "43308", "9999-12-31", "2023年1月2日", COMPANY, COMPANY.lower(), ORGAN,
    PERSON_ID, "5201021990", "03071236", "１２３", "0", "2000", "2.50", "万元", "元", "罚款", "警告", "、", "，", "：", "血型", "是", "普通",
    "血型：AB", "病 史为", "５２０１０２１９９００３０７１２３６", "5201\u00a00219\u00b79003\u30000712 36",
    "自然人", "个体工商户", "黔市监罚", "[2023]", "〔2023〕", "号", "520522", '"', "\\", "}", "é", "😀", "x" * 130, "字" * 70,
]  # fmt: skip
cells = st.none() | st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=30)


def rows_of(base: dict[str, str | None]) -> st.SearchStrategy[list[dict[str, str | None]]]:
    changed = st.dictionaries(st.sampled_from([*base, "BZ", "CZLX"]), cells, max_size=4)
    return st.lists(changed.map(lambda changes: base | changes), min_size=1, max_size=5)


CASES = [pytest.param(LICENCE, LICENCE_ROW, id="licence"), pytest.param(PENALTY, PENALTY_ROW, id="penalty")]
many = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@many
@pytest.mark.parametrize(("checker", "base"), CASES)
@given(data=st.data())
def test_what_happens_to_a_row_does_not_depend_on_its_neighbours(
    checker: Checker, base: dict[str, str | None], data: st.DataObject
) -> None:
    rows = data.draw(rows_of(base))
    together = checker.check(frame(*rows))
    alone = [checker.check(frame(row)) for row in rows]
    hidden = ("row_no",)
    for place, one in enumerate(alone):
        assert together.rows.drop(hidden).row(place, named=True) == one.rows.drop(hidden).row(0, named=True)
        mine = together.findings.filter(pl.col("row_no") == place + 1).drop("row_no").rows()
        assert mine == one.findings.drop("row_no").rows()


@pytest.mark.parametrize("checker", [LICENCE, PENALTY], ids=["licence", "penalty"])
def test_the_second_look_would_change_no_cell_that_is_passed_over(checker: Checker) -> None:
    drawn = Random(0)
    sent = ["".join(drawn.choices(PIECES, k=drawn.randrange(6))) for _ in range(20_000)]
    column = pl.Series("sent", sent)
    for rule in cell_rules(checker.item, regions=REGIONS).values():
        passed = column.gather(np.setdiff1d(np.arange(len(column)), find_suspects(rule, column)))
        look = rule.second_look(passed)
        assert look.canonical.equals(passed)
        assert not any(fault.at.any() for fault in look.faults)


@many
@pytest.mark.parametrize(("checker", "base"), CASES)
@given(data=st.data())
def test_canonical_cells_stay_as_they_are(
    checker: Checker, base: dict[str, str | None], data: st.DataObject
) -> None:
    first = checker.check(frame(*data.draw(rows_of(base))))
    codes = checker.item.field_codes
    second = checker.check(first.rows.select("row_no", *codes))
    assert second.rows.select(codes).equals(first.rows.select(codes))


@many
@pytest.mark.parametrize(("checker", "base"), CASES)
@given(data=st.data())
def test_cells_are_clean_and_findings_are_fit_for_a_receipt(
    checker: Checker, base: dict[str, str | None], data: st.DataObject
) -> None:
    checked = checker.check(frame(*data.draw(rows_of(base))))
    for field in checker.item.fields:
        for cell in checked.rows[field.code].drop_nulls():
            assert re.fullmatch("[^\x00-\x1f]+", cell)
            assert len(cell) <= (field.max_length or DEFAULT_MAX_LENGTH)
            if field.type == "text":
                assert in_text.mask_in_text(cell) == cell
    for _, rule, severity, value in findings(checked):
        assert rule in RULES
        assert severity in {"reject", "pend", "note"}
        assert value is None or (len(value) <= VALUE_SHOWN and PERSON_ID not in value)
    worst = {"reject": 0, "pend": 1, "note": 2}
    for row_no, disposition in checked.rows.select("row_no", "disposition").rows():
        said = checked.findings.filter(pl.col("row_no") == row_no)["severity"].to_list()
        heaviest = min(said, key=worst.__getitem__, default="note")
        assert disposition == ("accept" if heaviest == "note" else heaviest)


texts = st.none() | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


@many
@given(
    rows=st.lists(
        st.fixed_dictionaries({"B": texts, "A": texts, "C1": texts, "b": texts}), min_size=1, max_size=6
    )
)
def test_content_is_canonical_json(rows: list[dict[str, str | None]]) -> None:
    table = pl.DataFrame(rows, schema={"B": pl.String, "A": pl.String, "C1": pl.String, "b": pl.String})
    made = json_of(table, sorted(table.columns)).to_list()
    for row, text in zip(rows, made, strict=True):
        filled = {code: value for code, value in row.items() if value is not None}
        assert text == json.dumps(filled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_content_and_key_of_a_row() -> None:
    rows = LICENCE.check(frame(LICENCE_ROW | {"BZ": '引号"与\\'})).rows
    kept: dict[str, Any] = {
        code: value for code, value in (LICENCE_ROW | {"BZ": '引号"与\\'}).items() if value
    }
    assert json.loads(content(rows, licence())[0]) == kept
    assert record_keys(rows, licence())[0] == f"licence\x1f{ORGAN}\x1f黔市监许〔2023〕12号\x1f{COMPANY}"


def test_the_key_of_a_person_holds_the_document_as_it_stands_in_the_row() -> None:
    rows = LICENCE.check(frame(LICENCE_ROW | PERSON)).rows.with_columns(XK_XDR_ZJHM=pl.lit("h:" + "0" * 32))
    assert record_keys(rows, licence())[0].endswith("\x1fh:" + "0" * 32)


def test_many_chunks_keep_the_order_of_rows() -> None:
    one = frame(LICENCE_ROW, LICENCE_ROW | {"XK_XKLB": "一般"})
    raw = pl.concat([one] * 70_000).with_columns(row_no=pl.int_range(1, 140_001, dtype=pl.UInt32))
    checked = LICENCE.check(raw)
    assert checked.rows["row_no"].equals(raw["row_no"])
    assert checked.rows["disposition"].value_counts(sort=True).rows() == [
        ("accept", 70_000),
        ("reject", 70_000),
    ]
    assert checked.findings["row_no"].to_list() == list(range(2, 140_001, 2))


def test_no_rows_are_no_trouble() -> None:
    checked = LICENCE.check(frame(LICENCE_ROW).clear())
    assert (checked.rows.height, checked.findings.height) == (0, 0)
    assert checked.rows.schema == LICENCE.check(frame(LICENCE_ROW)).rows.schema
