"""Dirt as real files have it: each kind spoils one cell, or two, of a clean row, and says what comes of it.

A row gets one kind at most, so that the counts of a receipt can be foretold: an accepted row that is only
repaired or noted, one that goes back, one that waits for a person. `rule` is the finding that names the
fault; None where the repair is silent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import polars as pl

from demo.province import codes
from xinheng.kernel.lawbook.meta import CatalogueItem

Outcome = Literal["accept", "reject", "pend"]
PERSON: Final = "自然人"
HUGE: Final = 200_000
_OLD_NUMBER: Final = codes.registration_numbers(regions=pl.Series(["520102"]), serials=np.zeros(1, np.int64))[
    0
]
_FULL_DIGITS: Final = {str(digit): chr(0xFF10 + digit) for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One kind of dirt for one item: the columns it replaces, and what has to come of such a row."""

    kind: str
    cells: Mapping[str, pl.Expr]
    outcome: Outcome
    rule: str | None = None
    # rows a file has at most of it
    most: int | None = None
    # false where the format cannot carry it
    in_workbooks: bool = True


def spoilers(item: CatalogueItem, *, today: date) -> tuple[Spoilt, ...]:
    """Every kind of dirt that the item's columns can have."""
    columns = _Columns(item)
    return (
        *_codes(columns),
        *_days(columns, today),
        *_instruments(columns),
        *_texts(columns),
        *_particular(item),
    )


def spoil(
    frame: pl.DataFrame, kinds: tuple[Spoilt, ...], *, share: float, workbook: bool, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.Series]:
    """The rows with a share of them spoilt, and the kind of dirt of each row (null = clean).

    Kinds take turns from a drawn place on, so that files of one item have all kinds between them. Rows about
    natural persons stay clean, except for the kind that is about them.
    """
    fitting = [each for each in kinds if each.in_workbooks or not workbook]
    count = len(frame)
    chosen = np.full(count, -1, dtype=np.int64)
    rows = np.sort(rng.choice(count, int(count * share), replace=False))
    chosen[rows] = (rng.integers(0, len(fitting)) + np.arange(len(rows))) % len(fitting)
    for number, each in enumerate(fitting):
        if each.most is not None:
            chosen[np.flatnonzero(chosen == number)[each.most :]] = -1
    chosen[about_persons(frame)] = -1
    mark = pl.Series("_dirt", chosen)
    columns: dict[str, pl.Expr] = {}
    for number, each in enumerate(fitting):
        for code, value in each.cells.items():
            before = columns.get(code, pl.col(code))
            columns[code] = pl.when(pl.col("_dirt") == number).then(value).otherwise(before)
    spoilt = frame.with_columns(mark).with_columns(**columns).drop("_dirt")
    names = pl.Series([each.kind for each in fitting], dtype=pl.String)
    return spoilt, names.gather(pl.select(pl.when(mark >= 0).then(mark)).to_series()).alias("dirt")


def about_persons(frame: pl.DataFrame) -> np.ndarray:
    kinds = [name for name in frame.columns if name.endswith("XDR_LB")]
    if not kinds:
        return np.zeros(len(frame), dtype=np.bool_)
    return (frame[kinds[0]] == PERSON).fill_null(value=False).to_numpy()


class _Columns:
    """The columns of an item by what they are, as far as it has them."""

    def __init__(self, item: CatalogueItem) -> None:
        roles = item.roles
        self.uscc, self.name = roles.subject_uscc, roles.subject_name
        self.organ_name, self.organ_code = roles.organ_name, roles.organ_code
        self.instrument, self.decided = roles.instrument, roles.decided_on
        self.begins, self.ends = roles.begins_on, roles.ends_on
        required = {field.code for field in item.fields if field.required == "always"}
        self.organ_required = self.organ_code in required
        # where only organisations must have a code, a row without one waits for a person
        self.without_code: Outcome = "reject" if self.uscc in required else "pend"
        self.end_compared = any(field.code == self.ends and field.not_before for field in item.fields)
        own = {code for codes in roles.named().values() for code in codes}
        texts = [field for field in item.fields if field.type == "text" and field.code not in own]
        self.required_text = next((field.code for field in texts if field.required == "always"), None)
        self.remark = next(
            (field.code for field in texts if field.free_text and field.required == "never"), None
        )
        self.long = next((field.code for field in texts if field.free_text and field.max_length), None)
        self.legacy = roles.subject_codes


