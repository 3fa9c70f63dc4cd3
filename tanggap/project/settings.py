"""Settings of one instance, read from the environment.

Every variable is listed in docs/settings.md; a repository test keeps the two in step.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tanggap.project import database, logins, secrets

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("TANGGAP_DATA", BASE_DIR / "data"))
PACK_DIR = Path(os.environ.get("TANGGAP_PACK", BASE_DIR / "packs" / "jakarta"))
MEDIA_ROOT = DATA_DIR / "media"
DEMO = os.environ.get("TANGGAP_DEMO") == "1"
TRAINING = os.environ.get("TANGGAP_TRAINING") == "1"
DEBUG = os.environ.get("TANGGAP_DEBUG") == "1"

SECRET_KEY = secrets.read(DATA_DIR, "django")
IDENTITY_KEY = secrets.read(DATA_DIR, "identity")
SIGNING_KEY = secrets.read(DATA_DIR, "signing")
PUSH_KEY = secrets.read(DATA_DIR, "push")

SITE_URL = os.environ.get(
    "TANGGAP_SITE_URL", f"http://localhost:{os.environ.get('TANGGAP_PORT', '8000')}"
).rstrip("/")
ALLOWED_HOSTS = os.environ.get(
    "TANGGAP_ALLOWED_HOSTS", "*" if DEMO or TRAINING else "localhost,127.0.0.1"
).split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
IS_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.twitter_oauth2",
    "procrastinate.contrib.django",
    "django_htmx",
    "tanggap.lib",
    "tanggap.publication",
    "tanggap.media",
    "tanggap.places",
    "tanggap.taxonomy",
    "tanggap.people",
    "tanggap.identity",
    "tanggap.messaging",
    "tanggap.reports",
    "tanggap.triage",
    "tanggap.intake",
    "tanggap.insights",
    "tanggap.performance",
    "tanggap.publishing",
    "tanggap.deadlines",
    "tanggap.workbench",
    "tanggap.fieldwork",
    "tanggap.duty",
    "tanggap.together",
    "tanggap.casework",
    "tanggap.citizens",
    "tanggap.web",
    "tanggap.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tanggap.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tanggap.project.urls"
WSGI_APPLICATION = "tanggap.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
# The staff's door and the citizens' (docs/adr/0025-two-doors.md).
AUTHENTICATION_BACKENDS = [
    "tanggap.people.login.SeatedBackend",
    "tanggap.people.login.CitizenBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "after_login"
LOGOUT_REDIRECT_URL = "login"

# Of django-allauth: providers, second factor and the steps of a login. Addresses are ours and
# sealed (tanggap.citizens), and so are the limits: none of them stands in its tables or cache.
ACCOUNT_ADAPTER = "tanggap.web.citizen.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "tanggap.web.citizen.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = logins.providers(os.environ, is_demo=DEMO, is_training=TRAINING)
# Where this machine reaches its own web processes.
HERE = f"http://127.0.0.1:{os.environ.get('TANGGAP_PORT', '8000')}"
MFA_ADAPTER = "tanggap.web.citizen.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tanggap"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
CITIZEN_SESSION_AGE = 30 * 86400

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tanggap" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tanggap.web.context.instance",
            ],
        },
    }
]

DATABASES = database.configure(DATA_DIR)
if TRAINING:
    database.must_be_own(DATABASES["default"], DATA_DIR)
DATABASE_ROUTERS = ["tanggap.project.database.PublicReads"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "tanggap" / "locale"]
TIME_ZONE = os.environ.get("TANGGAP_TIME_ZONE", "Asia/Jakarta")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ("dist", BASE_DIR / "assets" / "dist"),
    BASE_DIR / "tanggap" / "web" / "static",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z]{8}\..+$"

# Forms carry up to ten photographs; each is limited again by the media package.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "tanggap.web.errors.csrf_failure"
if TRAINING:
    # Cookies don't tell ports apart: a login here must not end the one at the real instance.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "latihan_session", "latihan_csrf"
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("TANGGAP_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

EMAIL_BACKEND = os.environ.get(
    "TANGGAP_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("TANGGAP_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend",
)
if TRAINING:
    # Nothing leaves a training instance, whatever else the environment says.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "outbox")
EMAIL_HOST = os.environ.get("TANGGAP_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TANGGAP_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TANGGAP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TANGGAP_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20  # a server that says nothing must not hold the queue
EMAIL_USE_TLS = os.environ.get("TANGGAP_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("TANGGAP_MAIL_FROM", "tanggap@localhost")

# Answers come to local+token@domain; empty: mails can't be answered.
MAIL_REPLY = os.environ.get("TANGGAP_MAIL_REPLY", "")
IMAP_HOST = os.environ.get("TANGGAP_IMAP_HOST", "")
IMAP_PORT = int(os.environ.get("TANGGAP_IMAP_PORT", "993"))
IMAP_TLS = os.environ.get("TANGGAP_IMAP_TLS", "1") == "1"
IMAP_USER = os.environ.get("TANGGAP_IMAP_USER", "")
IMAP_PASSWORD = os.environ.get("TANGGAP_IMAP_PASSWORD", "")
IMAP_FOLDER = os.environ.get("TANGGAP_IMAP_FOLDER", "INBOX")
if TRAINING:
    MAIL_REPLY = IMAP_HOST = ""

# "kannel", "messages" (as Twilio's API) or "files" (data/outbox); empty: none are sent.
SMS_GATEWAY = os.environ.get("TANGGAP_SMS_GATEWAY", "files" if DEMO else "")
if TRAINING:
    SMS_GATEWAY = "files"
SMS_URL = os.environ.get("TANGGAP_SMS_URL", "http://127.0.0.1:13013/cgi-bin/sendsms")
SMS_USER = os.environ.get("TANGGAP_SMS_USER", "")
SMS_PASSWORD = os.environ.get("TANGGAP_SMS_PASSWORD", "")
SMS_FROM = os.environ.get("TANGGAP_SMS_FROM", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_secret_paths": {"()": "tanggap.project.quiet_log.NoSecretPaths"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_secret_paths"],
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("TANGGAP_LOG_LEVEL", "WARNING")},
    # These write the addresses that they ask into the log, with numbers and passwords in them.
    "loggers": {"urllib3": {"level": "ERROR"}, "requests": {"level": "ERROR"}},
}

# An operator's own map background; empty means the built-in outlines, and no foreign request.
MAP_TILES_URL = os.environ.get("TANGGAP_MAP_TILES_URL", "")

# A geocoder of the operator's choice for streets: the address of a Nominatim-compatible `/search`.
# Empty means the pack's own areas and places alone, and no foreign request.
GEOCODER_URL = "" if TRAINING else os.environ.get("TANGGAP_GEOCODER_URL", "")
