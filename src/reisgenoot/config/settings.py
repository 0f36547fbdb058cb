"""Django's settings. What differs per installation comes from the environment; `docs/operate.md` lists it."""

import os
import secrets
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import oidc
from .paths import SOURCE, var


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _secret_key() -> str:
    """From the environment, else a file of this installation that only its owner reads; made when absent."""
    if key := os.environ.get("REISGENOOT_SECRET_KEY"):
        return key
    file = var() / "secret_key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("REISGENOOT_OLD_SECRET_KEYS", "").split(",") if key]
DEBUG = _flag("REISGENOOT_DEBUG")
ALLOWED_HOSTS = os.environ.get("REISGENOOT_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = _flag("REISGENOOT_HTTPS")  # behind a proxy that ends TLS and sets X-Forwarded-Proto

_OURS = (
    "access",
    "vault",
    "people",
    "notices",
    "dossiers",
    "helpdesk",
    "aftercare",
    "exchange",
    "housing",
    "insight",
    "keeping",
    "schooling",
    "direction",
    "duo",
    "settlement",
    "integration",
    "pip",
    "enforcement",
    "relief",
    "procedure",
    "shielded",
    "reunification",
    "volunteers",
    "web",
)
INSTALLED_APPS = [
    *(f"reisgenoot.{app}" for app in _OURS),  # first: our templates win over those of the packages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "reisgenoot.web.protection.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "reisgenoot.web.api.wire.ApiMiddleware",
    "reisgenoot.web.protection.InputMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "reisgenoot.access.middleware.MemberMiddleware",
    "reisgenoot.access.kept.KeptFormMiddleware",
    "reisgenoot.access.once.OnceMiddleware",
    "reisgenoot.config.navigation.NavigationMiddleware",
]
ROOT_URLCONF = "reisgenoot.config.urls"
WSGI_APPLICATION = "reisgenoot.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["reisgenoot.web.templatetags.once", "reisgenoot.web.templatetags.quick"],
            "libraries": {"i18n": "reisgenoot.web.translated"},
        },
    }
]

# Two aliases, one database. `default` is the application: a role that owns nothing. `admin` makes tables and is used by
# `reisgenoot migrate` alone. DATABASE_URL is the administrator's; DATABASE_APP_URL, where given, the application's own.
_ADMIN_URL = os.environ.get("DATABASE_URL", "")
_APP_URL = os.environ.get("DATABASE_APP_URL", "")


def _database(url: str, role: str) -> dict[str, object]:
    """A database by URL; ``role``, unless empty, is taken on at log-in, so that RESET ROLE returns to it as well."""
    parsed: dict[str, object] = {**dj_database_url.parse(url or "postgresql:///reisgenoot")}
    options: dict[str, object] = {**parsed.get("OPTIONS", {})}  # type: ignore[dict-item]
    if role:
        options["options"] = f"-c role={role}"
    # A statement that comes back is planned by PostgreSQL once for the connection, not at each page.
    options |= {"server_side_binding": True, "prepare_threshold": 5}
    return {**parsed, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


DATABASES = {
    "default": _database(_APP_URL or _ADMIN_URL, "" if _APP_URL else "reisgenoot_app"),
    "admin": _database(_ADMIN_URL, "reisgenoot_owner"),
}
FORM_RENDERER = "reisgenoot.web.widgets.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is remembered for minutes (codes that were used, a few limits) is shared by all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "reisgenoot.access.adapter.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "reisgenoot.access.account_forms.ResetPasswordForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes accounts, for addresses that they know
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Passwords are counted by `access/attempts.py`; per address nothing is, because a municipality has one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/m/key,15/15m/key,40/12h/key",  # codes of a second factor; the key is the account
    "reset_password": "3/15m/key",
    "reset_password_from_key": None,
    "change_password": "10/15m/user",
    "reauthenticate": "20/15m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # there is nothing to guess
MFA_ADAPTER = "reisgenoot.access.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_ISSUER = "Reisgenoot"
MFA_FORMS = {
    name: f"reisgenoot.access.account_forms.{form}"
    for name, form in (
        ("authenticate", "CodeForm"),
        ("reauthenticate", "ConfirmCodeForm"),
        ("activate_totp", "ActivateAppForm"),
        ("add_webauthn", "AddPasskeyForm"),
        ("authenticate_webauthn", "PasskeyForm"),
        ("reauthenticate_webauthn", "ConfirmPasskeyForm"),
        ("edit_webauthn", "RenamePasskeyForm"),
    )
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("REISGENOOT_PROXIES", "1" if HTTPS else "0"))
OIDC = oidc.read(os.environ.get("REISGENOOT_OIDC", ""))
SOCIALACCOUNT_PROVIDERS = oidc.as_allauth(OIDC)
SOCIALACCOUNT_ADAPTER = "reisgenoot.access.provider.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would need holes in the CSP
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
DEMO_LOG_INS = None  # what the log-in page offers
if _flag("REISGENOOT_DEMO"):
    from reisgenoot.demo.cast import MEMBERS, PASSWORD

    DEMO_LOG_INS = {"password": PASSWORD, "members": [member for member in MEMBERS if member.shown]}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "reisgenoot.access.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# What is typed there is not kept for after a log-in that ended: secrets, and what only an organisation's key may lock.
FORMS_NOT_KEPT = (
    "/account/login/",
    "/account/password/",
    "/account/2fa/",
    "/account/reauthenticate/",
    "/begeleiding/",
)
CSRF_FAILURE_VIEW = "reisgenoot.web.errors.csrf_failure"
SESSION_COOKIE_AGE = 10 * 60 * 60  # seconds: a working day
# No script reads a cookie. With __Host- no other host, and nothing over plain HTTP, can set one.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # names of people stay on the server
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

BACKUP_DAYS = int(
    os.environ.get("REISGENOOT_BACKUP_DAYS", "35")
)  # how long a back-up is kept: certificates say so

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [SOURCE / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # straight from the apps: no step that copies, nothing that goes stale
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if _bucket := os.environ.get(
    "REISGENOOT_DOCUMENT_BUCKET"
):  # S3-compatible; without one, documents are in the database
    STORAGES["documents"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": _bucket}}
FILE_UPLOAD_PERMISSIONS = 0o600
LARGEST_BODY = 30 * 1024 * 1024  # bytes; a caseload or a scan
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes; a form without its files
# Links for a new password go by e-mail. Without a server they go nowhere: printed, they would stand in the logs.
_smtp = urlsplit(os.environ.get("REISGENOOT_SMTP", ""))
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("REISGENOOT_SENDER", "reisgenoot@localhost")
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if EMAIL_HOST
    else "console.EmailBackend"
    if DEBUG or DEMO_LOG_INS
    else "dummy.EmailBackend"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
