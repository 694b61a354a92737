"""`xinheng backup`, `restore`, `drill`: a copy of the node that can be trusted because it was tried.

A backup is a folder: a dump of the database, the kept files as they lie there (encrypted), the newest signed checkpoint,
and a signed manifest with the hash of each. The master key is not in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from xinheng.cli.backup import manifest as manifests
from xinheng.cli.backup.manifest import BrokenBackup, Manifest
from xinheng.cli.backup.master import WrongMaster, settle_master
from xinheng.cli.setup import console, errors, ready

REFUSED, BROKEN = 2, 1
Folder = Annotated[Path, typer.Argument(help="folder of the backup")]


def save(folder: Folder) -> None:
    """备份 · Back the node up into a new folder, while it runs. The master key is not part of it."""
    ready()
    from xinheng.cli.backup.saving import UnableToBackUp, make
    from xinheng.plumbing.clock import now
    from xinheng.plumbing.postgres.dumping import UnableToDump

    try:
        made = make(folder, at=now())
    except (UnableToBackUp, UnableToDump, OSError) as failed:
        _refuse(f"未能备份 · no backup was made: {failed}")
    console.print(
        f"已备份 · backed up → {escape(str(folder))}：账本 log {made.entries:,}，留存文件 files {made.files:,}",
        soft_wrap=True,
    )
    console.print(
        "主密钥（XINHENG_MASTER_KEY）不在备份中，须另处保管，没有它备份无法恢复。\n"
        "The master key is not in the backup: keep it elsewhere, without it nothing can be restored.\n"
        f"演练 · try it: xinheng drill {escape(str(folder))}",
        soft_wrap=True,
    )


def restore(folder: Folder) -> None:
    """恢复 · Restore a backup into an empty database; asks for the master key unless the environment has it."""
    told = _opened(folder)
    ready()
    from xinheng.cli.backup.restoring import UnableToRestore, put_back
    from xinheng.plumbing.postgres.checks import UnfitServer
    from xinheng.plumbing.postgres.dumping import UnableToDump

    try:
        put_back(told, folder)
    except (UnableToRestore, UnableToDump, UnfitServer, OSError) as failed:
        _refuse(f"未能恢复 · nothing was restored: {failed}")
    console.print(
        f"已恢复 · restored as of {told.made_at}：账本 log {told.entries:,}，留存文件 files {told.files:,}\n"
        "下一步 · next: xinheng db migrate && xinheng ledger audit",
        soft_wrap=True,
    )


def drill(folder: Folder) -> None:
    """恢复演练 · Restore into a scratch database, export its log, and let xinheng-verify judge it."""
    told = _opened(folder)
    ready()
    from xinheng.cli.backup.drilling import DrillFailed, try_out
    from xinheng.plumbing.postgres.dumping import UnableToDump

    try:
        try_out(told, folder)
    except (DrillFailed, UnableToDump) as failed:
        errors.print(f"[red]演练未通过 · the drill failed: {escape(str(failed))}[/red]", soft_wrap=True)
        raise typer.Exit(BROKEN) from failed
    console.print(
        f"[bold]演练通过：{told.made_at} 的备份可以恢复，账本经独立验证，各行与账本一致，文件均可解密。\n"
        "The drill passed: the backup restores, its log verifies, its rows are the log's, its files open.[/bold]",
        soft_wrap=True,
    )


def _opened(folder: Path) -> Manifest:
    """The manifest of a whole, unchanged backup, and its master key in the environment."""
    try:
        told = manifests.read(folder)
        manifests.check_parts(told, folder)
        settle_master(told)
    except BrokenBackup as broken:
        errors.print(
            f"[red]备份不完整或被改动 · not a whole backup: {escape(str(broken))}[/red]", soft_wrap=True
        )
        raise typer.Exit(BROKEN) from broken
    except WrongMaster as wrong:
        _refuse(str(wrong))
    # the node that is restored is the node that was backed up
    os.environ["XINHENG_NODE_NAME"] = told.node
    return told


def _refuse(reason: str) -> None:
    errors.print(f"[red]{escape(reason)}[/red]", soft_wrap=True)
    raise typer.Exit(REFUSED)
