"""What distinguishes one node (a province's, a city's deployment) from another."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


class UnsafeSettings(RuntimeError):
    """The platform refuses to start with what the environment says."""


@dataclass(frozen=True)
class NodeSettings:
    """Settings of this node beside Django's own.

    `demo` marks everything as synthetic and permits generated secrets; `signature` is "ed25519" or "sm2".
    """

    demo: bool
    state: Path
    master_key: str
    node_name: str
    signature: str
    file_root: Path
    lawpack_root: Path
    node_file: Path
    max_upload_bytes: int
    max_sheet_bytes: int
    max_evidence_bytes: int


def read_node() -> NodeSettings:
    """The node's settings from `XINHENG_*`; outside the demo a missing secret refuses to start."""
    demo = os.environ.get("XINHENG_DEMO", "") == "1"
    state = state_folder()
    return NodeSettings(
        demo=demo,
        state=state,
        master_key=secret("XINHENG_MASTER_KEY", demo=demo, state=state),
        node_name=os.environ.get("XINHENG_NODE_NAME", "xinheng.demo/guizhou"),
        signature=os.environ.get("XINHENG_SIGNATURE", "ed25519"),
        file_root=Path(os.environ.get("XINHENG_FILE_ROOT", state / "files")),
        lawpack_root=Path(os.environ.get("XINHENG_LAWPACKS", PROJECT / "lawpacks")),
        node_file=Path(os.environ.get("XINHENG_NODE_FILE", PROJECT / "demo" / "node.yml")),
        max_upload_bytes=int(os.environ.get("XINHENG_MAX_UPLOAD_BYTES", 2 * 1024**3)),
        max_sheet_bytes=int(os.environ.get("XINHENG_MAX_SHEET_BYTES", 256 * 1024**2)),
        max_evidence_bytes=int(os.environ.get("XINHENG_MAX_EVIDENCE_BYTES", 20 * 1024**2)),
    )


def state_folder() -> Path:
    """Where this node keeps what is its own: secrets of the demo, files, the embedded database."""
    return Path(os.environ.get("XINHENG_STATE", PROJECT / ".xinheng"))


def secret(name: str, *, demo: bool, state: Path) -> str:
    """The secret of that name; the demo makes its own once and keeps it below its state folder."""
    given = os.environ.get(name)
    if given is not None:
        if len(given) < 32 or given.lower().startswith(("change", "secret", "default", "example")):
            raise UnsafeSettings(
                f"{name}: use at least 32 characters of your own (python -m secrets or a key service)"
            )
        return given
    if not demo:
        raise UnsafeSettings(f"{name} is not set; only the demo (XINHENG_DEMO=1) makes secrets by itself")
    file = state / name.lower().replace("_", "-")
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
