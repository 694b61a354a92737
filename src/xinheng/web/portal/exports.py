"""Records on display as CSV and Parquet, in bounded memory."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import FileResponse, StreamingHttpResponse

from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.disclosure.terms import ShownRecord
from xinheng.plumbing.clock import SHANGHAI

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS: dict[str, str] = {
    "item": "事项",
    "subject_name": "主体名称",
    "subject": "统一社会信用代码",
    "instrument": "文书号",
    "organ_name": "作出机关",
    "decided_on": "决定日期",
    "begins_on": "有效期自",
    "ends_on": "有效期至",
    "region": "行政区划",
    "source": "数据来源",
    "received_on": "归集日期",
    "shown_until": "公示至",
    "rule": "公示规则",
    "rule_status": "规则状态",
    "objected_since": "异议标注自",
    "statement": "主体说明",
    "content": "内容",
}
"""Column → Chinese header; `content` holds all other shown fields as one JSON object, header → value."""

_DATES = {"decided_on", "begins_on", "ends_on", "received_on", "shown_until", "objected_since"}
SCHEMA = pa.schema([(name, pa.date32() if name in _DATES else pa.string()) for name in COLUMNS])


def csv_response(portions: Iterable[list[ShownRecord]], *, day: date) -> StreamingHttpResponse:
    """A stream of lines; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    response = StreamingHttpResponse(_lines(portions), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="publicity-{day.isoformat()}.csv"'
    return response


def parquet_response(portions: Iterable[list[ShownRecord]], *, day: date) -> FileResponse:
    """A file made on disk portion by portion, gone when it was sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for portion in portions:
            writer.write_table(pa.Table.from_pylist([_row(record) for record in portion], schema=SCHEMA))
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"publicity-{day.isoformat()}.parquet",
        content_type="application/vnd.apache.parquet",
    )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(portions: Iterable[list[ShownRecord]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield "\ufeff".encode() + str(writer.writerow(COLUMNS.values())).encode()
    for portion in portions:
        lines = (str(writer.writerow(_cell(value) for value in _row(record).values())) for record in portion)
        yield "".join(lines).encode()


def _cell(value: str | date | None) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(record: ShownRecord) -> dict[str, str | date | None]:
    """One record by the names of `COLUMNS`."""
    content = {field.title.zh: field.value for field in record.fields}
    return {
        "item": record.item_title.zh,
        "subject_name": record.subject_name,
        "subject": record.subject,
        "instrument": record.instrument,
        "organ_name": record.organ_name,
        "decided_on": record.decided_on,
        "begins_on": record.begins_on,
        "ends_on": record.ends_on,
        "region": record.region,
        "source": record.source,
        "received_on": record.known_from.astimezone(SHANGHAI).date(),
        "shown_until": record.shown_until,
        "rule": record.rule,
        "rule_status": record.rule_status,
        "objected_since": record.objected_since and record.objected_since.astimezone(SHANGHAI).date(),
        "statement": "\n".join(mark.words.zh for mark in record.marks if mark.kind is MarkKind.STATED),
        "content": json.dumps(content, ensure_ascii=False),
    }
