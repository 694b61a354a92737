"""Checks the rows of one catalogue item: compiled once, run over frames of any size, chunk by chunk.

One rule, one implementation: a single entry is a frame of one row, and what happens to a row never depends
on the rows around it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.across import check_amounts, check_order, check_required, check_shown_until
from xinheng.areas.intake.rules.cells import CellRule, find_suspects, judge
from xinheng.areas.intake.rules.chunk import Chunk, Flags
from xinheng.areas.intake.rules.compiling import cell_rules, date_rules
from xinheng.areas.intake.rules.dates import DateRule, as_dates
from xinheng.areas.intake.rules.report import FINDINGS, Report
from xinheng.areas.intake.rules.rows import true_rows
from xinheng.areas.intake.rules.subject import (
    LegacyCodes,
    check_documents,
    check_organisations,
    check_persons,
    exchange_swapped,
    persons,
)
from xinheng.areas.intake.terms import WITHDRAWN, RowAction
from xinheng.kernel.identifiers.region import Regions
from xinheng.kernel.lawbook.meta import CatalogueItem, DisclosureTerm, FieldType

CHUNK_ROWS: Final = 1 << 17
"""At most so many rows are checked together: it bounds the memory that a chunk needs beside its input."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of rows.

    `rows`, one line for each row sent, in order: row_no UInt32; disposition; a String column for every field
    of the item, canonical, null = empty; and subject_name, subject_uscc, subject_is_person Boolean,
    legacy_code, legacy_kind, organ_code, organ_name, instrument, decided_on Date, begins_on Date,
    ends_on Date (null = no end, or none stated), ends_stated Boolean, region, state,
    action (upsert | withdraw), shown_until_claimed Date.
    `findings`: row_no, field, rule, severity, value (at most 200 characters, document numbers masked).
    `document_fields`: fields of `rows` that hold document numbers of persons in clear. They are for the keyed
    hash and the encrypted store only.
    """

    rows: pl.DataFrame
    findings: pl.DataFrame
    document_fields: tuple[str, ...]


class Checker:
    """The rules of one item on one day."""

    def __init__(
        self,
        *,
        item: CatalogueItem,
        cells: dict[str, CellRule],
        dates: dict[str, DateRule],
        term: DisclosureTerm | None,
        today: date,
    ) -> None:
        self.item = item
        self._term = term
        self._today = today
        self._cells = cells
        self._dates = dates
        self._typed = {field.code: field.type for field in item.fields}
        self._documents = tuple(code for code, type_ in self._typed.items() if type_ is FieldType.CITIZEN_ID)
        self._key_fields = _key_fields(item)

    def check(self, raw: pl.DataFrame) -> Checked:
        """Check rows: `row_no` and a String column for each field of the item that the file has."""
        parts = max(1, -(-raw.height // CHUNK_ROWS))
        rows = -(-raw.height // parts)
        chunks = [raw.slice(part * rows, rows) for part in range(parts)]
        if len(chunks) == 1:
            done = [self._check_chunk(chunks[0])]
        else:
            with ThreadPoolExecutor(max_workers=pl.thread_pool_size()) as workers:
                done = list(workers.map(self._check_chunk, chunks))
        findings = [part for _, part in done if part.height]
        return Checked(
            rows=pl.concat([rows for rows, _ in done]),
            findings=pl.concat(findings) if findings else FINDINGS.to_frame(),
            document_fields=self._documents,
        )

    def _check_chunk(self, raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        row_no = raw["row_no"].cast(pl.UInt32)
        chunk = Chunk(
            item=self.item,
            height=raw.height,
            report=Report(row_no, secret=frozenset(self._documents)),
            raw={},
        )
        for code in self._typed:
            chunk.raw[code] = raw[code].rechunk() if code in raw.columns else chunk.nothing().alias(code)
        self._judge_cells(chunk)
        check_documents(chunk)
        person = persons(chunk)
        check_persons(chunk, person)
        legacy = check_organisations(chunk, person)
        withdrawn = np.zeros(chunk.height, dtype=np.bool_)
        withdrawn[true_rows(chunk.cells(self.item.roles.action) == WITHDRAWN)] = True
        check_required(chunk, person, withdrawn, self._key_fields)
        check_order(chunk)
        check_amounts(chunk)
        check_shown_until(chunk, self._term, today=self._today)
        return self._rows(chunk, row_no, person, legacy, withdrawn), chunk.report.findings()

    def _judge_cells(self, chunk: Chunk) -> None:
        for code in self._typed:
            if self._typed[code] is FieldType.USCC:
                chunk.suspects[code] = find_suspects(self._cells[code], chunk.raw[code])
        exchange_swapped(chunk)
        for code in self._typed:
            raw = chunk.raw[code]
            if code in self._dates:
                chunk.canonical[code], chunk.days[code] = self._dates[code].judge(raw, chunk.report)
                continue
            if code not in chunk.suspects:
                chunk.suspects[code] = find_suspects(self._cells[code], raw)
            chunk.canonical[code] = judge(self._cells[code], raw, chunk.suspects[code], chunk.report)

    def _rows(
        self, chunk: Chunk, row_no: pl.Series, person: Flags, legacy: LegacyCodes, withdrawn: Flags
    ) -> pl.DataFrame:
        roles = self.item.roles
        ends = chunk.cells(roles.ends_on)
        return pl.DataFrame(
            [
                row_no.alias("row_no"),
                chunk.report.dispositions(),
                *(chunk.canonical[code].alias(code) for code in self._typed),
                chunk.cells(roles.subject_name).alias("subject_name"),
                chunk.cells(roles.subject_uscc).alias("subject_uscc"),
                pl.Series("subject_is_person", person),
                legacy.code.alias("legacy_code"),
                legacy.kind.alias("legacy_kind"),
                chunk.cells(roles.organ_code).alias("organ_code"),
                chunk.cells(roles.organ_name).alias("organ_name"),
                chunk.cells(roles.instrument).alias("instrument"),
                as_dates(chunk.day_numbers(roles.decided_on)).alias("decided_on"),
                as_dates(chunk.day_numbers(roles.begins_on)).alias("begins_on"),
                as_dates(chunk.day_numbers(roles.ends_on)).alias("ends_on"),
                ends.is_not_null().alias("ends_stated"),
                chunk.cells(roles.region).alias("region"),
                chunk.cells(roles.state).alias("state"),
                _actions(withdrawn),
                as_dates(chunk.day_numbers(roles.shown_until)).alias("shown_until_claimed"),
            ]
        )


def _actions(withdrawn: Flags) -> pl.Series:
    words = pl.Series("action", [RowAction.UPSERT.value, RowAction.WITHDRAW.value])
    if not withdrawn.any():
        return words.new_from_index(0, len(withdrawn))
    return words.gather(pl.Series(withdrawn).cast(pl.UInt32))


def _key_fields(item: CatalogueItem) -> frozenset[str]:
    """Fields that name the record: what a withdrawal cannot do without."""
    roles = item.roles
    told = {
        "organ": (roles.organ_name, roles.organ_code),
        "instrument": (roles.instrument,),
        "subject": (roles.subject_name, roles.subject_kind, roles.subject_uscc),
    }
    codes = (code for word in item.natural_key for code in told.get(word, (word,)))
    return frozenset(code for code in codes if code is not None)


def compile_checker(
    item: CatalogueItem, *, today: date, regions: Regions, term: DisclosureTerm | None
) -> Checker:
    """The checker of an item.

    `today` is the day in Asia/Shanghai: later decisions are refused. `term`: how long the item is shown, for
    comparison with what departments claim; None when no law says.
    """
    return Checker(
        item=item,
        cells=cell_rules(item, regions=regions),
        dates=date_rules(item, today=today),
        term=term,
        today=today,
    )
