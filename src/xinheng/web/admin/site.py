"""Django's admin with every way of changing anything taken out.

Tables about natural persons, the archive's content, and rows that wait (they hold what a department sent) are
not registered: they are read on the desks, by those who may.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from xinheng.plumbing.http.permissions import may, public_page

PERMISSION: Final = "jobs.read"

SHOWN: Final = {
    "departments.Department": ("code", "name_zh", "kind", "region", "is_active"),
    "departments.User": ("username", "name", "role", "department", "is_active", "last_login"),
    "departments.Token": ("prefix", "label", "user", "issued_at", "expires_at", "last_used_at", "revoked_at"),
    "catalogue.CatalogueVersion": ("id", "state", "compiled_at", "published_at"),
    "subjects.Organisation": ("uscc", "name", "kind", "region", "status"),
    "subjects.Merge": ("absorbed", "survivor", "by", "at", "undone_at"),
    "intake.Submission": ("receipt_no", "department", "item", "state", "received", "rejected", "received_at"),
    "intake.Receipt": ("submission", "number", "at", "ledger_entry"),
    "disclosure.Term": ("item", "first", "last", "mode", "entry", "status"),
    "disclosure.Review": ("scope", "about", "decision", "actor", "at"),
    "ledger.Entry": ("seq", "at", "kind", "actor", "about_kind", "about_id"),
    "ledger.Checkpoint": ("size", "at"),
}
"""Model → columns of its list."""

HIDDEN: Final = {
    "departments.User": ("password", "groups", "user_permissions", "is_superuser", "is_staff"),
    "departments.Token": ("digest", "scopes"),
    "intake.Submission": ("stored", "findings", "preview", "mapping"),
    "ledger.Entry": ("salt", "batch"),
}
"""Columns that nobody looks at: secrets, and what a department sent."""


class ReadOnlySite(admin.AdminSite):
    """Open to who may look at the workings of the node; no staff flag and no superuser count."""

    site_header = _("信衡：只读数据查看")
    site_title = _("只读数据查看")
    index_title = _("数据表")
    site_url = "/desk/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """By role, as everywhere."""
        return may(request.user, PERMISSION)

    @public_page
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        """There is one login page, with the second factor; who is logged in and comes here may not look."""
        if request.user.is_authenticated:
            return redirect("desk:home")
        return redirect("account_login")

    @public_page
    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one page for that too, and it is recorded."""
        return redirect("account_change_password")


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """A list and a page of facts."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever may open the site."""
        return may(request.user, PERMISSION)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may open the site."""
        return may(request.user, PERMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


site = ReadOnlySite(name="admin")
for label, columns in SHOWN.items():
    hidden = HIDDEN.get(label, ())
    made = type(
        f"ReadOnly{label.replace('.', '')}", (ReadOnly,), {"list_display": columns, "exclude": hidden}
    )
    site.register(apps.get_model(label), made)
