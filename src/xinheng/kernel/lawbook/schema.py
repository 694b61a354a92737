"""JSON Schema of every kind of file, for editors and for whoever writes packs without Python."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from xinheng.kernel.lawbook.files import FILE_KINDS
from xinheng.kernel.lawbook.loading import NODE

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name → JSON text, for every kind of file in a pack and for the node's file."""
    shapes: dict[str, TypeAdapter[object]] = {kind.name: kind.shape for kind in FILE_KINDS}
    shapes["node"] = NODE  # type: ignore[assignment]
    return {f"{name}.json": _text(name, shape) for name, shape in sorted(shapes.items())}


def outdated(folder: Path) -> tuple[str, ...]:
    """Names of schema files in the folder that differ from the meta-model, or should not be there."""
    wanted = schemas()
    there = {path.name for path in folder.glob("*.json")}
    both = there & wanted.keys()
    differing = {name for name in both if (folder / name).read_text("utf-8") != wanted[name]}
    return tuple(sorted(differing | (there ^ wanted.keys())))


def write_schemas(folder: Path) -> tuple[str, ...]:
    """Bring the folder's schema files up to date; the names that changed."""
    changed = outdated(folder)
    folder.mkdir(exist_ok=True)
    wanted = schemas()
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed


def _text(name: str, shape: TypeAdapter[object]) -> str:
    schema = {"$schema": _DRAFT, "title": name, **shape.json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
