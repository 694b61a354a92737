"""From checked rows to rows that the archive can take: hashed document numbers, content, keys, the archive's columns."""

from __future__ import annotations

import polars as pl

from xinheng.areas.archive import service as archive
from xinheng.areas.intake.models import PendingRow, Submission
from xinheng.areas.intake.rules import Checked, record_keys
from xinheng.areas.intake.rules.content import SEPARATOR, json_of
from xinheng.areas.intake.rules.subject import person_document
from xinheng.areas.intake.terms import Disposition, RowAction
from xinheng.areas.subjects.terms import PersonRole
from xinheng.kernel.lawbook.meta import Act, CatalogueItem
from xinheng.kernel.tlog.content_columns import sha256_column
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.crypto.keyed_hash import keyed_hash_column
from xinheng.plumbing.crypto.keyring import key_ring

KEY_BYTES = 16

SPOOLED = pl.Schema(
    {
        "row_no": pl.UInt32,
        "disposition": pl.String,
        "item": pl.String,
        "key": pl.Binary,
        "content_hash": pl.Binary,
        "withdraws": pl.Boolean,
        "subject_kind": pl.String,
        "subject": pl.String,
        "subject_name": pl.String,
        "organ": pl.String,
        "instrument": pl.String,
        "decided_on": pl.Date,
        "begins_on": pl.Date,
        "ends_on": pl.Date,
        "region": pl.String,
        "provider": pl.String,
        "source": pl.String,
        "data": pl.String,
        "withheld": pl.String,
        "key_material": pl.String,
    }
)
"""What is spooled of a row. `data` is what anybody may be shown, `withheld` the rest, as canonical JSON. `subject` is
empty where nobody knows yet whom the row is about."""

PERSONS = pl.Schema(
    {
        "row_no": pl.UInt32,
        "keyed_hash": pl.String,
        "number": pl.String,
        "role": pl.String,
        "uscc": pl.String,
        "source": pl.String,
    }
)
"""A person as a row names one, with the number in clear."""


def finished_rows(
    checked: Checked, *, item: CatalogueItem, submission: Submission
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows as `SPOOLED`, and the document numbers of persons (`PERSONS`) that only the encrypted store may keep."""
    rows, persons = _hashed_documents(checked, item=item, source=submission.department_id)
    shown, withheld = _content_codes(item, rows)
    document = person_document(item)
    subject = [pl.col("subject_uscc")]
    if document is not None:
        subject.insert(0, pl.when("subject_is_person").then(pl.col(document)))
    made = rows.with_columns(
        data=json_of(rows, shown),
        withheld=json_of(rows, withheld),
        key_material=record_keys(rows, item),
        subject=pl.coalesce(subject).fill_null(""),
        subject_kind=pl.when("subject_is_person").then(pl.lit("person")).otherwise(pl.lit("organisation")),
        withdraws=pl.col("action") == RowAction.WITHDRAW,
        organ=pl.coalesce("organ_code", "organ_name").fill_null(""),
        ends_on=_end_of_validity(submission),
        region=pl.coalesce("region", _region_in_code(), pl.lit(submission.department.region)),
        item=pl.lit(item.id),
        provider=pl.lit(submission.department_id),
        source=_source(item, rows),
    )
    named = made.with_columns(pl.col("subject_name", "instrument").fill_null(""))
    return _hashed(named), persons


def waiting_row(row: PendingRow, *, item: CatalogueItem, uscc: str) -> pl.DataFrame:
    """A waiting row as `SPOOLED`, now that somebody said whom it is about; its key names the subject by the code."""
    kept = {name: value for name, value in row.row.items() if name in SPOOLED}
    if not kept["subject"]:
        parts = kept["key_material"].split(SEPARATOR)
        parts[1 + item.natural_key.index("subject")] = uscc
        kept |= {"subject": uscc, "key_material": SEPARATOR.join(parts)}
    as_text = {
        name: pl.String if kind == pl.Date else kind for name, kind in SPOOLED.items() if kind != pl.Binary
    }
    return (
        pl.DataFrame([kept | {"row_no": row.row_no}], schema=as_text)
        .with_columns(pl.col("decided_on", "begins_on", "ends_on").str.to_date("%Y-%m-%d"))
        .pipe(_hashed)
    )


def _hashed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that have everything of `SPOOLED` but the two hashes, with them."""
    key = sha256_column(rows["key_material"]).bin.head(KEY_BYTES)
    content_hash = archive.content_hashes(rows["data"], rows["withheld"], keys=key)
    return rows.with_columns(key=key, content_hash=content_hash).select(SPOOLED.names())


def _hashed_documents(
    checked: Checked, *, item: CatalogueItem, source: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with every document number replaced by its keyed hash, and the persons in the role the column gives them."""
    rows, ring = checked.rows, key_ring()
    known = [PERSONS.to_frame()]
    for code in checked.document_fields:
        if rows[code].null_count() == rows.height:
            continue
        hashes = keyed_hash_column(rows[code], ring=ring)
        own = code == person_document(item)
        found = rows.filter(pl.col("disposition") != Disposition.REJECT).select(
            "row_no",
            keyed_hash=hashes.filter(rows["disposition"] != Disposition.REJECT),
            number=code,
            role=pl.lit(_role_of_subject(item) if own else PersonRole.LEGAL_REPRESENTATIVE.value),
            uscc=pl.lit(None, dtype=pl.String) if own else pl.col("subject_uscc"),
            source=pl.lit(source),
        )
        needed = ["number"] if own else ["number", "uscc"]
        known.append(found.drop_nulls(needed))
        rows = rows.with_columns(hashes.alias(code))
    return rows, pl.concat(known)


def _role_of_subject(item: CatalogueItem) -> str:
    """Why the platform knows the person whom a row is about."""
    return (PersonRole.LICENCE_HOLDER if item.act is Act.LICENCE else PersonRole.NAMED_IN_INSTRUMENT).value


def _content_codes(item: CatalogueItem, rows: pl.DataFrame) -> tuple[list[str], list[str]]:
    """The fields that are the record, those that anybody may be shown and the others.

    Who delivered it is no part of it (the same act may come from two departments).
    """
    delivery = {item.roles.source_name, item.roles.source_code, item.roles.action}
    kept = [field for field in item.fields if field.code in rows.columns and field.code not in delivery]
    shown = sorted(field.code for field in kept if field.shown)
    return shown, sorted(field.code for field in kept if not field.shown)


def _source(item: CatalogueItem, rows: pl.DataFrame) -> pl.Expr:
    """Who the row says it comes from, by code or name."""
    columns = [
        code for code in (item.roles.source_code, item.roles.source_name) if code and code in rows.columns
    ]
    return pl.coalesce([*columns, pl.lit("")]) if columns else pl.lit("")


def _end_of_validity(submission: Submission) -> pl.Expr:
    """The end that the row states; an act that is said to be no longer valid ends at the latest when we learn of it."""
    learned = pl.lit(day_of(submission.received_at))
    return (
        pl.when(pl.col("state") == "0")
        .then(pl.min_horizontal("ends_on", learned))
        .otherwise(pl.col("ends_on"))
    )


def _region_in_code() -> pl.Expr:
    """The region that a unified code names (its characters 3 to 8)."""
    return pl.col("subject_uscc").str.slice(2, 6)
