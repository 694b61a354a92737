"""Operations that span areas: a record's proof, and the workbook of an item."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.api.shapes import Key
from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.lawbook import NotInCatalogue
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.answers import XLSX, file_of
from xinheng.plumbing.http.inputs import Slug
from xinheng.plumbing.http.problems import Problem, problems
from xinheng.web.portal import workbooks

records = Router(tags=["记录 records"])
catalogue_files = Router(tags=["目录 catalogue"])
_UNSIGNED = Text(
    zh="尚无检查点覆盖这条记录，请稍后再取证明。",
    en="No checkpoint covers this record yet: ask for the proof a little later.",
)


@records.get(
    "/{item}/{key}/proof", auth=open_to_all(rate="export"), response={200: dict[str, Any], **problems(404, 409)},
    summary="记录证明 · Proof of a record",
)  # fmt: skip
def record_proof(
    request: HttpRequest, item: Annotated[Slug, Path(...)], key: Annotated[Key, Path(...)]
) -> dict[str, Any]:
    """A file for `xinheng-verify record`; 409 until a checkpoint covers the record.

    The fields on display are in it, and a hash in the place of all others; anybody can make the record's hash of both.
    Where the law has come to hide a field that was on display when the record came, no field is in it.
    """
    now = clock.now()
    found = disclosure.shown_record(item, key, day=clock.day_of(now), moment=now)
    if found is None:
        raise Http404(key)
    try:
        return dict(intake.record_proof(found.id, shown={field.code for field in found.fields}).as_json())
    except (ledger.NotYetCovered, ledger.NoSuchEntry) as early:
        raise Problem(409, _UNSIGNED) from early


@catalogue_files.get(
    "/{item}/template.xlsx", auth=open_to_all(rate="export"), response={200: None, **problems(404)},
    openapi_extra=file_of(XLSX), summary="填报模板 · The workbook to fill in",
)  # fmt: skip
def item_template(request: HttpRequest, item: Annotated[Slug, Path(...)]) -> HttpResponse:
    """An empty workbook with the item's columns."""
    try:
        ruled = catalogue.lawbook().as_of(clock.today()).item(item)
    except NotInCatalogue as unknown:
        raise Http404(item) from unknown
    response = HttpResponse(workbooks.template(ruled), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{item}.xlsx"'
    return response
