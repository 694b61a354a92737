"""What a backup says of itself: parts with their hashes, under the node's own signature."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from xinheng.kernel.tlog.checkpoint import Checkpoint, open_checkpoint
from xinheng.kernel.tlog.keys import MalformedKey, parse_key
from xinheng.kernel.tlog.note import ForgedNote, MalformedNote, Signer, UntrustedNote, open_note, sign_note

FORMAT: Final = "xinheng-backup/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
DATABASE: Final = "database.dump"
FILES: Final = "files"
FILE_LIST: Final = "files.jsonl"
CHECKPOINT: Final = "checkpoint.txt"
_PIECE: Final = 1024 * 1024


class BrokenBackup(Exception):
    """The folder holds no whole backup, or something in it was changed; the message says what."""


class Part(BaseModel):
    """A file of the backup: its name below the folder, bytes, SHA-256."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """`lost`: files that were deleted by rule while the backup was made; a restore forgets them.

    `key` is the node's verifier key: it shows whether a master key is the one that the backup was made under.
    `entries` is the length of the log.
    """

    model_config = ConfigDict(frozen=True)

    format: str
    made_at: str
    node: str
    key: str
    postgresql: int
    parts: tuple[Part, ...]
    files: int
    bytes_of_files: int
    lost: tuple[str, ...]
    entries: int


def part_of(path: Path, *, root: Path) -> Part:
    """A file as the manifest names it."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return Part(name=path.relative_to(root).as_posix(), size=path.stat().st_size, sha256=digest.hexdigest())


def write(manifest: Manifest, folder: Path, *, signer: Signer) -> None:
    """The last thing that is written: a folder without it is no backup."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    durable(folder / SIGNATURE, sign_note(_signed(text), [signer]))
    durable(folder / MANIFEST, text)


def read(folder: Path) -> Manifest:
    """The manifest, signed by the key that it names; raises BrokenBackup."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        manifest = Manifest.model_validate_json(text)
        if manifest.format != FORMAT:
            raise BrokenBackup(f"{MANIFEST}: the format is {manifest.format}, not {FORMAT}")
        signed = open_note((folder / SIGNATURE).read_bytes().decode(), [parse_key(manifest.key)])
    except FileNotFoundError as error:
        raise BrokenBackup(f"{Path(error.filename).name} is missing: the backup was not finished") from error
    except (ValidationError, MalformedKey, MalformedNote, ForgedNote, UntrustedNote, ValueError) as error:
        raise BrokenBackup(f"{MANIFEST}: {error}") from error
    if signed != _signed(text):
        raise BrokenBackup(f"{MANIFEST} was changed after it was signed")
    return manifest


def check_parts(manifest: Manifest, folder: Path) -> None:
    """Every part and every kept file is there, unchanged; raises BrokenBackup."""
    for part in (*manifest.parts, *kept_files(folder, manifest)):
        path = folder / part.name
        if not path.is_file():
            raise BrokenBackup(f"{part.name} is missing")
        if part_of(path, root=folder) != part:
            raise BrokenBackup(f"{part.name} was changed")


def kept_files(folder: Path, manifest: Manifest) -> Iterator[Part]:
    """The kept files, from the list whose hash the manifest holds."""
    listed = next(part for part in manifest.parts if part.name == FILE_LIST)
    if not (folder / FILE_LIST).is_file() or part_of(folder / FILE_LIST, root=folder) != listed:
        raise BrokenBackup(f"{FILE_LIST} was changed")
    with (folder / FILE_LIST).open(encoding="utf-8") as lines:
        for line in lines:
            part = Part.model_validate_json(line)
            if ".." in Path(part.name).parts or not part.name.startswith(f"{FILES}/"):
                raise BrokenBackup(f"{FILE_LIST}: {part.name} lies elsewhere")
            yield part


def checkpoint_of(folder: Path, manifest: Manifest) -> Checkpoint:
    """The checkpoint of the backup, verified."""
    return open_checkpoint((folder / CHECKPOINT).read_bytes().decode(), [parse_key(manifest.key)])


def durable(path: Path, text: str) -> None:
    """A small file that is there after a power cut, or not at all."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    beside.rename(path)


def _signed(text: str) -> str:
    return f"{FORMAT}\n{hashlib.sha256(text.encode()).hexdigest()}\n"
