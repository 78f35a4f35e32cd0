"""Settings. What an installation may change is read from the environment; the rest is decided here."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from yushu.config import environment

PROJECT = Path(__file__).resolve().parents[2]
YUSHU_MODE = environment.mode(os.environ)
YUSHU_HOME = environment.home(os.environ, PROJECT)
YUSHU_KEYRING = environment.keyring(os.environ)
YUSHU_INDEX_KEY = environment.index_key(os.environ)
YUSHU_LOG_KEY = environment.log_key(os.environ)
YUSHU_LOG_RETIRED = environment.retired_log_keys(os.environ)
YUSHU_DIGEST = os.environ.get("YUSHU_DIGEST", "sha256")
DEMONSTRATION = YUSHU_MODE == environment.DEMONSTRATION

SECRET_KEY = os.environ.get("YUSHU_SECRET_KEY", environment.PUBLISHED_WORDS)
DEBUG = os.environ.get("YUSHU_DEBUG", "") == "1"
ALLOWED_HOSTS = environment.words(os.environ, "YUSHU_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words(os.environ, "YUSHU_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "yushu.people",
    "yushu.ledger",
    "yushu.casework",
    "yushu.catalogue",
    "yushu.training",
    "yushu.certification",
    "yushu.entitlements",
    "yushu.subsidies",
    "yushu.oversight",
    "yushu.doors.pages",
    "yushu.doors.nightly",
    "yushu.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yushu.doors.probing.Probing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yushu.doors.sessions.Sessions",
    "yushu.doors.standing.Standing",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yushu.config.urls"
WSGI_APPLICATION = "yushu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Our templates stand before those of the packages, so that ours are the ones shown.
        "DIRS": [PROJECT / "yushu" / "doors" / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yushu.doors.pages.demo.bar",
            ],
        },
    },
]

DATABASES = {"default": environment.database(os.environ, YUSHU_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words and days
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT / "yushu" / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Who is who
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["yushu.people.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "yushu.doors.signing_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "yushu.doors.pages.forms_account.SignInForm",
    "reauthenticate": "yushu.doors.pages.forms_account.ConfirmPasswordForm",
    "change_password": "yushu.doors.pages.forms_account.PasswordForm",
}
# A whole office signs in from one address at nine. Limits per account would let a stranger
# lock somebody out; axes counts per account and address instead.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "60/m/ip"}
MFA_ADAPTER = "yushu.doors.signing_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "育数"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "yushu.doors.pages.forms_account.CodeForm",
    "reauthenticate": "yushu.doors.pages.forms_account.ConfirmCodeForm",
    "activate_totp": "yushu.doors.pages.forms_account.SetUpForm",
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "yushu.doors.signing_in.counted_name"
AXES_CLIENT_IP_CALLABLE = "yushu.doors.signing_in.client_address"
AXES_LOCKOUT_CALLABLE = "yushu.doors.pages.account.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["login", "username", "code", "oldpassword", "password1", "password2"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

YUSHU_PROXIES = int(os.environ.get("YUSHU_PROXIES", "0"))
YUSHU_IDLE_SECONDS = 60 * int(os.environ.get("YUSHU_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = 12 * 3600
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "yushu_cache"}}

# What the browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 365 * 24 * 3600
# Only a proxy of our own may say that the visitor came by https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if YUSHU_PROXIES else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# A step for some of five hundred people sends two fields for each of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# What went wrong is told on the console: where in the code, not to whom. Python and Django print
# messages and addresses, which may carry a name, a number or a certificate's code.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "yushu.config.complaining.Bare"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = YUSHU_HOME / "static"
MEDIA_ROOT = YUSHU_HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: a server when one is named, otherwise files that can be looked at
EMAIL_HOST = os.environ.get("YUSHU_MAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = YUSHU_HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("YUSHU_MAIL_FROM", "yushu@localhost")
