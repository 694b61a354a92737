"""A department's desk: handing in files, following them, and what became of every row."""

from django.urls import path

from xinheng.areas.intake.pages import downloads, listing, resolving, rows, sending, submissions

app_name = "intake"

urlpatterns = [
    path("send/", sending.send, name="send"),
    path("send/item/", sending.item_help, name="item_help"),
    path("submissions/", listing.history, name="history"),
    path("submissions/<str:receipt_no>/", submissions.submission, name="submission"),
    path("submissions/<str:receipt_no>/progress/", submissions.progress, name="progress"),
    path("submissions/<str:receipt_no>/confirm/", submissions.confirm, name="confirm"),
    path("submissions/<str:receipt_no>/cancel/", submissions.cancel, name="cancel"),
    path("submissions/<str:receipt_no>/take-back/", submissions.take_back, name="take_back"),
    path("submissions/<str:receipt_no>/proof/", submissions.proof, name="proof"),
    path("submissions/<str:receipt_no>/receipt.xlsx", downloads.workbook, name="workbook"),
    path("submissions/<str:receipt_no>/findings.csv", downloads.findings_csv, name="findings_csv"),
    path(
        "submissions/<str:receipt_no>/findings.parquet", downloads.findings_parquet, name="findings_parquet"
    ),
    path("pending/", rows.pending, name="pending"),
    path("pending/<int:number>/", resolving.resolve, name="resolve"),
    path("problems/", rows.problems, name="problems"),
    path("problems/<int:number>/close/", rows.close, name="close_problem"),
]
