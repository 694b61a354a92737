"""Every word that the code chooses from a closed list stands in the glossary, in Chinese and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.architecture.tree import PROJECT, Module, dotted, modules, written

GLOSSARY = PROJECT / "docs" / "glossary.md"
HEADING = re.compile(r"^### `([\w.]+)`")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def vocabulary(found: Iterable[Module]) -> dict[str, dict[str, str]]:
    """`intake.State` → value → place, of every StrEnum."""
    words: dict[str, dict[str, str]] = {}
    for module in found:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and any(dotted(base) == "StrEnum" for base in node.bases):
                owner = module.parts[1] if len(module.parts) > 1 else module.parts[0]
                owner = module.parts[0] if module.parts[0] in {"verifier", "web", "cli"} else owner
                words[f"{owner}.{node.name}"] = {
                    str(each.value.value): module.at(each)
                    for each in node.body
                    if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
                }
    return words


def explained(text: str) -> dict[str, dict[str, tuple[str, str]]]:
    """`intake.State` → value → its Chinese and its English, as the glossary has them."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    here: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        if heading := HEADING.match(line):
            here = found.setdefault(heading.group(1), {})
        elif row := ROW.match(line):
            here[row.group(1)] = (row.group(2).strip(), row.group(3).strip())
    return found


def faults(words: Mapping[str, Mapping[str, str]], text: str) -> list[str]:
    """Words without an explanation, and explanations of words that are not there."""
    told = explained(text)
    missing = [
        f"{place}: {owner} {value}"
        for owner, values in words.items()
        for value, place in values.items()
        if not (CHINESE.search(told.get(owner, {}).get(value, ("", ""))[0]) and told[owner][value][1])
    ]
    stale = [
        f"{owner} {value}" for owner in told for value in told[owner] if value not in words.get(owner, {})
    ]
    return missing + stale


def test_every_term_is_in_the_glossary() -> None:
    assert faults(vocabulary(modules()), Path(GLOSSARY).read_text(encoding="utf-8")) == []


def test_a_term_without_its_words_is_caught() -> None:
    planted = written(
        "areas/rights/terms.py", "class Stage(StrEnum):\n    OPEN = 'open'\n    DONE = 'done'\n"
    )
    text = "### `rights.Stage`\n| `open` | 受理 | open |\n| `lost` | 失效 | lost |\n"
    assert faults(vocabulary([planted]), text) == [
        "xinheng/areas/rights/terms.py:3: rights.Stage done",
        "rights.Stage lost",
    ]
