"""Which packs are meant by `PACK@WHERE`: the folder as it is, another folder, or an earlier state in git.

`cn-gz` alone is the folder as it lies there. `cn-gz@WHERE` is, in this order: a folder that holds packs; a
git revision (tag, branch, commit) of the repository the packs lie in; a version as pack.yml states it, at the
newest commit that states it. Nothing is asked of a network.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from xinheng.kernel.lawbook import Packs, read_packs

_VERSION = re.compile(r"^version:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)


class UnableToFindVersion(LookupError):
    """Neither a folder, nor a git revision, nor a version that pack.yml ever stated."""


@dataclass(frozen=True, slots=True)
class Named:
    """A pack and the packs around it, as they were at one place or time."""

    pack: str
    where: str
    packs: Packs


def find_version(name: str, root: Path) -> Named:
    """Resolve `PACK` or `PACK@WHERE`; UnableToFindVersion when nothing answers to it."""
    pack, _, where = name.partition("@")
    if not where:
        return _named(pack, "", read_packs(root))
    if Path(where).is_dir():
        return _named(pack, where, read_packs(Path(where)))
    revision = _revision(root, where) or _stating(root, pack, where)
    if revision is None:
        raise UnableToFindVersion(f"{name}: no folder, git revision or version of that name")
    try:
        # asked from inside the folder, git packs up that folder alone, named from it on
        archive = _git(root, "archive", "--format=zip", revision)
    except subprocess.CalledProcessError as error:
        raise UnableToFindVersion(f"{name}: no packs at {where}") from error
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
        return _named(pack, where, read_packs(Path(folder)))


def _named(pack: str, where: str, packs: Packs) -> Named:
    if pack not in packs.folders:
        raise UnableToFindVersion(f"{pack}: no such pack {where}")
    return Named(pack, where, packs)


def _revision(root: Path, where: str) -> str | None:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", f"{where}^{{commit}}").decode().strip()
    except subprocess.CalledProcessError:
        return None


def _stating(root: Path, pack: str, version: str) -> str | None:
    """The newest commit whose pack.yml states the version."""
    try:
        commits = _git(root, "log", "--format=%H", "--", f"{pack}/pack.yml").decode().split()
        for commit in commits:
            stated = _VERSION.search(_git(root, "show", f"{commit}:./{pack}/pack.yml").decode())
            if stated and stated.group(1) == version:
                return commit
    except subprocess.CalledProcessError:
        return None
    return None


def _git(root: Path, *words: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True).stdout
