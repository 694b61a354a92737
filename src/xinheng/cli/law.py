"""`xinheng law`: is the law sound, what does it say on a day, what changed between two versions?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from xinheng.cli import law_tables as tables
from xinheng.cli.law_versions import UnableToFindVersion, find_version
from xinheng.cli.setup import Lang
from xinheng.kernel.lawbook import BrokenPack, Lawbook, NotInCatalogue, diff, load_packs, read_packs
from xinheng.kernel.lawbook.cases import run_cases
from xinheng.kernel.lawbook.schema import outdated, write_schemas
from xinheng.kernel.text import Language, Text
from xinheng.plumbing.clock import today

_errors = Console(stderr=True, emoji=False, markup=False)
app = typer.Typer(help="法律包 · The lawpacks", no_args_is_help=True)
_PROJECT = Path(__file__).resolve().parents[3]

Root = Annotated[Path, typer.Option("--root", envvar="XINHENG_LAWPACKS", help="folder of the packs")]
NodeFile = Annotated[Path, typer.Option("--node", envvar="XINHENG_NODE_FILE", help="the node's file")]
_ROOT, _NODE = _PROJECT / "lawpacks", _PROJECT / "demo" / "node.yml"


@app.command()
def check(root: Root = _ROOT, node: NodeFile = _NODE, language: Lang = "zh") -> None:
    """Judge all packs and the node's file; says file, line and reason of all that is wrong."""
    lawbook = _load(root, node, language)
    tables.out.print(tables.packs_table(lawbook, language, on=today()))
    stale = outdated(root / "schema")
    if stale:
        said = Text(
            zh="JSON Schema 已过时，请运行 xinheng law schema：", en="Run xinheng law schema; outdated: "
        )
        _fail(said.in_(language) + ", ".join(stale))
    said = Text(zh="法律包完好", en="The packs are sound")
    tables.out.print(f"[green]{said.in_(language)}[/green]")


@app.command()
def cases(root: Root = _ROOT, language: Lang = "zh") -> None:
    """Run every example of every pack."""
    try:
        results = run_cases(read_packs(root))
    except BrokenPack as broken:
        _refuse(broken, language)
    tables.out.print(tables.cases_table(results, language))
    failed = [result for result in results if not result.passed]
    said = Text(
        zh=f"{len(results)} 个案例，{len(failed)} 个不符", en=f"{len(results)} cases, {len(failed)} otherwise"
    )
    if failed:
        _fail(said.in_(language))
    tables.out.print(f"[green]{said.in_(language)}[/green]")


@app.command()
def show(
    item: str,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="day of the law")] = None,
    root: Root = _ROOT,
    node: NodeFile = _NODE,
    language: Lang = "zh",
) -> None:
    """What the law of this node says of an item on a day, and where it stands."""
    law = _load(root, node, language).as_of(on.date() if on else today())
    try:
        for table in tables.item_tables(law, item, language):
            tables.out.print(table)
    except NotInCatalogue as missing:
        _fail(missing.reason.in_(language))


@app.command("diff")
def compare(before: str, after: str, root: Root = _ROOT, language: Lang = "zh") -> None:
    """What differs between PACK@A and PACK@B; A, B: a folder, a git revision, or a version of the pack."""
    try:
        old, new = find_version(before, root), find_version(after, root)
    except UnableToFindVersion as unfound:
        _fail(str(unfound))
    except BrokenPack as broken:
        _refuse(broken, language)
    if old.pack != new.pack:
        _fail(Text(zh="只能比较同一法律包", en="Two versions of one pack are compared").in_(language))
    found = diff(old.packs, new.packs, pack=new.pack)
    if not found:
        tables.out.print(Text(zh="没有差别", en="Nothing differs").in_(language))
        return
    tables.out.print(tables.differences_table(found, language))


@app.command()
def schema(
    root: Root = _ROOT,
    only_check: Annotated[bool, typer.Option("--check", help="write nothing; fail when outdated")] = False,
) -> None:
    """Write the JSON Schema of every kind of file to `schema/`."""
    folder = root / "schema"
    changed = outdated(folder) if only_check else write_schemas(folder)
    if only_check and changed:
        _fail(", ".join(changed))
    tables.out.print(", ".join(changed) or "✓")


def _load(root: Path, node: Path, language: Language) -> Lawbook:
    try:
        return load_packs(root, node)
    except BrokenPack as broken:
        _refuse(broken, language)


def _refuse(broken: BrokenPack, language: Language) -> NoReturn:
    for fault in broken.faults:
        _errors.print(fault.in_(language), style="red", soft_wrap=True, highlight=False)
    raise typer.Exit(1)


def _fail(words: str) -> NoReturn:
    _errors.print(words, style="red", soft_wrap=True, highlight=False)
    raise typer.Exit(1)
