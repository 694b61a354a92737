"""The master key of a backup: asked for, and known by the public key that comes of it."""

from __future__ import annotations

import os
import sys
from typing import Final

import typer

from xinheng.cli.backup.manifest import Manifest
from xinheng.kernel.tlog.keys import parse_key
from xinheng.plumbing.node import state_folder

VARIABLE: Final = "XINHENG_MASTER_KEY"


class WrongMaster(Exception):
    """No master key was given, or it is not the one that the backup was made under."""


def settle_master(told: Manifest) -> None:
    """Put the backup's master key into the environment, before the settings are read."""
    given = os.environ.get(VARIABLE) or _of_the_demo() or _asked()
    if not fits(given, told):
        raise WrongMaster(
            f"主密钥不是本备份所用的那一个 · {VARIABLE} is not the master key that this backup was made under"
        )
    os.environ[VARIABLE] = given
    os.environ["XINHENG_SIGNATURE"] = parse_key(told.key).kind.value


def fits(master: str, told: Manifest) -> bool:
    """Whether the signing key that comes of a master key is the one that the manifest names."""
    from xinheng.plumbing.crypto.keyring import KeyRing, WeakMaster
    from xinheng.plumbing.crypto.signing import signer_of

    key = parse_key(told.key)
    try:
        return signer_of(KeyRing(master), name=key.name, kind=key.kind).key == key
    except WeakMaster:
        return False


def _of_the_demo() -> str:
    """What the demo made for itself, where this is the demo's own state."""
    file = state_folder() / "xinheng-master-key"
    return file.read_text() if os.environ.get("XINHENG_DEMO") == "1" and file.exists() else ""


def _asked() -> str:
    if not sys.stdin.isatty():
        raise WrongMaster(
            f"恢复需要主密钥，请设置 {VARIABLE} · a restore needs the master key: set {VARIABLE}"
        )
    return str(typer.prompt("主密钥 · master key", hide_input=True))
