"""The platform refuses to start with a broken lawpack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.unit.kernel.lawbook.small import DEADLINE, write_packs


def start(root: Path, node: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XINHENG_LAWPACKS": str(root), "XINHENG_NODE_FILE": str(node)}
    code = "import django; django.setup()"
    settings = {"DJANGO_SETTINGS_MODULE": "xinheng.settings"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment | settings, capture_output=True, text=True, check=False
    )


def test_a_broken_pack_is_refused_at_start_with_file_line_and_reason(tmp_path: Path) -> None:
    node = tmp_path / "node.yml"
    node.write_text("pack: gz\n")
    assert start(write_packs(tmp_path / "sound"), node).returncode == 0
    broken = write_packs(
        tmp_path / "broken", gz__deadlines__publication=DEADLINE.replace("7个工作日", "8个工作日")
    )
    refused = start(broken, node)
    assert refused.returncode == 1
    assert "gz/deadlines/publication.yml:8: 在“plan”item-38 中找不到引文" in refused.stderr