def _codes(columns: _Columns) -> list[Spoilt]:
    """Faults of code columns; the synthetic codes have letters, so that case can be wrong."""
    found: list[Spoilt] = []
    if columns.uscc and columns.name:
        code = pl.col(columns.uscc)
        waits = columns.without_code
        cells: dict[str, tuple[pl.Expr, Outcome, str]] = {
            "uscc-lower-case": (code.str.to_lowercase(), "accept", "uscc.repaired"),
            "uscc-spaces": (
                pl.concat_str(code.str.head(4), pl.lit(" "), code.str.slice(4)),
                "accept",
                "uscc.repaired",
            ),
            "uscc-full-width": (code.str.replace_many(_FULL_DIGITS), "accept", "uscc.repaired"),
            "uscc-letters": (code.str.replace("D", "O"), "reject", "uscc.letters"),
            "uscc-placeholder": (pl.lit("00000000000000000X"), waits, "uscc.placeholder"),
            "uscc-check-character": (_other_check(code), "reject", "uscc.check_character"),
            "uscc-legacy-organisation-code": (code.str.slice(8, 9), waits, "uscc.legacy_code"),
            "uscc-legacy-registration-number": (pl.lit(_OLD_NUMBER), waits, "uscc.legacy_code"),
        }
        found += [
            Spoilt(kind, {columns.uscc: value}, outcome, rule)
            for kind, (value, outcome, rule) in cells.items()
        ]
        nothing = dict.fromkeys([columns.uscc, *columns.legacy], _EMPTY)
        rule = "subject.name_only" if waits == "pend" else "cell.missing"
        found.append(Spoilt("no-code-at-all", nothing, waits, rule))
    if columns.organ_name and columns.organ_code and columns.organ_required:
        name, code = pl.col(columns.organ_name), pl.col(columns.organ_code)
        swapped = {columns.organ_name: code, columns.organ_code: name}
        found.append(Spoilt("organ-name-and-code-swapped", swapped, "accept", "uscc.swapped"))
        found.append(Spoilt("organ-name-in-code", {columns.organ_code: name}, "reject", "uscc.name_in_code"))
    return found


def _other_check(code: pl.Expr) -> pl.Expr:
    last = code.str.tail(1)
    return pl.concat_str(code.str.head(17), pl.when(last == "0").then(pl.lit("1")).otherwise(pl.lit("0")))


_EMPTY: Final = pl.lit(None, dtype=pl.String)


def _days(columns: _Columns, today: date) -> list[Spoilt]:
    found: list[Spoilt] = []
    if columns.decided:
        text = pl.col(columns.decided)
        day = text.str.to_date("%Y-%m-%d", strict=False)
        written = {
            "date-short": day.dt.strftime("%Y-%-m-%-d"),
            "date-slashes": day.dt.strftime("%Y/%m/%d"),
            "date-compact": day.dt.strftime("%Y%m%d"),
            "date-with-time": day.dt.strftime("%Y-%-m-%-d 0:00:00"),
            "date-chinese": day.dt.strftime("%Y年%-m月%-d日"),
            "date-serial": (day.dt.epoch("d") + 25_569).cast(pl.String),
        }
        found += [Spoilt(kind, {columns.decided: value}, "accept") for kind, value in written.items()]
        late = (today + timedelta(days=45)).isoformat()
        wrong = {
            "decision-without-date": ("1900-01-01", "date.no_end_here"),
            "decision-never": ("2099-12-31", "date.no_end_here"),
            "decision-in-the-future": (late, "date.future"),
            "date-not-in-calendar": ("2023-02-30", "date.unreadable"),
        }
        found += [
            Spoilt(kind, {columns.decided: pl.lit(value)}, "reject", rule)
            for kind, (value, rule) in wrong.items()
        ]
    if columns.ends and columns.ends != columns.decided:
        words = ("9999-9-9", "2099-12-31", "1899-12-31", "1900-01-01", "长期", "无处罚期限", "永久")
        found += [Spoilt(f"no-end-{word}", {columns.ends: pl.lit(word)}, "accept") for word in words]
        begin = columns.begins or columns.decided
        if begin and columns.end_compared:
            before = pl.col(begin).str.to_date("%Y-%m-%d", strict=False).dt.offset_by("-1y").dt.to_string()
            found.append(
                Spoilt("end-before-begin", {columns.ends: before}, "reject", "date.end_before_begin")
            )
    return found


