"""The pages of allauth that are used here: no sign-up, no e-mail, no password reset by the holder."""

from allauth.account import views as account
from django.urls import include, path

from xinheng.web.accounts.views import login, second_step

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/authenticate/", second_step, name="mfa_authenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
