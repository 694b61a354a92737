"""What the API says when something goes wrong: every error becomes a problem document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from xinheng.kernel.text import Text
from xinheng.plumbing.files.store import UnableToStore
from xinheng.plumbing.http.problems import Fault, Problem, problem_response
from xinheng.plumbing.http.whole import must_be_whole

_UNREADABLE = Text(
    zh="请求内容无法解析，请检查格式和编码。",
    en="The body cannot be parsed: check its form and its encoding.",
)
_TOO_LARGE = Text(
    zh="请求内容超过上限；大文件请用断点续传接口 /api/v1/uploads。",
    en="The body is beyond the limit. For large files use the resumable upload at /api/v1/uploads.",
)
_NOT_HERE = Text(
    zh="没有这个对象，或者依规定不向您提供。", en="There is no such thing, or it is not for you to see."
)
_REFUSED = Text(zh="没有权限。", en="Not permitted.")
_FULL = Text(
    zh="存储暂时不可用，未保存任何数据，请稍后重发。",
    en="The storage is unable to take it. Nothing was kept: try later.",
)
_INVALID = Text(zh="请求的内容有误，见 errors。", en="Some inputs are at fault: see errors.")

_FIXED: Final[Mapping[type[Exception], tuple[int, Text]]] = {
    BadRequest: (400, _UNREADABLE),
    SuspiciousOperation: (400, _UNREADABLE),
    UnreadablePostError: (400, _UNREADABLE),
    UnicodeError: (400, _UNREADABLE),
    RequestDataTooBig: (413, _TOO_LARGE),
    PermissionDenied: (403, _REFUSED),
    Http404: (404, _NOT_HERE),
    UnableToStore: (503, _FULL),
}

_CHINESE: Final[Mapping[str, str]] = {
    "missing": "缺少此项",
    "string_type": "应为文本",
    "string_pattern_mismatch": "格式不符",
    "string_too_long": "超过允许的长度",
    "string_too_short": "过短",
    "string_unicode": "含有无法表示的字符",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_parsing_size": "数字过大",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "小于允许的最小值",
    "less_than_equal": "大于允许的最大值",
    "date_from_datetime_parsing": "日期请写成 2026-01-31",
    "date_parsing": "日期请写成 2026-01-31",
    "datetime_from_date_parsing": "时间请写成 2026-01-31T08:00:00+08:00",
    "timezone_aware": "时间须带时区",
    "enum": "不在可选值之内",
    "literal_error": "不在可选值之内",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "too_long": "数量超过上限",
    "too_short": "数量不足",
    "extra_forbidden": "不认识此项",
}


def install(api: NinjaAPI) -> None:
    """Put these answers in the place of django-ninja's own."""
    api.add_exception_handler(Problem, _told)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unparsed)
    for kind, (status, text) in _FIXED.items():
        api.add_exception_handler(kind, partial(_fixed, status=status, text=text))


def _told(request: HttpRequest, problem: Any) -> HttpResponse:
    return problem_response(request, problem)


def _fixed(request: HttpRequest, error: object, *, status: int, text: Text) -> HttpResponse:
    return problem_response(request, Problem(status, text))


def _unparsed(request: HttpRequest, error: Any) -> HttpResponse:
    """django-ninja's own errors: a body that is no JSON."""
    return problem_response(request, Problem(400, _UNREADABLE))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    try:
        # what is missing may be what did not arrive
        must_be_whole(request)
    except Problem as cut:
        return problem_response(request, cut)
    return problem_response(
        request, Problem(422, _INVALID, faults=[_fault(one) for one in error.errors[:50]])
    )


def _fault(error: Mapping[str, Any]) -> Fault:
    where = ".".join(str(part) for part in error["loc"])[:200]
    english = str(error["msg"]).encode("utf-8", "replace").decode()[:300]
    return Fault(where, Text(zh=_CHINESE.get(error["type"], "内容有误"), en=english))
