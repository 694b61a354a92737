"""Addresses of the desks; those of a single area's noun are in that area's pages."""

from django.urls import path

from xinheng.web.desks import (
    accesses,
    background,
    catalogue,
    departments,
    due,
    held,
    home,
    ledger,
    merges,
    reviews,
    tokens,
    users,
)

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("centre/", home.overview, name="overview"),
    path("due/", due.due, name="due"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.create, name="department_new"),
    path("departments/<slug:code>/", departments.change, name="department"),
    path("departments/<slug:code>/stop/", departments.stop, name="department_stop"),
    path("users/", users.users, name="users"),
    path("users/new/", users.create, name="user_new"),
    path("users/<str:username>/", users.user, name="user"),
    path("users/<str:username>/role/", users.role, name="user_role"),
    path("users/<str:username>/password/", users.password, name="user_password"),
    path("users/<str:username>/second-factor/", users.second_factor, name="user_second_factor"),
    path("users/<str:username>/stop/", users.stop, name="user_stop"),
    path("users/<str:username>/restart/", users.restart, name="user_restart"),
    path("users/<str:username>/tokens/new/", tokens.issue, name="token_new"),
    path("tokens/<slug:prefix>/revoke/", tokens.revoke, name="token_revoke"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:submission>/", reviews.submission, name="review"),
    path("reviews/<int:submission>/decide/", reviews.decide_submission, name="review_submission"),
    path("reviews/<int:submission>/<int:version>/decide/", reviews.decide_version, name="review_version"),
    path("records/", held.held, name="held"),
    path("records/<slug:item>/<str:key>/", held.record, name="held_record"),
    path("merges/", merges.merges, name="merges"),
    path("merges/new/", merges.merge, name="merge_new"),
    path("merges/<int:number>/undo/", merges.undo, name="merge_undo"),
    path("catalogue/", catalogue.versions, name="catalogue"),
    path("catalogue/compile/", catalogue.compile_new, name="catalogue_compile"),
    path("catalogue/<int:number>/move/", catalogue.move, name="catalogue_move"),
    path("accesses/", accesses.accesses, name="accesses"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/sign/", ledger.sign, name="ledger_sign"),
    path("jobs/", background.jobs, name="jobs"),
    path("jobs/<int:number>/retry/", background.retry, name="job_retry"),
]
