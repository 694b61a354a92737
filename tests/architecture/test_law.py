"""Law is data: every effective rule cites an article that says it, and Python holds no term of law."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PROJECT, Module, below, docstrings, dotted, written
from xinheng.kernel.lawbook import judge, read_packs
from xinheng.kernel.lawbook.meta import Status

ROOT = PROJECT / "lawpacks"
EFFECTIVE = {Status.IN_FORCE, Status.ADOPTED_PROVISIONAL}
TIME_NAME = re.compile(r"(^|_)(days?|workdays?|weeks?|months?|years?|terms?|deadlines?|periods?)(_|$)", re.I)
TIME_WORD = re.compile(r"^(days|weeks|months|years|length|working_days)$")
ISO_PERIOD = re.compile(r"^P\d+[YMWD]")
SHIFTS = frozenset({"add", "add_period", "add_working_days", "Period"})
_DATES = "xinheng/areas/intake/rules/dates.py"
_PERIODS = "xinheng/areas/quality/rules/periods.py"
NO_LAW: dict[str, str] = {
    "xinheng/areas/intake/rules/across.py: date(1970, 1, 1)": "day 0 of day numbers",
    f"{_DATES}: _FIRST_YEAR = 1900": "first year of the table that days are read with",
    f"{_DATES}: _YEARS = 256": "size of the table that days are read with",
    f"{_DATES}: _NO_END_YEAR = 2100": "years that departments write for `no end`",
    "xinheng/areas/quality/api/__init__.py: date(1990, 1, 1)": "first day that a question may name",
    "xinheng/areas/quality/pages/asking.py: date(1990, 1, 1)": "first day that a question may name",
    f"{_PERIODS}: Period(months=0, days=7)": "a week: the calendar's word, item 38 only names it",
    f"{_PERIODS}: Period(months=3, days=0)": "a quarter: the calendar's word, item 38 only names it",
    "xinheng/areas/quality/terms/counts.py: self.first.month + 2": "the number of a quarter",
    "xinheng/areas/quality/terms/report.py: TREND_PERIODS = 8": "length of a chart",
}
"""`place: what` → why the number is no term of law."""


def number(node: ast.AST | None, least: int = 2) -> bool:
    """A whole number of at least `least`, written out: 0 and 1 are steps and bounds."""
    return (isinstance(node, ast.Constant) and type(node.value) is int and node.value >= least) or (
        isinstance(node, ast.UnaryOp) and number(node.operand, least)
    )


def time_like(node: ast.AST) -> bool:
    """Does the expression speak of days, months or years?"""
    last = dotted(node).rpartition(".")[2].removesuffix("()")
    return TIME_NAME.search(last) is not None


def literals(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every number in a module that could be a term, a deadline or a day of law."""
    documentation = docstrings(module.tree)
    for node in ast.walk(module.tree):
        for what in _faults_of(node, documentation):
            yield node, what


def literal_faults(module: Module) -> Iterator[str]:
    """Such numbers that nobody gave a reason for."""
    for node, what in literals(module):
        if f"{module.place}: {what}" not in NO_LAW:
            yield f"{module.at(node)}: {what}"


def _faults_of(node: ast.AST, documentation: set[int]) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from _call_faults(node)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            if (time_like(left) and number(right)) or (time_like(right) and number(left)):
                yield f"{ast.unparse(node)}"
        case ast.Compare(left=left, comparators=[right]):
            if (time_like(left) and number(right)) or (time_like(right) and number(left)):
                yield f"{ast.unparse(node)}"
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            if TIME_NAME.search(name) and number(value):
                yield f"{name} = {ast.unparse(value)}" if value else name
        case ast.Constant(value=str() as text) if id(node) not in documentation and ISO_PERIOD.match(text):
            yield repr(text)
        case ast.arguments():
            named = [*node.posonlyargs, *node.args][-len(node.defaults) :] if node.defaults else []
            pairs = [
                *zip(named, node.defaults, strict=True),
                *zip(node.kwonlyargs, node.kw_defaults, strict=True),
            ]
            yield from (f"{arg.arg}={ast.unparse(value)}" for arg, value in pairs
                        if value is not None and TIME_NAME.search(arg.arg) and number(value))  # fmt: skip


def _call_faults(call: ast.Call) -> Iterator[str]:
    name = dotted(call.func).rpartition(".")[2]
    if name == "timedelta":
        days = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "days")]
        weeks = [each.value for each in call.keywords if each.arg == "weeks"]
        if any(number(each) for each in days) or any(number(each, least=1) for each in weeks):
            yield ast.unparse(call)
    elif (
        (name == "date" and call.args and all(number(each, least=1) for each in call.args))
        or (name in SHIFTS and any(number(each) for each in call.args))
        or any(each.arg and TIME_WORD.match(each.arg) and number(each.value) for each in call.keywords)
    ):
        yield ast.unparse(call)


def folded(text: str) -> str:
    """Without white space and differences of width: an oracle apart from the lawbook's own."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.requirement("GEN-11")
def test_the_packs_are_sound() -> None:
    assert [str(fault) for fault in judge(read_packs(ROOT))] == []


@pytest.mark.requirement("GEN-03", "GEN-11")
def test_every_effective_rule_quotes_a_text_that_is_in_the_sources() -> None:
    packs = read_packs(ROOT)
    texts = {path: folded(path.read_text("utf-8")) for path in ROOT.glob("*/sources/*.md")}
    everything = "\0".join(texts.values())
    effective = [each for each in packs.entries() if each.entry.status in EFFECTIVE]
    assert len(effective) > 100
    unquoted = [each.reference for each in effective if not each.entry.basis]
    unfound = [
        f"{each.reference}: {basis.quote}"
        for each in effective
        for basis in each.entry.basis
        if not basis.article or folded(basis.quote or "\1") not in everything
    ]
    assert (unquoted, unfound) == ([], [])


def test_areas_and_lawbook_hold_no_term_of_law() -> None:
    law = below("areas/", "kernel/lawbook", "kernel/workdays")
    assert [fault for module in law for fault in literal_faults(module)] == []


def test_reasons_are_given_for_numbers_that_still_exist() -> None:
    law = below("areas/", "kernel/lawbook", "kernel/workdays")
    found = {f"{module.place}: {what}" for module in law for _, what in literals(module)}
    assert set(NO_LAW) <= found


@pytest.mark.parametrize(
    "planted",
    [
        "due = decided + timedelta(days=7)",
        "due = decided + timedelta(30)",
        "due = decided + timedelta(weeks=1)",
        "late = working_days > 7",
        "REVIEW_DAYS = 5",
        "def due(day, *, days=15): ...",
        "def due(day, term_years=3): ...",
        "due = calendar.add(decided, 7)",
        "last = Period(3)",
        "end = shift(decided, months=6)",
        "end = decided.replace(year=decided.year + 3)",
        "TERM = parse('P3Y')",
        "NATIONAL_DAY = date(2025, 10, 1)",
    ],
)
def test_a_term_in_python_is_caught(planted: str) -> None:
    assert len(list(literal_faults(written("areas/rights/rules.py", planted)))) >= 1


@pytest.mark.parametrize(
    "harmless",
    [
        "last = following - timedelta(days=1)",
        "idle = timedelta(minutes=5)",
        "due = calendar.add(decided, deadline.length)",
        "rows = found[:20]",
        "def page(number, *, size=50): ...",
        '"""Three years: P3Y."""',
    ],
)
def test_what_is_no_term_is_left_alone(harmless: str) -> None:
    assert list(literal_faults(written("areas/rights/rules.py", harmless))) == []
