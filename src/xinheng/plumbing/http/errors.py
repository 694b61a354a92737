"""What is said when something cannot be shown: a page for people, RFC 9457 problem documents for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import get_language
from django.views.decorators.csrf import requires_csrf_token

from xinheng.kernel.text import Language, Text
from xinheng.plumbing.files.room import is_full
from xinheng.plumbing.http.permissions import public_page

ERRORS: Final[Mapping[int, tuple[Text, Text]]] = {
    400: (
        Text(zh="请求有误", en="The request cannot be read"),
        Text(
            zh="请返回上一页，检查填写的内容后重试。",
            en="Please go back, check what was entered and try again.",
        ),
    ),
    403: (
        Text(zh="没有权限", en="Not permitted"),
        Text(
            zh="您的账号没有打开此页面的权限。如确因工作需要，请联系本单位管理员。",
            en="Your account may not open this page. Ask your department's administrator if you need it.",
        ),
    ),
    404: (
        Text(zh="页面不存在", en="No such page"),
        Text(
            zh="地址可能有误，或者该信息已超过公示期限，依规定不再公示。",
            en="The address may be wrong, or the record is past its publication term and is no longer shown.",
        ),
    ),
    413: (
        Text(zh="提交的内容过大", en="Too large"),
        Text(
            zh="请减小文件后重试，或使用接口分段上传。",
            en="Please send a smaller file, or use the resumable upload of the API.",
        ),
    ),
    429: (
        Text(zh="请求过于频繁", en="Too many requests"),
        Text(zh="请稍候再试。", en="Please wait a little and try again."),
    ),
    500: (
        Text(zh="系统出错", en="Something went wrong here"),
        Text(
            zh="错误已记录。请稍后再试；如仍出错，请把下方请求编号告知平台管理单位。",
            en="The error was logged. Try again later, or give the operator the request number below.",
        ),
    ),
    507: (
        Text(zh="存储空间不足", en="Insufficient storage"),
        Text(
            zh="存储空间已满，提交的内容没有保存。请稍后重试；如仍不行，请告知信用中心。",
            en="The storage is full and nothing was saved. Try again later, or tell the credit centre.",
        ),
    ),
}
_BARE: Final = frozenset({500, 507})


def error_response(request: HttpRequest, status: int) -> HttpResponse:
    """The answer for one of `ERRORS`: JSON below /api/ and for clients that prefer it, else a page."""
    title, advice = ERRORS[status]
    if _wants_json(request):
        body = {
            "type": "about:blank",
            "status": status,
            "title": title.zh,
            "title_en": title.en,
            "detail": advice.zh,
            "detail_en": advice.en,
            "request_id": getattr(request, "request_id", ""),
        }
        return JsonResponse(body, status=status, content_type="application/problem+json")
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    context = {
        "status": status,
        "title": title.in_(language),
        "advice": advice.in_(language),
        "other_title": title.zh if language == "en" else title.en,
        "request_id": getattr(request, "request_id", ""),
    }
    # these are drawn without the request: a context processor may be what failed
    drawn = loader.render_to_string(
        "error_bare.html" if status in _BARE else "error.html", context, _for(request, status)
    )
    return HttpResponse(drawn, status=status)


@public_page
@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400; a body past the limit is 413."""
    return error_response(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@public_page
@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_response(request, 403)


@public_page
@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return error_response(request, 404)


@public_page
@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a full disk is 507."""
    error = sys.exception()
    return error_response(request, 507 if error is not None and is_full(error) else 500)


@public_page
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`settings.CSRF_FAILURE_VIEW`: usually a form that lay open too long."""
    return error_response(request, 400)


def _for(request: HttpRequest, status: int) -> HttpRequest | None:
    return None if status in _BARE else request


def _wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
