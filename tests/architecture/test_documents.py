"""What the documents say is there is there: links, commands, settings, dependencies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from tests.architecture.tree import PROJECT, modules
from xinheng.cli.main import app

DOCUMENTS = sorted(
    [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "lawpacks").glob("*.md")]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?<![\w-])xinheng ([a-z][a-z-]*)(?: ([a-z]+))?")
SETTING = re.compile(r"\b(XINHENG_[A-Z_]+|DATABASE_URL)\b")
TESTS_ONLY = {"XINHENG_REAL_DATA"}
TO_COME: frozenset[str] = frozenset()
"""Pictures are made from the running demo."""


def commands() -> dict[str, set[str]]:
    """Command → its subcommands."""
    root = typer.main.get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in root.commands.items()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(document.read_text("utf-8")) if "://" not in link]
    broken = [link for link in targets if link not in TO_COME and not (document.parent / link).exists()]
    assert broken == []


def test_commands_that_documents_name_exist() -> None:
    known = commands()
    wrong = []
    for document in DOCUMENTS:
        for code in re.findall(r"`([^`\n]+)`|^(?:\S*/)?(xinheng .+)$", document.read_text("utf-8"), re.M):
            for name, sub in COMMAND.findall(" ".join(code)):
                if name not in known or (known[name] and sub and sub not in known[name]):
                    wrong.append(f"{document.relative_to(PROJECT)}: xinheng {name} {sub}")
    assert wrong == []


def test_every_command_is_documented() -> None:
    page = (PROJECT / "docs" / "reference" / "commands.md").read_text("utf-8")
    lines = [f"{name} {sub}" for name, subs in commands().items() for sub in subs]
    lines += [name for name, subs in commands().items() if not subs]
    assert [line for line in lines if f"`xinheng {line}`" not in page] == []


def test_the_table_of_settings_is_that_of_the_code() -> None:
    page = (PROJECT / "docs" / "reference" / "settings.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M))
    code = [module.text for module in modules()]
    read = {name for text in code for name in re.findall(r"[\"'](XINHENG_[A-Z_]+|DATABASE_URL)[\"']", text)}
    ours = {"XINHENG_PERMISSION_CHECK", "XINHENG_TOKEN_CHECK"}
    assert listed == read - ours
    named = {name for path in DOCUMENTS for name in SETTING.findall(path.read_text("utf-8"))}
    assert named - listed - TESTS_ONLY == set()


def test_every_dependency_has_its_reason() -> None:
    page = (PROJECT / "docs" / "adr" / "0003-dependencies.md").read_text("utf-8")
    told = set(re.findall(r"^\| ([a-z][\w\[\].-]*) \|", page, re.M))
    lines = [
        line
        for file in ("base.in", "test.in")
        for line in (PROJECT / "requirements" / file).read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    wanted = {re.split(r"[<>=]", line)[0].strip() for line in lines}
    assert told == wanted


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_folders_of_the_tree_are_there(document: str) -> None:
    rows = re.findall(r"^\| (`[^|]+/`) \| (.+) \|$", (PROJECT / document).read_text("utf-8"), re.M)
    named = {name for first, _ in rows for name in re.findall(r"`([^`]+)/`", first)}
    named |= {
        f"tests/{name}"
        for first, told in rows
        if first == "`tests/`"
        for name in re.findall(r"`(\w+)`", told)
    }
    assert {"lawpacks", "src/xinheng/kernel", "tests"} <= named
    assert [name for name in named if not (PROJECT / name).is_dir()] == []


def test_make_knows_what_documents_ask_of_it() -> None:
    known = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    told = {
        name for path in DOCUMENTS for name in re.findall(r"(?:^|`|：|、)make ([a-z][a-z-]*)", path.read_text("utf-8"), re.M)
    }  # fmt: skip
    assert {"demo", "test", "stop"} <= told
    assert told - known == set()


def test_every_decision_is_in_the_index() -> None:
    folder = PROJECT / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    for path in sorted(folder.glob("0*.md")):
        title = path.read_text("utf-8").splitlines()[0].removeprefix("# ")
        assert f"[{title}]({path.name})" in index
