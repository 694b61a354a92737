"""Write `docs/reference/conformance.md`: one line for each requirement, its state, and the tests that show it.

    python scripts/conformance.py            write the page
    python scripts/conformance.py --check    change nothing; fail when the page is not what this would write

A test shows a requirement by the marker `requirement("PUB-01")` on the function, its class, or the module.
What no test shows is not met. `requirement-gaps.tsv` names rows whose tests show a part, and what is missing.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "docs" / "reference"
PAGE = REFERENCE / "conformance.md"
PLACES = ("tests", "src/xinheng/kernel")
PRIORITIES = ("P1", "P2", "P3", "implied")
MET, PARTLY, NOT_MET = "met", "partly met", "not met"

HEAD = """# Conformance

Written by `make docs` from `requirements.tsv`, `requirement-gaps.tsv` and the marker `requirement(…)` of the tests;
do not edit. A row is **met** when a test shows it, **partly met** when a test shows a part and the rest is named,
**not met** when no test shows it. P1 is the core of data and law, P2 the important applications, P3 the rest;
*implied* needs stand in no policy document.
"""


class UnknownRequirement(ValueError):
    """A test or the list of gaps names a requirement that does not exist."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the matrix."""

    id: str
    priority: str
    text: str

    @property
    def group(self) -> str:
        """`PUB` of `PUB-01`."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A test that shows a requirement: `file` from the project's root, `name` of the function."""

    file: str
    name: str


def main(arguments: list[str]) -> int:
    """Exit code 1 with --check when the page is out of date."""
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{PAGE.relative_to(PROJECT)} is out of date: make docs\n")
    return 1


def requirements() -> tuple[Requirement, ...]:
    """Every row, in the order of the matrix."""
    return tuple(Requirement(*row) for row in _rows("requirements.tsv"))


def groups() -> dict[str, str]:
    """Group → title."""
    return {row[0]: row[1] for row in _rows("requirement-groups.tsv")}


def gaps() -> dict[str, str]:
    """Requirement → what its tests do not show yet."""
    return {row[0]: row[1] for row in _rows("requirement-gaps.tsv")}


def shown() -> dict[str, list[Shown]]:
    """Requirement → the tests that are marked with it, by file and name."""
    found: dict[str, list[Shown]] = {}
    for place in PLACES:
        for path in sorted((PROJECT / place).rglob("*.py")):
            file = path.relative_to(PROJECT).as_posix()
            for name, ids in marks(ast.parse(path.read_text(encoding="utf-8"))):
                for ident in ids:
                    found.setdefault(ident, []).append(Shown(file, name))
    return found


def marks(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Test functions of a module with the requirements that they, their class or the module are marked with."""
    everywhere = tuple(
        ident
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(getattr(one, "id", "") == "pytestmark" for one in node.targets)
        for ident in _named(node.value)
    )
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            of_class = tuple(ident for decorator in node.decorator_list for ident in _named(decorator))
            tests = [
                (f"{node.name}::{test.name}", test) for test in node.body if isinstance(test, ast.FunctionDef)
            ]
        else:
            of_class = ()
            tests = [(node.name, node)] if isinstance(node, ast.FunctionDef) else []
        for name, test in tests:
            own = tuple(ident for decorator in test.decorator_list for ident in _named(decorator))
            ids = tuple(dict.fromkeys((*own, *of_class, *everywhere)))
            if test.name.startswith("test_") and ids:
                yield name, ids


def page() -> str:
    """The whole page."""
    rows, tests, missing = requirements(), shown(), gaps()
    if unknown := (tests.keys() | missing.keys()) - {row.id for row in rows}:
        raise UnknownRequirement(", ".join(sorted(unknown)))
    states = {row.id: state_of(row.id, tests=tests, missing=missing) for row in rows}
    parts = [HEAD, _summary(rows, states)]
    for group, title in groups().items():
        parts.append(
            f"## {group} · {title}\n\n| ID | | Requirement | State | Shown by |\n|---|---|---|---|---|"
        )
        for row in rows:
            if row.group == group:
                parts.append(_line(row, states[row.id], tests.get(row.id, []), missing.get(row.id)))
        parts.append("")
    return "\n".join(parts)


def state_of(ident: str, *, tests: dict[str, list[Shown]], missing: dict[str, str]) -> str:
    """Whether the tests show the requirement."""
    if ident not in tests:
        return NOT_MET
    return PARTLY if ident in missing else MET


def _summary(rows: tuple[Requirement, ...], states: dict[str, str]) -> str:
    lines = ["| Priority | Rows | Met | Partly met | Not met |", "|---|---|---|---|---|"]
    for priority in PRIORITIES:
        counted = Counter(states[row.id] for row in rows if row.priority == priority)
        lines.append(
            f"| {priority} | {counted.total()} | {counted[MET]} | {counted[PARTLY]} | {counted[NOT_MET]} |"
        )
    return "\n".join(lines) + "\n"


def _line(row: Requirement, state: str, tests: list[Shown], missing: str | None) -> str:
    told = f"{state}: {missing}" if state == PARTLY else state
    by = "<br>".join(f"`{test.file.removeprefix('tests/')}` {_words(test.name)}" for test in tests)
    return f"| {row.id} | {row.priority} | {row.text.replace('|', '/')} | {told} | {by} |"


def _words(name: str) -> str:
    """A test's name as the sentence that it is."""
    return name.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def _named(node: ast.expr) -> tuple[str, ...]:
    """The requirements in a decorator, or in a list of marks."""
    found: list[str] = []
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "requirement"
        ):
            found += [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
    return tuple(found)


def _rows(name: str) -> list[list[str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
