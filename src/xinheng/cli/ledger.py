"""`xinheng ledger`: sign the log, hand it out, name the key, look whether the archive is what the log says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from xinheng.cli.setup import console, errors, ready

app = typer.Typer(help="存证账本 · The log of all changes", no_args_is_help=True)
WRONG = 1
CHECKPOINT_FILE, CHAIN_FILE, KEY_FILE = "checkpoint.txt", "checkpoints.jsonl", "node.key"


@app.command()
def checkpoint(
    out: Annotated[Path | None, typer.Option(help="write it to this file too")] = None,
) -> None:
    """签署检查点 · Sign the log as it stands and print the checkpoint; keep it outside this node."""
    ready()
    from xinheng.areas.ledger.actions import checkpoint
    from xinheng.plumbing.clock import now
    from xinheng.plumbing.crypto.signing import node_signer

    note = checkpoint(at=now(), signer=node_signer(), actor="command").note
    if out is not None:
        out.write_bytes(note.encode())
    console.out(note, end="", highlight=False)


@app.command()
def key() -> None:
    """公钥 · Print the key that verifies this node's checkpoints."""
    ready()
    from xinheng.plumbing.crypto.signing import node_signer

    console.out(node_signer().key.text(), highlight=False)


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="where to write; made when it is not there")]) -> None:
    """导出全部日志 · Write the log, its checkpoints and the key, for xinheng-verify."""
    ready()
    entries = export_to(folder)
    console.print(f"已导出 {entries:,} 条 · {entries:,} entries → {escape(str(folder))}", soft_wrap=True)
    console.print(f"xinheng-verify export {escape(str(folder))} --key {KEY_FILE}", soft_wrap=True)


def export_to(folder: Path) -> int:
    """Write the export; returns the number of entries."""
    from xinheng.areas.ledger import service
    from xinheng.kernel.tlog.export import LOG_FILE
    from xinheng.plumbing.crypto.signing import node_signer

    folder.mkdir(parents=True, exist_ok=True)
    own = node_signer().key
    with (folder / LOG_FILE).open("wb") as out:
        entries = service.export_log(out, origin=own.name, keys=[own])
    with (folder / CHAIN_FILE).open("wb") as out:
        service.export_checkpoints(out, origin=own.name, keys=[own])
    (folder / KEY_FILE).write_text(own.text() + "\n", encoding="utf-8")
    return entries


@app.command()
def audit(
    files: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="look for kept files here, as a backup has them"),
    ] = None,
) -> None:
    """核对档案与账本 · Look whether the archive's rows and marks are those of the log, and every kept file opens."""
    ready()
    from xinheng.cli.auditing import file_faults, mark_faults, row_faults

    faults = [*row_faults(), *mark_faults(), *file_faults(files)]
    for fault in faults:
        errors.print(f"[red]{fault.zh} · {fault.en}[/red]", soft_wrap=True)
    if faults:
        raise typer.Exit(WRONG)
    console.print(
        "档案各行、各标注与账本一致，留存文件均可解密 · every row and mark is what the log says, every kept file opens"
    )
