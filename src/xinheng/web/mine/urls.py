"""Addresses of subjects' pages; those of a single area's noun are in that area's pages."""

from django.urls import path

from xinheng.web.mine import accesses, authorisations, cases, home, inbox, mandates, records

app_name = "mine"

urlpatterns = [
    path("", home.home, name="home"),
    path("enter/", home.enter, name="enter"),
    path("choose/", home.choose, name="choose"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/contacts/", inbox.contacts, name="contacts"),
    path("inbox/<str:number>/", inbox.notice, name="notice"),
    path("inbox/<str:number>/proof.json", inbox.proof, name="notice_proof"),
    path("records/", records.records, name="records"),
    path("records/<slug:item>/<str:key>/", records.record, name="record"),
    path("records/<slug:item>/<str:key>/objection/", cases.objection, name="objection"),
    path("records/<slug:item>/<str:key>/repair/", cases.repair, name="repair"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/evidence/<str:sha256>/", cases.evidence, name="evidence"),
    path("cases/<str:number>/<slug:step>/", cases.step, name="step"),
    path("accesses/", accesses.accesses, name="accesses"),
    path("authorisations/", authorisations.authorisations, name="authorisations"),
    path("authorisations/new/", authorisations.give, name="authorisation_new"),
    path("authorisations/<slug:number>/", authorisations.authorisation, name="authorisation"),
    path("authorisations/<slug:number>/code/", authorisations.issue, name="authorisation_code"),
    path("authorisations/<slug:number>/revoke/", authorisations.revoke, name="authorisation_revoke"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/new/", mandates.give, name="mandate_new"),
    path("mandates/<int:number>/revoke/", mandates.revoke, name="mandate_revoke"),
]
