"""The rows of each file: fresh ones, spoilt ones, and what was sent before and comes again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from demo.province import decisions, dirt, plan
from demo.province.departments import DEPARTMENTS, Department
from demo.province.entries import entries
from demo.province.formats import Form, Headers
from demo.province.plan import Planned
from xinheng.kernel.lawbook import LawOnDay
from xinheng.kernel.lawbook.meta import CatalogueItem

DIRT: Final = 0.04
WITHDRAWN_WORD: Final = "撤销"
CORRECTED_WORD: Final = "更正"
# of a department's last file, in rows of a thousand: sent again as they were, corrected, withdrawn
AGAIN, CORRECTED, WITHDRAWN = 10, 6, 3
TWICE: Final = 2
BORROWED: Final = 40
_ON_TIME: Final = 0.88
_BY_CODE: Final = {department.code: department for department in DEPARTMENTS}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a receipt has to say. `either`: decisions of another department, for the rules to place."""

    received: int
    new: int
    corrected: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    rejected: int = 0
    pending: int = 0
    either: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file before it is written: field codes as headers; `expect` is None where all is refused."""

    department: Department
    item: CatalogueItem
    sent_on: date
    form: Form
    headers: Headers
    frame: pl.DataFrame
    expect: Expectation | None
    dirt: dict[str, int] = field(default_factory=dict)
    mapped: bool = False
    refused_for: str | None = None
    source: pl.Series | None = None


class Deliveries:
    """Makes the files of a province, one after the other in the order of their days."""

    def __init__(self, organisations: pl.DataFrame, law: LawOnDay, *, today: date, seed: int) -> None:
        self._organisations = organisations
        self._subjects = organisations.filter(pl.col("department").is_null())
        self._law = law
        self._today = today
        self._rng = np.random.default_rng([seed, 2])
        self._serials: dict[tuple[str, str], int] = {}
        self._before: dict[tuple[str, str], pl.DataFrame] = {}
        self._organs = {
            department.code: decisions.organs_of(organisations, department) for department in DEPARTMENTS
        }

    def registers(self) -> Iterator[Delivery]:
        """The whole register of each registering department."""
        forms = {"scjg": Form.CSV, "mz": Form.JSON_LINES, "bz": Form.XLSX, "ny": Form.PARQUET}
        item = self._law.item("registration").value
        for code, form in forms.items():
            own = self._organisations.filter(pl.col("registered_by") == code)
            frame = decisions.first_registrations(own, self._organs[code])
            headers = Headers.CHINESE if form is Form.XLSX else Headers.CODES
            day = plan.registered_on(self._today)
            yield self._spoilt(_BY_CODE[code], item, day, form, headers, frame, mapped=code == "scjg")

    def changed_registers(self) -> Iterator[Delivery]:
        """What changed in the registers of market regulation since."""
        item = self._law.item("registration").value
        own = self._organisations.filter(pl.col("registered_by") == "scjg")
        frame = decisions.changed_registrations(own, self._organs["scjg"])
        known = frame["DJ_SHXYM"].is_in(self._before["scjg", "registration"]["DJ_SHXYM"].implode())
        frame = frame.filter(known)
        expect = Expectation(received=len(frame), new=0, corrected=len(frame))
        day = plan.registrations_changed_on(self._today)
        yield Delivery(
            _BY_CODE["scjg"], item, day, Form.CSV_GB18030, Headers.CODES, frame, expect, mapped=True
        )

    def decided(self, planned: Planned) -> Delivery:
        """A planned file of decisions."""
        item = self._law.item(planned.item).value
        department = _BY_CODE[planned.department]
        fresh, days = self._fresh(planned, item, department)
        return self._spoilt(
            department, item, planned.sent_on, planned.form, planned.headers, fresh, days=days
        )

    def refused(self) -> Iterator[Delivery]:
        """Files that may not come in: a forbidden column, another item's columns, a sender without right."""
        health, day = _BY_CODE["wj"], self._today
        penalty, registration = self._law.item("penalty").value, self._law.item("registration").value
        rows = self._before["wj", "penalty"].head(20)
        sick = rows.with_columns(pl.lit("AB").alias("血型"))
        licence = self._before["wj", "licence"].head(20)
        register = decisions.first_registrations(self._subjects.head(20), self._organs["wj"])
        for item, frame, reason in (
            (penalty, sick, "forbidden column 血型"),
            (penalty, licence, "columns of another item"),
            (registration, register, "not a provider of the item"),
        ):
            yield Delivery(health, item, day, Form.CSV, Headers.CODES, frame, None, refused_for=reason)

    def _fresh(
        self, planned: Planned, item: CatalogueItem, department: Department
    ) -> tuple[pl.DataFrame, pl.Series]:
        days = self._days(planned.sent_on, planned.rows)
        organs = self._organs[department.code]
        key = department.code, item.id
        first = self._serials.get(key, 1)
        self._serials[key] = first + planned.rows
        if item.id == "licence":
            frame = decisions.licences(
                self._drawn(planned.rows), organs, department=department, decided=days, first=first,
                today=planned.sent_on, rng=self._rng,
            )  # fmt: skip
        elif item.id == "penalty":
            frame = decisions.penalties(
                self._drawn(planned.rows),
                organs,
                department=department,
                decided=days,
                first=first,
                rng=self._rng,
            )
        else:
            subjects = self._each_once(planned.rows, item)
            frame = entries(item, subjects, organs, decided=days[: len(subjects)], first=first, rng=self._rng)
        return frame, days[: len(frame)]

    def _days(self, sent_on: date, count: int) -> pl.Series:
        """Days of decision before the day of sending: most within the last working week, the rest late."""
        on_time = self._rng.random(count) < _ON_TIME
        back = np.where(on_time, self._rng.integers(1, 9, count), self._rng.integers(12, 60, count))
        return pl.Series(np.datetime64(sent_on, "D") - back)

    def _drawn(self, count: int) -> pl.DataFrame:
        """Organisations drawn unevenly: few have many records."""
        place = self._rng.random(count) ** 2.2 * len(self._subjects)
        return self._subjects[place.astype(np.int64)]

    def _each_once(self, count: int, item: CatalogueItem) -> pl.DataFrame:
        fitting = self._subjects.filter(pl.col("kind").is_in(list(item.subjects)))
        count = min(count, len(fitting))
        return fitting[np.sort(self._rng.choice(len(fitting), count, replace=False))]

    def _spoilt(
        self,
        department: Department,
        item: CatalogueItem,
        sent_on: date,
        form: Form,
        headers: Headers,
        fresh: pl.DataFrame,
        *,
        days: pl.Series | None = None,
        mapped: bool = False,
    ) -> Delivery:
        kinds = dirt.spoilers(item, today=self._today)
        frame, spoilt = dirt.spoil(fresh, kinds, share=DIRT, workbook=form is Form.XLSX, rng=self._rng)
        counts = dict(sorted(spoilt.drop_nulls().value_counts().iter_rows()))
        outcomes = {each.kind: each.outcome for each in kinds}
        again = self._again(department, item)
        key = department.code, item.id
        self._before[key] = fresh.filter(spoilt.is_null())
        rows = pl.concat([frame, fresh.filter(spoilt.is_null()).head(TWICE), *again.values()])
        rejected = sum(count for kind, count in counts.items() if outcomes[kind] == "reject")
        pending = sum(count for kind, count in counts.items() if outcomes[kind] == "pend")
        expect = Expectation(
            received=len(rows),
            new=len(frame) - rejected - pending,
            corrected=len(again["corrected"]),
            withdrawn=len(again["withdrawn"]),
            unchanged=len(again["unchanged"]) + min(TWICE, len(self._before[key])),
            rejected=rejected,
            pending=pending,
            either=len(again["borrowed"]),
        )
        return Delivery(department, item, sent_on, form, headers, rows, expect, counts, mapped, None, days)

    def _again(self, department: Department, item: CatalogueItem) -> dict[str, pl.DataFrame]:
        """Rows of the last file sent again, corrected, withdrawn; and another department's decisions."""
        before = self._before.get((department.code, item.id))
        action, text = item.roles.action, _changeable(item)
        nothing = pl.DataFrame(schema=dict.fromkeys(item.field_codes, pl.String))
        if before is None or action is None or text is None:
            empty = before.clear() if before is not None else self._columns_of(item, nothing)
            return dict.fromkeys(("unchanged", "corrected", "withdrawn", "borrowed"), empty)
        again, corrected, withdrawn = (len(before) * share // 1000 for share in (AGAIN, CORRECTED, WITHDRAWN))
        parts = [before.slice(start, length) for start, length in (
            (10, again), (10 + again, corrected), (10 + again + corrected, withdrawn),
        )]  # fmt: skip
        change = pl.concat_str(pl.col(text), pl.lit("（更正）"))
        return {
            "unchanged": parts[0],
            "corrected": parts[1].with_columns(change.alias(text), pl.lit(CORRECTED_WORD).alias(action)),
            "withdrawn": parts[2].with_columns(pl.lit(WITHDRAWN_WORD).alias(action)),
            "borrowed": self._borrowed(department, item, before),
        }

    def _columns_of(self, item: CatalogueItem, nothing: pl.DataFrame) -> pl.DataFrame:
        dropped = {"licence": ["XK_FR_SFZH"]}.get(item.id, [])
        return nothing.drop(dropped)

    def _borrowed(self, department: Department, item: CatalogueItem, before: pl.DataFrame) -> pl.DataFrame:
        """Decisions that transport has sent, sent by market regulation too, with itself as the source."""
        other = self._before.get(("jt", item.id))
        source_name, source_code = item.roles.source_name, item.roles.source_code
        if department.code != "scjg" or other is None or source_name is None or source_code is None:
            return before.clear()
        name, code = decisions.source_of(self._organs[department.code])
        return other.tail(BORROWED).with_columns(
            pl.lit(name).alias(source_name), pl.lit(code).alias(source_code)
        )


def _changeable(item: CatalogueItem) -> str | None:
    """A text that a correction may change: required, free, and no part of the key."""
    return next((each.code for each in item.fields if each.free_text and each.required == "always"), None)
