"""YAML of the packs, with the line of every value.

Scalars stay text (the meta-model says what they are: no `on` turned into true, no 1.10 into 1.1); only an
unquoted `null`, `~` or nothing is None. A key written twice is a fault. No tags, no merge keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from xinheng.kernel.lawbook.errors import BrokenPack, Fault, Place
from xinheng.kernel.text import Text

Shape = TypeVar("Shape")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Document:
    """A file's value, and where each part of it stands."""

    file: str
    value: Any
    node: yaml.Node | None

    def place(self, *path: str | int) -> Place:
        """The line of the value at that path; as near as the path leads."""
        return Place(self.file, _line(self.node, path))


def read_document(text: str, *, file: str) -> Document:
    """Read one file; BrokenPack names line and reason when it is not YAML as we take it."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "unreadable"
        reason = Text(zh=f"不是有效的 YAML：{problem}", en=f"Not valid YAML: {problem}")
        raise BrokenPack([Fault(Place(file, mark.line + 1 if mark else 1), reason)]) from error
    return Document(file=file, value=_value(node, file), node=node)


def parse(shape: TypeAdapter[Shape], document: Document) -> Shape:
    """The document as the shape; BrokenPack lists every place that does not fit."""
    try:
        return shape.validate_python(document.value)
    except ValidationError as error:
        raise BrokenPack([_fault(document, detail) for detail in error.errors()]) from error


def _value(node: yaml.Node | None, file: str) -> Any:
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in _NOTHING else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, file) for part in node.value]
    mapping: dict[str, Any] = {}
    for key, part in node.value:
        if key.value in mapping:
            reason = Text(zh=f"重复的键“{key.value}”", en=f"The key “{key.value}” is written twice")
            raise BrokenPack([Fault(Place(file, key.start_mark.line + 1), reason)])
        mapping[key.value] = _value(part, file)
    return mapping


def _line(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = [(key, part) for key, part in node.value if key.value == step]
            if not found:
                continue  # a step of the shape that is not in the file, such as the name of a variant
            line, node = found[0][0].start_mark.line + 1, found[0][1]
    return line


def _fault(document: Document, detail: Any) -> Fault:
    path = detail["loc"]
    where = document.place(*path)
    key = str(path[-1]) if path else ""
    message = str(detail["msg"]).removeprefix("Value error, ")
    match detail["type"]:
        case "extra_forbidden":
            reason = Text(zh=f"未知的键“{key}”", en=f"Unknown key “{key}”")
        case "missing":
            reason = Text(zh=f"缺少“{key}”", en=f"“{key}” is missing")
        case _:
            name = ".".join(str(step) for step in path if isinstance(step, str)) or "file"
            reason = Text(zh=f"“{name}”不符合要求：{message}", en=f"“{name}” does not fit: {message}")
    return Fault(where, reason)
