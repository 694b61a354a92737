"""Where measurements work: a git-ignored folder with files, environments and a PostgreSQL of their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
WORK = PROJECT / "bench" / "work"
STATE = WORK / "state"

# settings are read when the platform's modules are first imported: this node is the measurements' own
os.environ |= {"XINHENG_DEMO": "1", "XINHENG_STATE": str(STATE), "DJANGO_SETTINGS_MODULE": "xinheng.settings"}


def environment(name: str) -> Path:
    """The Python of a yardstick's own environment, made from its hash-locked requirements on demand."""
    lock = PROJECT / "requirements" / f"bench-{name}.txt"
    tag = hashlib.sha256(lock.read_bytes()).hexdigest()[:10]
    folder = WORK / "environments" / f"{name}-{tag}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"making the environment of {name} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        words = [
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary",
            ":all:",
        ]
        subprocess.run([str(python), "-m", "pip", *words, "-r", str(lock)], check=True)
        (folder / "complete").touch()
    return python