def _instruments(columns: _Columns) -> list[Spoilt]:
    if not columns.instrument:
        return []
    number = pl.col(columns.instrument)
    brackets = {
        "square": "[]",
        "round": "()",
        "full-round": "（）",
        "lenticular": "【】",
        "full-square": "［］",
    }
    written = {
        f"instrument-{name}": number.str.replace_many({"〔": pair[0], "〕": pair[1]})
        for name, pair in brackets.items()
    }
    written["instrument-full-width-digits"] = number.str.replace_many(_FULL_DIGITS)
    written["instrument-spaces"] = number.str.replace("〕", "〕 ").str.replace("号$", " 号")
    return [Spoilt(kind, {columns.instrument: value}, "accept") for kind, value in written.items()]


def _texts(columns: _Columns) -> list[Spoilt]:
    found: list[Spoilt] = []
    if columns.required_text:
        words = ("\\N", "NULL", "无", "暂无", "空", "-", "/")
        found += [
            Spoilt(
                f"required-written-{word}", {columns.required_text: pl.lit(word)}, "reject", "cell.missing"
            )
            for word in words
        ]
    for code in columns.legacy[:1]:
        found += [
            Spoilt(f"optional-written-{word}", {code: pl.lit(word)}, "accept")
            for word in ("\\N", "无", "/", "0")
        ]
    if columns.remark:
        remarks: dict[str, tuple[str, Outcome, str, bool]] = {
            "formula-equals": ("=1+1", "accept", "cell.formula", True),
            "formula-plus": ("+联系窗口", "accept", "cell.formula", True),
            "formula-minus": ("-1+2", "accept", "cell.formula", True),
            "formula-at": ("@SUM(A1:A9)", "accept", "cell.formula", True),
            "html": ("<b>详见附件</b><script>alert(1)</script>", "accept", "cell.html", True),
            "control-character": ("已\x07归档", "accept", "cell.control", False),
            "citizen-id-in-text": ("经办人身份证号999999199003070135", "accept", "citizen_id.in_text", True),
            "forbidden-kind": ("当事人血型：AB型", "reject", "forbidden.kind", True),
        }
        found += [
            Spoilt(kind, {columns.remark: pl.lit(text)}, outcome, rule, in_workbooks=fits)
            for kind, (text, outcome, rule, fits) in remarks.items()
        ]
    if columns.long and columns.long == "CF_WFXW":
        huge = Spoilt("huge-cell", {columns.long: pl.lit("长" * HUGE)}, "reject", "cell.too_long", 1, False)
        found.append(huge)
    return found


def _particular(item: CatalogueItem) -> list[Spoilt]:
    """Dirt of licences and penalties alone."""
    if item.id == "licence":
        return [
            Spoilt("choice-unknown", {"XK_XKLB": pl.lit("一般")}, "reject", "choice.unknown"),
            Spoilt("state-nought-is-a-value", {"XK_ZT": pl.lit("0")}, "accept"),
            Spoilt(
                "person-without-instrument",
                {"XK_XDR_LB": pl.lit(PERSON), "XK_XDR_SHXYM": _EMPTY, "XK_WSH": pl.lit("无")},
                "reject",
                "person.no_instrument",
            ),
        ]
    if item.id == "penalty":
        fine = {"CF_CFLB": pl.lit("罚款"), "CF_NR": pl.lit("罚款2000元")}
        warning = {"CF_CFLB": pl.lit("警告"), "CF_NR": pl.lit("警告")}
        return [
            Spoilt("fine-in-yuan", fine | {"CF_NR_FK": pl.lit("2000")}, "reject", "amount.unit_gap"),
            Spoilt("fine-of-nought", warning | {"CF_NR_FK": pl.lit("0")}, "accept"),
            Spoilt("fine-in-words", fine | {"CF_NR_FK": pl.lit("贰仟元整")}, "reject", "amount.not_a_number"),
            Spoilt(
                "shown-until-differs", {"CF_GSJZQ": pl.lit("2045-06-30")}, "accept", "shown_until.differs"
            ),
        ]  # fmt: skip
    return []
