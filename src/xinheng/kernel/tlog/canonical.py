"""The one JSON text of a value, so that its hash is one too.

Keys sorted by code point, no spaces, UTF-8, no escapes but those JSON demands. Allowed: strings, integers
within ±(2**53 - 1), booleans, null, lists, mappings with string keys. Numbers with a fraction are written
as strings by whoever makes the value: two programs need not agree on the digits of a float.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Json = str | int | bool | None | list["Json"] | tuple["Json", ...] | Mapping[str, "Json"]

_LARGEST = 2**53 - 1
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False
).encode


class NotCanonical(ValueError):
    """A float, a large integer, a NUL, half a surrogate pair, or a key that is no string."""


def canonical(value: Json) -> bytes:
    """Canonical JSON, UTF-8.

    >>> canonical({"b": [1, None], "a": "信"}).decode()
    '{"a":"信","b":[1,null]}'
    """
    try:
        return _encode(_plain(value)).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds half of a surrogate pair") from error


def parse(text: str | bytes) -> Any:
    """The value of a JSON text; a key given twice, a float or a constant like NaN is refused."""
    return json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)


def _plain(value: object) -> object:
    """The same value in plain types (a StrEnum is its text); raises where one has no canonical form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, Mapping):
        return {_text(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    raise NotCanonical(f"a {type(value).__name__} has no canonical form")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotCanonical(f"the key {value!r} is no string")
    if "\x00" in value:
        raise NotCanonical("a text holds a NUL")
    return str.__str__(value)


def _integer(value: int) -> int:
    if abs(value) > _LARGEST:
        raise NotCanonical(f"the integer {value} is beyond ±(2**53 - 1); write it as a string")
    return int(value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key is given twice")
    return found


def _no_float(text: str) -> Any:
    raise NotCanonical(f"{text} is no integer")
