"""The public figures: how objections were decided, by whom, how fast; how soon records went. Open to anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Final

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from xinheng.areas.departments import service as departments
from xinheng.areas.rights import service
from xinheng.areas.rights.terms import BodyFigures, MonthFigures
from xinheng.plumbing import clock
from xinheng.plumbing.http.answers import CSV, XLSX
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.plumbing.tabular.formula_guard import guarded

CENTRE: Final = "信用中心"
COLUMNS: Final = (
    "办理单位", "收到异议", "异议成立", "异议不成立", "复核改变", "复核维持", "支持率（%）", "按期办结", "逾期办结", "目前逾期",
    "办结工作日中位数", "办结工作日90分位数", "准予修复", "撤销公示记录", "停止公示工作日中位数", "停止公示工作日90分位数",
)  # fmt: skip


@public_page
@rate_limited("search")
def figures(request: HttpRequest) -> HttpResponse:
    """`?month=2026-11`, without it the present one."""
    told = _asked(request)
    names = {each.code: each.name for each in departments.departments()}
    context = {
        "told": told,
        "lines": [(line, names.get(line.body)) for line in told.bodies],
        "months": service.months(at=clock.now()),
    }
    return render(request, "rights/figures.html", context)


@public_page
@rate_limited("export")
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, UTF-8 with a mark that spreadsheets need."""
    told = _asked(request)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in _rows(told):
        writer.writerow(["" if cell is None else guarded(str(cell)) for cell in row])
    content = buffer.getvalue().encode("utf-8-sig")
    return _sent(content, f"objections-{told.first:%Y-%m}.csv", f"{CSV}; charset=utf-8")


@public_page
@rate_limited("export")
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    told = _asked(request)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(f"{told.first:%Y-%m}")
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EEF2F4", "border": 1})
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(COLUMNS) - 1, 13)
        for index, title in enumerate(COLUMNS):
            sheet.write_string(0, index, title, head)
        for number, row in enumerate(_rows(told), start=1):
            sheet.write_string(number, 0, str(row[0]))
            for index, cell in enumerate(row[1:], start=1):
                if isinstance(cell, int):
                    sheet.write_number(number, index, cell)
        sheet.freeze_panes(1, 1)
    return _sent(buffer.getvalue(), f"objections-{told.first:%Y-%m}.xlsx", XLSX)


def _asked(request: HttpRequest) -> MonthFigures:
    text = request.GET.get("month", "")
    now = clock.now()
    try:
        month = date.fromisoformat(f"{text}-01") if text else clock.day_of(now)
        return service.month_figures(month, at=now)
    except (ValueError, service.NoSuchMonth) as unknown:
        raise Http404("no such month") from unknown


def _rows(told: MonthFigures) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each body, and one for all."""
    names = service.body_names(told.bodies)
    for line in told.bodies:
        yield _row(names.get(line.body, CENTRE), line)
    yield _row("合计", told.total)


def _row(name: str, line: BodyFigures) -> tuple[str | int | None, ...]:
    days = line.decided
    return (
        name, line.received, line.granted, line.refused, line.reversed, line.upheld, line.relief, days.on_time, days.late,
        days.overdue, days.median, days.slowest_tenth, line.repaired, line.withdrawn, line.gone_median, line.gone_slowest,
    )  # fmt: skip


def _sent(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


app_name = "rights_public"
urlpatterns = [
    path("", figures, name="figures"),
    path("figures.csv", figures_csv, name="figures_csv"),
    path("figures.xlsx", figures_xlsx, name="figures_xlsx"),
]
