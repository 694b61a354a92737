"""The two addresses of the login."""

from django.urls import path

from xinheng.web.identity import views

app_name = "identity"

urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("callback/", views.callback, name="callback"),
]
