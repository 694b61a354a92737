"""Handing in a file, or rows as JSON."""

from __future__ import annotations

import io
import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Header, Query, Status, UploadedFile

from xinheng.areas.intake.api.routers import submissions as router
from xinheng.areas.intake.api.shapes import IdempotencyKey, RowsIn, SubmissionOut
from xinheng.areas.intake.api.taking import answer, go_on, sending_of, take_in
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.inputs import Slug
from xinheng.plumbing.http.problems import problems
from xinheng.plumbing.http.whole import must_be_whole

_ANSWERS: dict[int, Any] = {200: SubmissionOut, 201: SubmissionOut, **problems(404, 409, 503, 507)}
Key = Annotated[IdempotencyKey | None, Header(None, alias="Idempotency-Key")]
Wait = Annotated[bool, Query(False, description="process a small file before answering")]


@router.post(
    "", auth=needs("intake.submit", rate="submit"), response=_ANSWERS, summary="报送文件 · Hand in a file"
)
def hand_in_file(
    request: HttpRequest,
    response: HttpResponse,
    item: Annotated[Slug, Form(...)],
    file: Annotated[UploadedFile, File(...)],
    mapping: Annotated[UploadedFile | None, File(None)] = None,
    hold: Annotated[bool, Form(False)] = False,
    wait: Wait = False,
    key: Key = None,
) -> Status[SubmissionOut]:
    """CSV, XLSX, JSON lines or Parquet, for one catalogue item.

    Goes straight on to deposit unless `hold` asks for a preview. The same `Idempotency-Key` again answers 200 with
    the first submission. Follow the submission at `Location`; with `wait` a small file is processed at once, and a
    file that is refused whole is answered with its own status.
    """
    must_be_whole(request)
    sending = sending_of(
        request, item=item, file_name=file.name or "", hold=hold,
        mapping=None if mapping is None else mapping.read(), key=key,
    )  # fmt: skip
    submission, new = take_in(request, file, sending)
    return answer(request, response, go_on(submission, wait=wait), new=new)


@router.post(
    "/rows",
    auth=needs("intake.submit", rate="submit"),
    response=_ANSWERS,
    summary="报送少量记录 · Hand in rows",
)
def hand_in_rows(
    request: HttpRequest, response: HttpResponse, given: RowsIn, wait: Wait = False, key: Key = None
) -> Status[SubmissionOut]:
    """Up to 1,000 rows as JSON objects: they become a JSON-lines file and go through the very same intake."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given.rows)
    mapping = None if given.mapping is None else json.dumps(given.mapping)
    sending = sending_of(
        request, item=given.item, file_name="rows.jsonl", hold=given.hold, mapping=mapping, key=key
    )
    submission, new = take_in(request, io.BytesIO(lines.encode()), sending)
    return answer(request, response, go_on(submission, wait=wait), new=new)
