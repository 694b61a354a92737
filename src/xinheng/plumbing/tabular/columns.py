"""Which column of a file holds which field: every column is used, ignored by name, or in question."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from xinheng.plumbing.tabular.header import as_sent, header_key, names_of
from xinheng.plumbing.tabular.mapping_file import Mapping as MappingFile
from xinheng.plumbing.tabular.terms import Field


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Several headers for one field, or one header for several fields: for a person to settle."""

    headers: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The account of a header: each of its names is in `used`, `ignored`, `forbidden` or an ambiguity."""

    used: Mapping[str, str]
    """Header → code."""
    ignored: tuple[str, ...]
    missing_required: tuple[str, ...]
    """Codes."""
    ambiguous: tuple[Ambiguity, ...]
    forbidden: tuple[str, ...]
    """Headers that name a kind of data which may not be taken at all."""
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def header_of(self) -> Mapping[str, str]:
        """Code → header, for naming a field the way the sender did."""
        return {code: header for header, code in self.used.items()}


def _nothing_forbidden(header: str) -> bool:
    return False


def map_columns(
    header: Sequence[str],
    fields: Sequence[Field],
    mapping: MappingFile | None = None,
    *,
    forbidden: Callable[[str], bool] = _nothing_forbidden,
) -> ColumnMap:
    """Matches the names of a header to fields, by a mapping file first, then by code, title or alias.

    `forbidden` is asked for every header as sent; one it names is never used, whatever the mapping says.
    """
    plan = mapping or MappingFile()
    barred = tuple(name for name in header if forbidden(as_sent(name)))
    meant = {name: _codes(name, fields, plan) for name in header if name not in barred}
    by_code: defaultdict[str, list[str]] = defaultdict(list)
    for name, codes in meant.items():
        for code in codes:
            by_code[code].append(name)
    ambiguous = _ambiguities(meant, by_code)
    doubtful = {name for case in ambiguous for name in case.headers}
    used = {name: codes[0] for name, codes in meant.items() if codes and name not in doubtful}
    at_hand = {*used.values(), *plan.constants, *(code for case in ambiguous for code in case.codes)}
    return ColumnMap(
        used=used,
        ignored=tuple(name for name, codes in meant.items() if not codes),
        missing_required=tuple(f.code for f in fields if f.required and f.code not in at_hand),
        ambiguous=ambiguous,
        forbidden=barred,
        constants=plan.constants,
        values=plan.values,
    )


def _codes(name: str, fields: Sequence[Field], plan: MappingFile) -> tuple[str, ...]:
    sent = as_sent(name)
    key = header_key(sent)
    if not key or key in {header_key(other) for other in plan.ignore}:
        return ()
    for other, code in plan.columns.items():
        if header_key(other) == key:
            return (code,)
    if exact := tuple(f.code for f in fields if f.code.casefold() == sent.strip().casefold()):
        return exact
    return tuple(f.code for f in fields if key in {header_key(known) for known in names_of(f)})


def _ambiguities(
    meant: Mapping[str, tuple[str, ...]], by_code: Mapping[str, Sequence[str]]
) -> tuple[Ambiguity, ...]:
    several_fields = [Ambiguity((name,), codes) for name, codes in meant.items() if len(codes) > 1]
    several_headers = [Ambiguity(tuple(names), (code,)) for code, names in by_code.items() if len(names) > 1]
    return (*several_fields, *several_headers)


def apply_mapping(frame: pl.DataFrame, column_map: ColumnMap) -> pl.DataFrame:
    """`row_no` and one String column per used field code; values replaced and constants filled in.

    A value that the mapping file does not name stays as it was sent.
    """
    columns = [pl.col("row_no")]
    for header, code in column_map.used.items():
        column = pl.col(header)
        if replaced := column_map.values.get(code):
            column = pl.coalesce(
                column.str.strip_chars().replace_strict(dict(replaced), default=None), column
            )
        columns.append(column.alias(code))
    columns += [pl.lit(value, pl.String).alias(code) for code, value in column_map.constants.items()]
    return frame.select(columns)
