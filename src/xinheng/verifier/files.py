"""Reading the files that are to be checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xinheng.kernel.tlog.export import MalformedLine, read_line
from xinheng.kernel.tlog.keys import MalformedKey, VerifierKey, parse_key
from xinheng.verifier.failures import CheckFailed, Failure, UnableToRead


@dataclass(frozen=True, slots=True)
class Header:
    """First line of an export: the log's name and the keys that its keeper claims."""

    origin: str
    keys: tuple[VerifierKey, ...]


def read_header(path: Path, form: str) -> Header:
    """The header of an export of that format."""
    try:
        with path.open("rb") as lines:
            value = read_line(lines.readline().decode())
    except (OSError, UnicodeDecodeError, MalformedLine) as error:
        raise UnableToRead(f"{path}: {error}") from error
    if value["type"] != "header" or value.get("format") != form or not isinstance(value.get("origin"), str):
        raise UnableToRead(f"{path}: the first line is no header of {form}")
    return Header(value["origin"], parse_keys(value.get("keys")))


def read_body(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines after the header, each with its place."""
    with path.open("rb") as lines:
        next(lines)
        for number, line in enumerate(lines, start=2):
            place = f"line {number}"
            try:
                value = read_line(line.decode())
            except (UnicodeDecodeError, MalformedLine) as error:
                raise CheckFailed(Failure.LINE_MALFORMED, place=place, detail=str(error)) from error
            if value["type"] == "header":
                raise CheckFailed(Failure.LINE_MALFORMED, place=place, detail="a second header")
            yield place, value


def parse_keys(texts: object) -> tuple[VerifierKey, ...]:
    """Verifier keys from their texts."""
    if not isinstance(texts, Sequence) or isinstance(texts, str):
        raise UnableToRead("the list of keys is missing")
    try:
        return tuple(parse_key(str(text)) for text in texts)
    except MalformedKey as error:
        raise UnableToRead(f"key: {error}") from error


def read_text(path: Path) -> str:
    """A text file."""
    try:
        # a signed note is compared byte by byte: line ends stay as they are
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UnableToRead(f"{path}: {error}") from error


def keys_of(given: Sequence[str]) -> tuple[VerifierKey, ...]:
    """The keys of the command line: each is a key, or a file with one key a line."""
    texts: list[str] = []
    for each in given:
        path = Path(each)
        if "+" not in each or path.is_file():
            texts += [line for line in read_text(path).splitlines() if line.strip()]
        else:
            texts.append(each)
    return parse_keys(texts)
