"""A submission's kept file, opened as the table it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake.actions.receive import stored_file
from xinheng.areas.intake.models import Submission
from xinheng.kernel.lawbook.meta import CatalogueField, CatalogueItem
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.tabular.mapping_file import Mapping, read_mapping
from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.terms import Field, Limits


@dataclass(frozen=True)
class Opened:
    """The file in the clear at `path`, its table, and the item and mapping it is read by."""

    path: Path
    table: Table
    item: CatalogueItem
    fields: list[Field]
    mapping: Mapping


@contextmanager
def opened(submission: Submission) -> Iterator[Opened]:
    """Open the submission's kept file; the copy in the clear is gone when the context ends.

    Raises a subclass of UnreadableTable when the file or its mapping can't be read.
    """
    item = catalogue.item(submission.item, on=day_of(submission.received_at)).value
    fields = [_tabular_field(field) for field in item.fields]
    with file_store().materialise(stored_file(submission)) as path:
        mapping = _mapping(submission, item)
        table = open_table(
            path, filename=submission.file_name, limits=_limits(), fields=fields, headers=mapping.headers
        )
        yield Opened(path=path, table=table, item=item, fields=fields, mapping=mapping)


def _mapping(submission: Submission, item: CatalogueItem) -> Mapping:
    """The department's mapping file that came with the submission, if one did."""
    if not submission.mapping:
        return Mapping()
    return read_mapping(json.dumps(submission.mapping), codes=item.field_codes)


def _tabular_field(field: CatalogueField) -> Field:
    return Field(
        code=field.code, titles=(field.title.zh, field.title.en), aliases=field.aliases,
        required=field.required == "always",
    )  # fmt: skip


def _limits() -> Limits:
    node = settings.XINHENG
    return Limits(file_bytes=node.max_upload_bytes, workbook_bytes=node.max_sheet_bytes)
