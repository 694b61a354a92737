"""Django's settings; every value that a deployment may choose comes from the environment."""

from __future__ import annotations

import os

from xinheng.plumbing.http.logs import logging_settings
from xinheng.plumbing.identity import read_identity
from xinheng.plumbing.node import PROJECT, read_node, secret
from xinheng.settings.database import connection_settings, database_url
from xinheng.settings.sending import mail_settings, message_gateway, site_url

XINHENG = read_node()
IDENTITY = read_identity(XINHENG)
SOURCE = PROJECT / "src" / "xinheng"

DEBUG = False
SECRET_KEY = secret("XINHENG_SECRET_KEY", demo=XINHENG.demo, state=XINHENG.state)
ALLOWED_HOSTS = os.environ.get("XINHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("XINHENG_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "xinheng.plumbing.outbox",
    "xinheng.areas.ledger",
    "xinheng.areas.departments",
    "xinheng.areas.catalogue",
    "xinheng.areas.notices",
    "xinheng.areas.subjects",
    "xinheng.areas.clocks",
    "xinheng.areas.consent",
    "xinheng.areas.archive",
    "xinheng.areas.intake",
    "xinheng.areas.disclosure",
    "xinheng.areas.quality",
    "xinheng.areas.rights",
    "xinheng.web",
    "xinheng.web.portal",
    "xinheng.web.desks",
    "xinheng.web.mine",
    "xinheng.web.identity",
    "xinheng.web.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xinheng.plumbing.http.middleware.RequestLogMiddleware",
    "xinheng.plumbing.http.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xinheng.web.language.ChineseFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xinheng.web.accounts.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xinheng.plumbing.http.middleware.PermissionMiddleware",
]

ROOT_URLCONF = "xinheng.web.urls"
WSGI_APPLICATION = "xinheng.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xinheng.web.context.site",
            ]
        },
    }
]

DATABASES = {"default": connection_settings(database_url(XINHENG))}

AUTH_USER_MODEL = "departments.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
# where those are sent who lack a login for such a page; all others go to LOGIN_URL
XINHENG_LOGIN_PAGES = {"mine.use": "mine:enter"}
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "xinheng.web.accounts.adapter.StaffOnlyAdapter"
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_ADAPTER = "xinheng.web.identity.adapter.SubjectsOnlyAdapter"
SOCIALACCOUNT_PROVIDERS = {} if IDENTITY is None else IDENTITY.as_providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_ADAPTER = "xinheng.web.accounts.adapter.SealedSecretsAdapter"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "信衡 Xinheng"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = XINHENG.state / "static"
STORAGES = {
    "default": {
        "BACKEND": os.environ.get("XINHENG_FILE_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": {"location": str(XINHENG.file_root)} if "XINHENG_FILE_BACKEND" not in os.environ else {},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# an upload streams to disk; forms themselves stay small
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2
FILE_UPLOAD_HANDLERS = ["xinheng.plumbing.http.uploads.UnnamedFileUpload"]

_SECURE = os.environ.get("XINHENG_HTTPS", "0" if XINHENG.demo else "1") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_SSL_REDIRECT = _SECURE
SECURE_HSTS_SECONDS = 31536000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        # browsers hold the whole way of a form to this, so also the one to the identity provider
        "form-action": ["'self'", *(IDENTITY.origins if IDENTITY else ())],
        "frame-ancestors": ["'none'"],
    }
}

SILENCED_SYSTEM_CHECKS: list[str] = []
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
XINHENG_PERMISSION_CHECK = "xinheng.areas.departments.service.may"
XINHENG_TOKEN_CHECK = "xinheng.areas.departments.service.user_of_token"  # noqa: S105 (where tokens are checked)
_MAIL = mail_settings(demo=XINHENG.demo)
MAIL_IS_ON: bool = _MAIL.on
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.security == "starttls", _MAIL.security == "tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = _MAIL.sender
MESSAGE_GATEWAY = message_gateway(demo=XINHENG.demo)
SITE_URL = site_url(demo=XINHENG.demo, sends=MAIL_IS_ON or bool(MESSAGE_GATEWAY))
# days after which an unread notice is followed up by the centre
FOLLOW_UP_DAYS = int(os.environ.get("XINHENG_FOLLOW_UP_DAYS", "5"))
# who is told what: name → (function that takes the news, topics); see plumbing/outbox
NEWS_CONSUMERS: dict[str, tuple[str, list[str]]] = {}
CSRF_FAILURE_VIEW = "xinheng.plumbing.http.errors.csrf_failure"
# views are denied unless they name a permission; these packages guard their own
SELF_GUARDED_VIEWS = ["allauth.", "django.contrib.admin."]
READINESS_CHECKS = {
    "migrations": "xinheng.plumbing.http.readiness.tables_are_current",
    "lawpacks": "xinheng.areas.catalogue.service.lawbook",
    "worker": "xinheng.plumbing.http.readiness.worker_lives",
    "disk": "xinheng.plumbing.http.readiness.disks_have_room",
}
GAUGES = "xinheng.web.gauges.gauges"
# requests / seconds, for each address and kind of page
RATE_LIMITS = {
    "search": os.environ.get("XINHENG_RATE_SEARCH", "120/60"),
    "export": os.environ.get("XINHENG_RATE_EXPORT", "10/60"),
    "api": os.environ.get("XINHENG_RATE_API", "600/60"),
    "submit": os.environ.get("XINHENG_RATE_SUBMIT", "120/60"),
    "login": os.environ.get("XINHENG_RATE_LOGIN", "30/60"),
    "reading": os.environ.get("XINHENG_RATE_READING", "60/60"),
    "denied": os.environ.get("XINHENG_RATE_DENIED", "30/60"),
}
# how long a one-time reading code may lie about unused: a matter of safety, no term of law
READING_CODE_HOURS = int(os.environ.get("XINHENG_READING_CODE_HOURS", "168"))
# how many proxies of ours stand before the platform; 0 believes no X-Forwarded-For
TRUSTED_PROXIES = int(os.environ.get("XINHENG_TRUSTED_PROXIES", "0"))
METRICS_TOKEN = os.environ.get("XINHENG_METRICS_TOKEN", "")
LOGGING = logging_settings(
    as_json=os.environ.get("XINHENG_LOG", "lines" if XINHENG.demo else "json") == "json",
    level=os.environ.get("XINHENG_LOG_LEVEL", "INFO"),
)
