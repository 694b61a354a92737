"""Reading and checking a kept file, in portions: what comes out lies on disk and is small in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake.actions.legacy import resolved
from xinheng.areas.intake.actions.opened import opened
from xinheng.areas.intake.actions.rows import PERSONS, finished_rows
from xinheng.areas.intake.actions.spool import Spool
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.rules import Checked, Checker, compile_checker
from xinheng.areas.intake.rules.report import FINDINGS
from xinheng.areas.intake.terms import VALUE_SHOWN, Disposition, Severity
from xinheng.areas.subjects import service as subjects
from xinheng.kernel import forbidden
from xinheng.kernel.lawbook import NotRuled
from xinheng.kernel.lawbook.meta import CatalogueItem, DisclosureTerm
from xinheng.kernel.lawbook.meta.fields import PERSON_TYPES
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.tabular.ahead import read_ahead
from xinheng.plumbing.tabular.columns import ColumnMap, apply_mapping, map_columns
from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.terms import UnreadableTable

PREVIEW_ROWS = 20
LISTED = 200
ROW_SHAPE = "row.shape"
INDEX = ("row_no", "key", "content_hash", "withdraws", "disposition")
Report = Callable[[int], None]


@dataclass
class CheckedFile:
    """A file's rows after the check: `rows` and `findings` spooled, `index` with the keys of all rows.

    `malformed` rows could not be cut into columns; they count as received and rejected. `persons`: row_no and
    `PERSONS`, in clear and in memory alone.
    """

    item: CatalogueItem
    rows: Spool
    findings: Spool
    index: pl.DataFrame
    persons: pl.DataFrame
    layout: dict[str, Any]
    preview: list[dict[str, str]]


class NotForThisItem(UnreadableTable):
    """The columns are not those of the item."""

    status = 422


class AsksForForbiddenData(UnreadableTable):
    """A column holds a kind of data that may not be collected at all (R1): nothing of the file is kept."""

    status = 422

    @classmethod
    def of(cls, headers: Sequence[str]) -> AsksForForbiddenData:
        """The refusal that names the columns."""
        named = "、".join(f"“{header}”" for header in headers)
        return cls(
            Text(
                zh=f"{named}属于禁止归集的信息，整份文件不予接收且不留存。请删除该列后重新报送。",
                en=f"{', '.join(headers)}: this kind of data may not be collected. The file is refused and not kept; "
                "remove the column and send it again.",
            )
        )


@contextmanager
def checked_file(submission: Submission, *, folder: Path, report: Report) -> Iterator[CheckedFile]:
    """Read and check the submission's kept file; the result lives until the context ends.

    Raises a subclass of UnreadableTable when the file can't be read or is not for the item.
    """
    with opened(submission) as file:
        table = file.table
        columns = map_columns(
            table.header, file.fields, mapping=file.mapping, forbidden=forbidden.is_forbidden_name
        )
        if columns.forbidden:
            raise AsksForForbiddenData.of(columns.forbidden)
        _must_be_for(file.item, columns)
        yield _read(table, columns, item=file.item, submission=submission, folder=folder, report=report)


def _read(
    table: Table,
    columns: ColumnMap,
    *,
    item: CatalogueItem,
    submission: Submission,
    folder: Path,
    report: Report,
) -> CheckedFile:
    """All portions through the checker."""
    rows, findings = Spool(folder, "rows"), Spool(folder, "findings")
    indexes: list[pl.DataFrame] = []
    persons: list[pl.DataFrame] = []
    preview: list[dict[str, str]] = []
    checker = _checker(item, day_of(submission.received_at))
    done = 0
    with closing(read_ahead(_checked(table, columns, checker), depth=1)) as portions:
        for fresh in portions:
            checked = resolved(fresh)
            frame, found_persons = finished_rows(checked, item=item, submission=submission)
            rows.write(frame)
            findings.write(checked.findings.select(FINDINGS.names()))
            indexes.append(frame.select(INDEX))
            persons.append(found_persons)
            if not preview:
                preview = _first_rows(checked.rows, item)
            done += frame.height
            report(done)
    findings.write(_malformed_findings(table))
    indexes.append(_malformed_index(table))
    return CheckedFile(
        item=item, rows=rows, findings=findings, index=pl.concat(indexes), layout=_layout(table, columns),
        preview=preview, persons=pl.concat(persons) if persons else PERSONS.to_frame(),
    )  # fmt: skip


def _checked(table: Table, columns: ColumnMap, checker: Checker) -> Generator[Checked]:
    """The portions after the check; the next one is made while the present one is finished and spooled."""
    for raw in table.batches():
        yield checker.check(apply_mapping(raw, columns))


def _checker(item: CatalogueItem, day: date) -> Checker:
    return compile_checker(item, today=day, regions=subjects.regions(), term=_term(item, day))


def _term(item: CatalogueItem, day: date) -> DisclosureTerm | None:
    """How long the item's records are shown; None where no rule says so and none is shown."""
    try:
        return catalogue.lawbook().as_of(day).disclosure(item.id).value
    except NotRuled:
        return None


