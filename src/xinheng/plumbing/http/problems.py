"""What a program is told when it cannot have what it asked: RFC 9457 problem documents, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema
from pydantic import Field

from xinheng.kernel.text import Text

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[int, Text]] = {
    400: Text(zh="请求无法读取", en="The request cannot be read"),
    401: Text(zh="未认证", en="Not authenticated"),
    403: Text(zh="没有权限", en="Not permitted"),
    404: Text(zh="不存在", en="Not found"),
    405: Text(zh="不支持的方法", en="Method not allowed"),
    406: Text(zh="无法提供所要求的格式", en="Not acceptable"),
    409: Text(zh="与当前状态冲突", en="In conflict with the present state"),
    410: Text(zh="已不保存", en="Gone"),
    412: Text(zh="前提条件不成立", en="Precondition failed"),
    413: Text(zh="内容过大", en="Too large"),
    415: Text(zh="不支持的内容类型", en="Unsupported kind of content"),
    422: Text(zh="内容有误", en="The content is at fault"),
    423: Text(zh="正被占用", en="In use"),
    429: Text(zh="请求过于频繁", en="Too many requests"),
    500: Text(zh="系统出错", en="Something went wrong here"),
    503: Text(zh="暂时无法处理", en="Unable to do this now"),
    507: Text(zh="存储空间不足", en="Insufficient storage"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One input at fault: where it stands (`query.limit`, `body.0.CF_WSH`) and what is wrong with it."""

    where: str
    text: Text


class Problem(Exception):
    """Ends a request with a problem document. `more` are further members of it, `headers` of the answer."""

    def __init__(
        self,
        status: int,
        detail: Text,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail.en)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = dict(more or {})


class FaultDocument(Schema):
    """One input at fault."""

    where: str
    detail: str
    detail_en: str


class ProblemDocument(Schema):
    """RFC 9457; `title` and `detail` are Chinese, their English stands beside them."""

    type: str = Field(examples=["about:blank"])
    status: int
    title: str
    title_en: str
    detail: str
    detail_en: str
    request_id: str
    errors: list[FaultDocument] = Field(default_factory=list, description="inputs at fault, one by one")
    receipt_no: str | None = Field(None, description="the submission that was refused, where there is one")


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    title = TITLES[problem.status]
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": problem.status,
        "title": title.zh,
        "title_en": title.en,
        "detail": problem.detail.zh,
        "detail_en": problem.detail.en,
        "request_id": getattr(request, "request_id", ""),
    }
    if problem.faults:
        body["errors"] = [
            {"where": fault.where, "detail": fault.text.zh, "detail_en": fault.text.en}
            for fault in problem.faults
        ]
    response = JsonResponse(
        body | problem.more, status=problem.status, content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    for name, value in problem.headers.items():
        response[name] = value
    return response


def problems(*statuses: int) -> dict[int, type[ProblemDocument]]:
    """For an operation's `response`: the problems that it has beside those of every operation."""
    return dict.fromkeys(statuses, ProblemDocument)
