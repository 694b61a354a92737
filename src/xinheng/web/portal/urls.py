"""Addresses of the portal."""

from django.urls import path

from xinheng.web.portal import (
    captured,
    catalogue,
    home,
    law,
    organisations,
    pages,
    publicity,
    records,
    regions,
    rules,
    search,
)

app_name = "portal"

urlpatterns = [
    path("captured/", captured.captured, name="captured"),
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("organisations/<str:uscc>/", organisations.organisation, name="organisation"),
    path("records/<slug:item>/<str:key>/", records.record, name="record"),
    path("records/<slug:item>/<str:key>/proof.json", records.proof, name="proof"),
    path("publicity/", publicity.publicity, name="publicity"),
    path("publicity/export.csv", publicity.export_csv, name="publicity_csv"),
    path("publicity/export.parquet", publicity.export_parquet, name="publicity_parquet"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:item>/", catalogue.item, name="item"),
    path("catalogue/<slug:item>/template.xlsx", catalogue.template, name="template"),
    path("law/", law.packs, name="law"),
    path("law/<slug:pack>/", law.pack, name="pack"),
    path("rules/", rules.rules, name="rules"),
    path("regions/", regions.regions, name="regions"),
    path("regions/map/", regions.region_map, name="region_map"),
    path("verify/", pages.verify, name="verify"),
    path("verify/checkpoint/", pages.checkpoint, name="checkpoint"),
    path("contest/", pages.contest, name="contest"),
    path("about/", pages.about, name="about"),
    path("about/data-protection/", pages.data_protection, name="data_protection"),
]
