"""Settings of the stand-in: a site of its own, with a database, a key and cookies of its own."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

if os.environ.get("XINHENG_DEMO") != "1":
    raise RuntimeError("the stand-in of the identity provider is for the demo alone (XINHENG_DEMO=1)")

FOLDER = Path(os.environ["STANDIN_FOLDER"])


def _kept(name: str, made: str) -> str:
    """A secret of the folder, made once, for this user's eyes alone."""
    file = FOLDER / name
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(made, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _fresh_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _people() -> dict[str, dict[str, Any]]:
    """User name → person: name, number, organisations."""
    file = FOLDER / "people.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return {person["username"]: person for person in told}


PEOPLE = _people()
SECRET_KEY = _kept("secret-key", secrets.token_urlsafe(48))
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "demo.identity.urls"
WSGI_APPLICATION = "demo.identity.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "people.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# browsers do not tell ports apart in cookies, and the platform runs on the same machine
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "standin_session", "standin_csrf"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LANGUAGE_CODE, TIME_ZONE, USE_TZ = "zh-hans", "Asia/Shanghai", True
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "demo.identity.adapter.Accounts"
LOGIN_URL = "account_login"
IDP_OIDC_ADAPTER = "demo.identity.adapter.StandIn"
IDP_OIDC_PRIVATE_KEY = _kept("key.pem", _fresh_key())
