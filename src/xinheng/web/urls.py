"""Every address of the site."""

from django.urls import include, path

from xinheng.plumbing.http.health import healthz, readyz
from xinheng.plumbing.http.metrics import metrics
from xinheng.web.admin.site import site as admin_site
from xinheng.web.api.mounted import api
from xinheng.web.language import switch_language

handler400 = "xinheng.plumbing.http.errors.bad_request"
handler403 = "xinheng.plumbing.http.errors.permission_denied"
handler404 = "xinheng.plumbing.http.errors.page_not_found"
handler500 = "xinheng.plumbing.http.errors.server_error"

urlpatterns = [
    path("", include("xinheng.web.portal.urls")),
    path("figures/rights/", include("xinheng.areas.rights.pages.public")),
    path("admin/", admin_site.urls),
    path("language/", switch_language, name="set_language"),
    path("accounts/", include("xinheng.web.accounts.urls")),
    path("desk/", include("xinheng.web.desks.urls")),
    path("desk/intake/", include("xinheng.areas.intake.pages")),
    path("desk/quality/", include("xinheng.areas.quality.pages")),
    path("desk/cases/", include("xinheng.areas.rights.pages")),
    path("mine/login/", include("xinheng.web.identity.urls")),
    path("mine/", include("xinheng.web.mine.urls")),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
