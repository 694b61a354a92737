"""The drill: a backup restored beside the node, judged by the independent verifier, and thrown away."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from xinheng.cli.backup.manifest import CHECKPOINT, FILES, Manifest
from xinheng.cli.ledger import KEY_FILE
from xinheng.cli.setup import console
from xinheng.plumbing.postgres.connection import connection_uri
from xinheng.plumbing.postgres.dumping import scratch_database


class DrillFailed(RuntimeError):
    """A step failed; the message carries its own words."""


def try_out(told: Manifest, folder: Path) -> None:
    """Restore into a scratch database of the same server; raises DrillFailed at the first step that fails."""
    with (
        scratch_database(f"xinheng_drill_{secrets.token_hex(6)}") as name,
        tempfile.TemporaryDirectory(prefix="xinheng-drill-") as place,
    ):
        export = Path(place) / "export"
        environment = os.environ | {
            "DATABASE_URL": _beside(connection_uri(), name),
            "XINHENG_STATE": place,
            "XINHENG_FILE_ROOT": str(Path(place) / "files"),
        }
        _step("恢复到临时数据库 · restore", environment, "restore", folder)
        _step("核对各行与文件 · rows and files", environment, "ledger", "audit", "--files", folder / FILES)
        _step("导出账本 · export the log", environment, "ledger", "export", export)
        (export / KEY_FILE).write_text(told.key + "\n", encoding="utf-8")
        verify = (
            sys.executable, "-m", "xinheng.verifier.main", "export", export, "--key", export / KEY_FILE,
            "--known", folder / CHECKPOINT,
        )  # fmt: skip
        _run("独立验证 · xinheng-verify", environment, verify)


def _step(title: str, environment: dict[str, str], *words: object) -> None:
    _run(title, environment, (sys.executable, "-m", "xinheng.cli", *words))


def _run(title: str, environment: dict[str, str], command: tuple[object, ...]) -> None:
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise DrillFailed(f"{title}: {(done.stderr or done.stdout).strip()[-2000:]}")
    console.print(f"[green]✓[/green] {title}")


def _beside(uri: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(uri)._replace(path=f"/{quote(database)}"))
