"""The quality board: indicators, reports, problems, source counts, coverage."""

from django.urls import path

from xinheng.areas.quality.pages import board, counts, faults, reports

app_name = "quality"

urlpatterns = [
    path("", board.board, name="board"),
    path("problems/", faults.problems, name="problems"),
    path("late/", faults.late, name="late"),
    path("late/<int:number>/close/", faults.close_late, name="close_late"),
    path("counts/", counts.counts, name="counts"),
    path("counts/template.xlsx", counts.template, name="counts_template"),
    path("counts/<int:number>/close/", faults.close_concealed, name="close_concealed"),
    path("coverage/", board.coverage, name="coverage"),
    path("display/", board.undisplayed, name="undisplayed"),
    path("reports/<str:kind>/", reports.report, name="report"),
    path("reports/<str:kind>/report.xlsx", reports.workbook, name="workbook"),
]
