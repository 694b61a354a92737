"""Who may read the clock, and the small habits that keep the tree readable."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PROJECT, SOURCE, Module, calls, dotted, modules, written

MAY_READ_THE_CLOCK = ("xinheng/web/", "xinheng/cli/", "xinheng/plumbing/clock.py", "xinheng/plumbing/http/")
"""Pages, commands, the clock itself, and the middleware that stands before pages."""
EDGES = frozenset({"jobs", "pages", "api"})
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime)|time\.time|clock\.(now|today))$"
)
SQL_CLOCKS = re.compile(
    r"\b(now\(\)|current_date|current_timestamp|localtimestamp|clock_timestamp\(\)|transaction_timestamp\(\))",
    re.I,
)
MODULE_LINES, FUNCTION_LINES = 400, 60
LONG: dict[str, str] = {}
"""Modules and functions over the limit, each with the reason."""
TEXT_FILES = (
    "*.py",
    "*.md",
    "*.yml",
    "*.toml",
    "*.html",
    "*.sql",
    "*.in",
    "*.js",
    "*.css",
    "Makefile",
    "run",
)
MADE = {"work", "out", "vendor", "__pycache__"}
"""Folders that hold what somebody else made, or what no commit holds."""
MACHINE = re.compile(r"(?<![\w.])/(?:work/(?:main|shared)|home/\w+|tmp/w/|Users/\w+)")


def clock_faults(module: Module) -> Iterator[str]:
    """Every reading of a clock in a module that has to be told the time."""
    if module.place.startswith(MAY_READ_THE_CLOCK) or module.layer in EDGES:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "xinheng.plumbing.clock":
            yield from (f"{module.at(node)}: imports {alias.name}" for alias in node.names
                        if alias.name in {"now", "today"})  # fmt: skip
        if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node)):
            yield f"{module.at(node)}: {dotted(node)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _sql_clock(node.value):
            yield f"{module.at(node)}: SQL reads the clock"


def _sql_clock(text: str) -> bool:
    return "SELECT" in text.upper() and SQL_CLOCKS.search(text) is not None


def size_faults(module: Module) -> Iterator[str]:
    """Modules and functions past the hard limit."""
    lines = module.text.count("\n")
    if lines > MODULE_LINES and module.place not in LONG:
        yield f"{module.place}: {lines} lines"
    for function in module.functions():
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > FUNCTION_LINES and f"{module.place}:{function.name}" not in LONG:
            yield f"{module.at(function)}: {function.name} has {length} lines"


def habit_faults(module: Module) -> Iterator[str]:
    """Printing outside the commands, and silenced type errors that do not say which."""
    prints = module.place.startswith(("xinheng/cli/", "xinheng/verifier/"))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "print" and not prints:
            yield f"{module.at(node)}: print"
    for number, line in enumerate(module.text.splitlines(), 1):
        if re.search(r"#\s*type:\s*ignore(?!\[)", line):
            yield f"{module.place}:{number}: type: ignore without a code"
        if re.search(r"#\s*(TODO|FIXME|XXX)\b", line):
            yield f"{module.place}:{number}: unfinished"


def committed() -> Iterator[Path]:
    """Text files that belong to the project."""
    for folder in (
        "src",
        "tests",
        "docs",
        "demo",
        "scripts",
        "lawpacks",
        "requirements",
        "examples",
        "bench",
        ".ci",
        ".",
    ):
        for pattern in TEXT_FILES:
            found = (PROJECT / folder).glob(pattern if folder == "." else f"**/{pattern}")
            yield from (path for path in found if not MADE & set(path.relative_to(PROJECT).parts))


def test_nobody_reads_the_clock_below_the_edges() -> None:
    assert [fault for module in modules() for fault in clock_faults(module)] == []


def test_no_view_of_the_database_reads_the_clock() -> None:
    found = [
        path.name for path in SOURCE.rglob("*.sql") if SQL_CLOCKS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_hidden_clock_is_caught() -> None:
    planted = written(
        "areas/lists/rules.py",
        "from xinheng.plumbing.clock import today, day_of\nx = datetime.now(UTC)\ny = timezone.now()\n"
        "z = dt.date.today()\nq = 'SELECT 1 WHERE day < CURRENT_DATE'\n",
    )
    assert sorted(clock_faults(planted)) == [
        "xinheng/areas/lists/rules.py:1: imports today",
        "xinheng/areas/lists/rules.py:2: datetime.now",
        "xinheng/areas/lists/rules.py:3: timezone.now",
        "xinheng/areas/lists/rules.py:4: dt.date.today",
        "xinheng/areas/lists/rules.py:5: SQL reads the clock",
    ]
    assert list(clock_faults(written("areas/lists/jobs.py", planted.text))) == []


def name_faults(tree: ast.AST) -> list[int]:
    """Lines where a test's parameters read a clock: two processes that run the tests together give it two names."""
    parameters = [call for call in calls(tree) if dotted(call.func).endswith("mark.parametrize")]
    return [
        node.lineno for call in parameters for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node))
    ]  # fmt: skip


def test_no_test_is_named_by_the_clock() -> None:
    tests = {path: ast.parse(path.read_text("utf-8")) for path in (PROJECT / "tests").rglob("*.py")}
    assert [f"{path}:{line}" for path, tree in tests.items() for line in name_faults(tree)] == []
    planted = "@pytest.mark.parametrize('at', [1,\n time.time()])\ndef test_it(at): assert at < time.time()"
    assert name_faults(ast.parse(planted)) == [2]


def test_modules_and_functions_stay_small() -> None:
    assert [fault for module in modules() for fault in size_faults(module)] == []
    known = {module.place for module in modules()} | {
        f"{module.place}:{function.name}" for module in modules() for function in module.functions()
    }
    assert set(LONG) <= known


def test_a_giant_is_caught() -> None:
    body = "\n".join(f"    x{number} = {number}" for number in range(400))
    found = list(size_faults(written("web/giant.py", f"def giant():\n{body}\n")))
    assert [fault.rpartition(": ")[2] for fault in found] == ["401 lines", "giant has 401 lines"]


def test_nothing_is_printed_and_nothing_silenced_blindly() -> None:
    assert [fault for module in modules() for fault in habit_faults(module)] == []


def test_a_bad_habit_is_caught() -> None:
    planted = written(
        "web/x.py", "print(1)\ny = z  # type: " + "ignore\nw = z  # type: " + "ignore[misc]\n# TO" + "DO\n"
    )
    assert [fault.rpartition(":")[0] for fault in habit_faults(planted)] == [
        "xinheng/web/x.py:1", "xinheng/web/x.py:2: type", "xinheng/web/x.py:4",
    ]  # fmt: skip


def test_no_file_names_a_machine_or_a_registry() -> None:
    places = [
        str(path.relative_to(PROJECT)) for path in committed()
        if path != Path(__file__) and MACHINE.search(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert places == []
    locks = sorted((PROJECT / "requirements").glob("*.txt"))
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []
    assert all("--hash=sha256:" in lock.read_text(encoding="utf-8") for lock in locks)
