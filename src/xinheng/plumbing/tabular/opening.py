"""The door for every received table."""

from collections.abc import Sequence
from pathlib import Path

from xinheng.plumbing.tabular.csv_reader import open_csv
from xinheng.plumbing.tabular.json_reader import open_json_lines
from xinheng.plumbing.tabular.parquet_reader import open_parquet
from xinheng.plumbing.tabular.sniff import sniff
from xinheng.plumbing.tabular.table import Request, Table
from xinheng.plumbing.tabular.terms import Field, Format, Limits
from xinheng.plumbing.tabular.xlsx_reader import open_xlsx

_READERS = {
    Format.CSV: open_csv,
    Format.JSON_LINES: open_json_lines,
    Format.PARQUET: open_parquet,
    Format.XLSX: open_xlsx,
}


def open_table(
    path: Path,
    *,
    filename: str,
    limits: Limits,
    fields: Sequence[Field] = (),
    headers: Sequence[str] = (),
    sheet: str | None = None,
) -> Table:
    """Opens the file at `path`, sent under the name `filename`: format, encoding, sheet and header are found.

    `fields` (and `headers`, those of a mapping file) tell the header row from title rows; `sheet` chooses a
    sheet of a workbook by name. Raises a subclass of UnreadableTable, which carries text and HTTP status.
    """
    request = Request(path=path, limits=limits, fields=fields, headers=tuple(headers), sheet=sheet)
    return _READERS[sniff(path, filename=filename, limits=limits)](request)
