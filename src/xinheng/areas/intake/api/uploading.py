"""Resumable uploads by the tus 1.0 protocol: create, ask how far, add, end. When it is whole it is a submission."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Path, Schema
from pydantic import Field, StringConstraints

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import actions
from xinheng.areas.intake.api.routers import uploads as router
from xinheng.areas.intake.api.scope import caller
from xinheng.areas.intake.api.shapes import links
from xinheng.areas.intake.api.taking import sending_of, told
from xinheng.areas.intake.models import Upload
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http import tus
from xinheng.plumbing.http.access import needs, open_to_all
from xinheng.plumbing.http.answers import Instant
from xinheng.plumbing.http.problems import Fault, Problem, problems

LARGEST: Final = 2**53 - 1
Name = Annotated[str, Path(...), StringConstraints(pattern=r"^[A-Za-z0-9_-]{24}$")]
Tus = Annotated[str | None, Header(None, alias="Tus-Resumable", description="1.0.0", max_length=20)]
Bytes = Annotated[int, Field(ge=0, le=LARGEST)]

_BUSY = Text(
    zh="另一个请求正在写入这个上传，请稍后先用 HEAD 查询进度。",
    en="Another request is adding to this upload. Ask with HEAD how far it is, a little later.",
)
_TOO_LONG = Text(
    zh="这一段超出了创建时声明的长度，未保存。",
    en="This piece goes beyond the length that was declared: not kept.",
)
_EMPTY = Text(zh="文件长度须大于 0。", en="The file must have a length.")
_NO_ITEM = Text(
    zh="Upload-Metadata 中须有 item（事项编号）和 filename（文件名）。",
    en="Upload-Metadata must hold item (its id) and filename.",
)
_CHUNK = {
    "requestBody": {
        "required": True,
        "content": {tus.CHUNK: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class UploadOut(Schema):
    """How far an upload is; `receipt_no` and `status_url` when it is whole and was received."""

    name: str
    item: str
    file_name: str
    length: int
    offset: int
    expires_at: Instant
    receipt_no: str | None
    status_url: str | None


@router.api_operation(
    ["OPTIONS"], "", auth=open_to_all(), response={204: None}, summary="协议能力 · What the server can do"
)
def upload_options(request: HttpRequest) -> HttpResponse:
    """Version, extensions and the largest size, as headers."""
    return tus.answer(
        204,
        tus_version=tus.VERSION,
        tus_extension=tus.EXTENSIONS,
        tus_max_size=settings.XINHENG.max_upload_bytes,
    )


@router.post(
    "", auth=needs("intake.submit", rate="submit"), response={201: None, **problems(404, 409, 412, 413)},
    summary="创建上传 · Begin an upload",
)  # fmt: skip
def create_upload(
    request: HttpRequest,
    length: Annotated[Bytes, Header(..., alias="Upload-Length")],
    metadata: Annotated[str, Header(..., alias="Upload-Metadata", max_length=tus.LONGEST_METADATA)],
    version: Tus = None,
) -> HttpResponse:
    """`Upload-Metadata` holds `filename`, `item`, and optionally `mapping` (a mapping file) and `hold` (true)."""
    tus.must_speak_tus(request)
    given = tus.read_metadata(metadata)
    if length == 0:
        raise Problem(422, _EMPTY, faults=[Fault("header.Upload-Length", _EMPTY)])
    name = "".join(letter for letter in given.get("filename", "").replace("\\", "/") if letter.isprintable())
    if not name or not given.get("item") or "\x00" in given["item"]:
        raise Problem(422, _NO_ITEM, faults=[Fault("header.Upload-Metadata", _NO_ITEM)])
    sending = sending_of(
        request, item=given["item"], file_name=name.rsplit("/", 1)[-1], hold=given.get("hold") == "true",
        mapping=given.get("mapping"), key=None,
    )  # fmt: skip
    with told():
        upload = actions.begin_upload(
            sending, length=length, actor=caller(request).get_username(), at=clock.now()
        )
    address = reverse("api:upload_offset", kwargs={"name": upload.name})
    return tus.answer(201, expires=upload.expires_at, location=address, upload_offset=0)


@router.api_operation(
    ["HEAD"], "/{name}", auth=needs("intake.submit"), response={200: None, **problems(404, 412)},
    summary="查询进度 · How far it is",
)  # fmt: skip
def upload_offset(request: HttpRequest, name: Name, version: Tus = None) -> HttpResponse:
    """`Upload-Offset` is where the next piece begins."""
    tus.must_speak_tus(request)
    upload = _find(request, name)
    return tus.answer(
        200,
        expires=upload.expires_at,
        upload_offset=upload.offset,
        upload_length=upload.length,
        **_receipt(upload),
    )


@router.get(
    "/{name}", auth=needs("intake.submit"), response={200: UploadOut, **problems(404)},
    summary="查询上传 · Read an upload",
)  # fmt: skip
def read_upload(request: HttpRequest, name: Name) -> UploadOut:
    """The same as JSON, for programs that do not speak tus."""
    upload = _find(request, name)
    receipt_no = upload.submission.receipt_no if upload.submission else None
    return UploadOut(
        name=upload.name, item=upload.item, file_name=upload.file_name, length=upload.length, offset=upload.offset,
        expires_at=upload.expires_at, receipt_no=receipt_no,
        status_url=links(receipt_no)["self"] if receipt_no else None,
    )  # fmt: skip


@router.patch(
    "/{name}", auth=needs("intake.submit"), openapi_extra=_CHUNK, summary="续传 · Add a piece",
    response={204: None, **problems(400, 403, 404, 409, 412, 413, 415, 423, 503, 507)},
)  # fmt: skip
def append_to_upload(
    request: HttpRequest,
    name: Name,
    offset: Annotated[Bytes, Header(..., alias="Upload-Offset")],
    version: Tus = None,
) -> HttpResponse:
    """What arrives is kept, also of a request that breaks off. The last piece makes the submission: `Receipt-No`."""
    tus.must_speak_tus(request)
    tus.must_be_chunk(request)
    upload = _find(request, name)
    try:
        with told():
            upload = actions.add_piece(upload, tus.Received(request), offset=offset, at=clock.now())
    except actions.UploadBusy as busy:
        raise Problem(423, _BUSY) from busy
    except actions.WrongOffset as wrong:
        raise _other_offset(wrong.offset) from wrong
    except actions.PieceTooLong as long:
        raise Problem(413, _TOO_LONG) from long
    if upload.submission is not None:
        actions.enqueue(upload.submission)
    return tus.answer(204, expires=upload.expires_at, upload_offset=upload.offset, **_receipt(upload))


@router.delete(
    "/{name}", auth=needs("intake.submit"), response={204: None, **problems(404, 412, 423)},
    summary="取消上传 · End an upload",
)  # fmt: skip
def delete_upload(request: HttpRequest, name: Name, version: Tus = None) -> HttpResponse:
    """Its pieces go at once; a submission that it became stays."""
    tus.must_speak_tus(request)
    try:
        actions.end_upload(_find(request, name))
    except actions.UploadBusy as busy:
        raise Problem(423, _BUSY) from busy
    return tus.answer(204)


def _find(request: HttpRequest, name: str) -> Upload:
    found = actions.find_upload(name, at=clock.now())
    user = caller(request)
    if found is None or not departments.may(user, Permission.INTAKE_SUBMIT, department=found.department_id):
        raise Http404(name)
    return found


def _receipt(upload: Upload) -> dict[str, Any]:
    if upload.submission is None:
        return {}
    receipt_no = upload.submission.receipt_no
    return {"receipt_no": receipt_no, "link": f'<{links(receipt_no)["self"]}>; rel="describedby"'}


def _other_offset(offset: int) -> Problem:
    text = Text(zh=f"上传应从第 {offset} 字节继续。", en=f"The upload goes on at byte {offset}.")
    return Problem(409, text, headers={"Upload-Offset": str(offset)})
