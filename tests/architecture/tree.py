"""The source tree as the rules of shape read it: modules with their names, text and syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from scripts.import_contracts import NOUNS

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "xinheng"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its place below `src` (`xinheng/areas/intake/store.py`) and its text."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """Names from the package down, without `xinheng` and without the ending."""
        return tuple(self.place.removesuffix(".py").removesuffix("/__init__").split("/"))[1:]

    @property
    def area(self) -> str | None:
        """The area the module belongs to."""
        return self.parts[1] if self.parts[:1] == ("areas",) and len(self.parts) > 1 else None

    @property
    def layer(self) -> str | None:
        """`rules`, `store`, `actions` … inside an area, or inside one of its nouns."""
        inside = self.parts[2:] if self.area else ()
        nouns = {noun for band in NOUNS.get(self.area or "", ()) for noun in band}
        if inside and inside[0] in nouns:
            inside = inside[1:]
        return inside[0] if inside else None

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as a compiler would say it."""
        return f"{self.place}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package but the migrations."""
    return tuple(
        Module(path.relative_to(SOURCE.parent).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    )


def below(*prefixes: str) -> tuple[Module, ...]:
    """The modules whose place begins with one of `areas/…`, `kernel/…`."""
    wanted = tuple(f"xinheng/{prefix}" for prefix in prefixes)
    return tuple(module for module in modules() if module.place.startswith(wanted))


def written(place: str, text: str) -> Module:
    """A module that is not there: what a rule has to catch."""
    return Module(f"xinheng/{place}", text)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute or a name; what is no name is `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return "?"


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call below a node."""
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def strings(nodes: Iterable[ast.AST]) -> Iterator[ast.Constant]:
    """The string constants among the nodes."""
    return (node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def docstrings(tree: ast.AST) -> set[int]:
    """Identities of the constants that are documentation."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            found |= {
                id(each.value) for each in body
                if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
            }  # fmt: skip
    return found