def _must_be_for(item: CatalogueItem, columns: ColumnMap) -> None:
    """Refuse a file that lacks what makes a row a record of the item: its natural key's columns."""
    found = set(columns.used.values())
    roles = item.roles
    needed = {"instrument": roles.instrument, "organ": roles.organ_code, "subject": roles.subject_name}
    wanted = [needed.get(part, part) for part in item.natural_key]
    missing = [item.field(code) for code in wanted if code is not None and code not in found]
    if missing:
        raise NotForThisItem(
            Text(
                zh=f"文件不像“{item.title.zh}”：缺少{'、'.join(f'“{field.title.zh}”' for field in missing)}列。"
                "请核对事项，或随文件提供列名对应表。",
                en=f"The file does not look like {item.title.en}: no column for "
                f"{', '.join(field.title.en for field in missing)}. Check the item, or send a mapping file with it.",
            )
        )


def _layout(table: Table, columns: ColumnMap) -> dict[str, Any]:
    """What the receipt says of the file's form."""
    return {
        "format": table.format.value,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "other_sheets": [{"name": sheet.name, "rows": sheet.rows} for sheet in table.other_sheets],
        "rows_above": table.rows_above,
        "used": columns.used,
        "ignored": list(columns.ignored),
        "no_data": [
            {"row": row.sheet_row, "kind": row.kind.value, "text": row.text}
            for row in table.no_data_rows[:LISTED]
        ],
        "no_data_rows": len(table.no_data_rows),
        "blank_rows": table.blank_rows,
    }


def _malformed_findings(table: Table) -> pl.DataFrame:
    return pl.DataFrame(
        [(row.row_no, "", ROW_SHAPE, Severity.REJECT.value, row.text[:VALUE_SHOWN]) for row in table.malformed],
        schema=FINDINGS, orient="row",
    )  # fmt: skip


def _malformed_index(table: Table) -> pl.DataFrame:
    return pl.DataFrame(
        {"row_no": [row.row_no for row in table.malformed]}, schema={"row_no": pl.UInt32}
    ).select(
        "row_no", key=pl.lit(None, dtype=pl.Binary), content_hash=pl.lit(None, dtype=pl.Binary),
        withdraws=pl.lit(False), disposition=pl.lit(Disposition.REJECT.value),
    )  # fmt: skip


def _first_rows(rows: pl.DataFrame, item: CatalogueItem) -> list[dict[str, str]]:
    """The first rows as the person who confirms sees them: without what is never shown."""
    shown = [
        field.code for field in item.fields if field.type not in PERSON_TYPES and field.code in rows.columns
    ]
    return rows.head(PREVIEW_ROWS).select("row_no", "disposition", *shown).to_dicts()
