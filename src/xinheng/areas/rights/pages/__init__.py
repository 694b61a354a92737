"""The desks' pages of objection, repair and withdrawal: what waits, one case, the counter, notices of revocation."""

from django.urls import path

from xinheng.areas.rights.pages import case, counter, listing, withdrawing

app_name = "rights"

urlpatterns = [
    path("", listing.cases, name="cases"),
    path("counter/", counter.find, name="counter"),
    path("counter/<slug:item>/<str:key>/objection/", counter.objection, name="counter_objection"),
    path("counter/<slug:item>/<str:key>/repair/", counter.repair, name="counter_repair"),
    path("withdraw/", withdrawing.withdraw, name="withdraw"),
    path("withdraw/file/", withdrawing.withdraw_file, name="withdraw_file"),
    path("withdraw/template.xlsx", withdrawing.template, name="withdraw_template"),
    path("<str:number>/", case.case, name="case"),
    path("<str:number>/evidence/<str:sha256>/", case.evidence, name="evidence"),
    path("<str:number>/<slug:step>/", case.step, name="step"),
]
