"""Which row holds the column names, and what a column name means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xinheng.plumbing.tabular.terms import Field

Row = Sequence[str | None]
Keys = Mapping[str, str]

_BRACKETS = str.maketrans(
    {"【": "(", "】": ")", "〔": "(", "〕": ")", "[": "(", "]": ")", "{": "(", "}": ")"}
)
_NOT_MEANT = re.compile(r"[\s_\-‐‑–—―−*:.·、\ufeff\u200b]+")
_MARKED = re.compile(r"\((?:必填|选填|必填项|必录|非必填)\)")
_REPEATED = re.compile(r"#\d+$")


def header_key(header: str) -> str:
    """What two spellings of one header share: width, case, spaces, dashes, brackets, "*", （必填） fall away.

    >>> header_key("＊行政相对人代码－1（信用代码）") == header_key("行政相对人代码_1(信用代码)")
    True
    """
    text = unicodedata.normalize("NFKC", header).translate(_BRACKETS).casefold()
    return _NOT_MEANT.sub("", _MARKED.sub("", text))


def names_of(field: Field) -> Iterable[str]:
    """Every spelling a field is known by."""
    return (field.code, *field.titles, *field.aliases)


def known_keys(fields: Iterable[Field], extra: Iterable[str] = ()) -> Keys:
    """Key → field code of all names of `fields`; `extra` headers (of a mapping file) stand for themselves."""
    keys = {header_key(name): header_key(name) for name in extra}
    keys |= {header_key(name): field.code for field in fields for name in names_of(field)}
    return {key: code for key, code in keys.items() if key}


@dataclass(frozen=True, slots=True)
class HeaderChoice:
    """Rows first..last (0-based, inclusive) are the header; `names` has one unique name per column."""

    first: int
    last: int
    names: tuple[str, ...]
    matched: int


def find_header(rows: Sequence[Row], keys: Keys) -> HeaderChoice | None:
    """The header among the first rows of a sheet; None when all are empty.

    The row in which most names are known wins, the upper one on a tie; a pair of rows (merged group headers)
    only when it knows more than any single row. When nothing is known, the first row that is not empty is
    taken, past title rows of one cell above a wider row.
    """
    best = max(_candidates(rows, keys), key=lambda c: (c.matched, c.first - c.last, -c.first), default=None)
    if best is None or best.matched == 0:
        return _first_filled(rows)
    return _with_second_header(best, rows, keys)


def _candidates(rows: Sequence[Row], keys: Keys) -> Iterable[HeaderChoice]:
    for index, row in enumerate(rows):
        if not any(row):
            continue
        yield _choice(index, index, [cell or "" for cell in row], keys)
        if index + 1 < len(rows) and any(rows[index + 1]) and _has_gaps(row, rows[index + 1]):
            yield _choice(index, index + 1, _merged(row, rows[index + 1], keys), keys)


def _has_gaps(upper: Row, lower: Row) -> bool:
    return any(not cell for cell in upper) or any(not cell for cell in lower)


def _merged(upper: Row, lower: Row, keys: Keys) -> list[str]:
    """One name per column from a group header above and names below; a group spans to its next neighbour."""
    names: list[str] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = (upper[column] if column < len(upper) else None) or ""
        below = (lower[column] if column < len(lower) else None) or ""
        group = above or (group if below else "")
        names.append(_best_name(group, below, keys))
    return names


def _best_name(group: str, below: str, keys: Keys) -> str:
    if not below:
        return group
    joined = group + below
    for name in (joined, below):
        if header_key(name) in keys:
            return name
    return below


def _choice(first: int, last: int, cells: Sequence[str], keys: Keys) -> HeaderChoice:
    matched = len({keys[key] for cell in cells if (key := header_key(cell)) in keys})
    return HeaderChoice(first=first, last=last, names=unique_names(cells), matched=matched)


def _first_filled(rows: Sequence[Row]) -> HeaderChoice | None:
    filled = [index for index, row in enumerate(rows) if any(row)]
    wide = [index for index in filled if sum(bool(cell) for cell in rows[index]) > 1]
    if not filled:
        return None
    index = wide[0] if wide else filled[0]
    return _choice(index, index, [cell or "" for cell in rows[index]], {})


def _with_second_header(best: HeaderChoice, rows: Sequence[Row], keys: Keys) -> HeaderChoice:
    """Takes in a row below that repeats the header in its other form (titles above, codes below)."""
    below = best.last + 1
    if below >= len(rows):
        return best
    matched = _choice(below, below, [cell or "" for cell in rows[below]], keys).matched
    if matched * 2 <= best.matched:
        return best
    return HeaderChoice(first=best.first, last=below, names=best.names, matched=best.matched)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names as sent, trimmed; an empty one becomes "#7" (column 7), a repeated one gets "#7" behind it."""
    seen: set[str] = set()
    names = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip()
        if not name or name in seen or name == "row_no":
            name = f"{name}#{position}"
        seen.add(name)
        names.append(name)
    return tuple(names)


def as_sent(name: str) -> str:
    """A column name without the "#7" that made it unique."""
    return _REPEATED.sub("", name)
