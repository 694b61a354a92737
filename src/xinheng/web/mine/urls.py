"""Addresses of subjects' pages; those of a single area's noun are in that area's pages."""

from django.urls import path

from xinheng.web.mine import cases, home, inbox, mandates, places

app_name = "mine"

urlpatterns = [
    path("", home.home, name="home"),
    path("enter/", home.enter, name="enter"),
    path("choose/", home.choose, name="choose"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/contacts/", inbox.contacts, name="contacts"),
    path("inbox/<str:number>/", inbox.notice, name="notice"),
    path("inbox/<str:number>/proof.json", inbox.proof, name="notice_proof"),
    path("records/", places.records, name="records"),
    path("records/<slug:item>/<str:key>/objection/", cases.objection, name="objection"),
    path("records/<slug:item>/<str:key>/repair/", cases.repair, name="repair"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/evidence/<str:sha256>/", cases.evidence, name="evidence"),
    path("cases/<str:number>/<slug:step>/", cases.step, name="step"),
    path("accesses/", places.accesses, name="accesses"),
    path("authorisations/", places.authorisations, name="authorisations"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/new/", mandates.give, name="mandate_new"),
    path("mandates/<int:number>/revoke/", mandates.revoke, name="mandate_revoke"),
]
