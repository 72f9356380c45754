"""Settings: everything that differs between places comes from the environment (see docs/reference/settings.md).

======================== ============================================================ =======================
variable                 meaning                                                      default
======================== ============================================================ =======================
JIHUAN_DATA              folder of database, uploads and secret key                   the user's data folder
JIHUAN_DATABASE_URL      postgresql://…                                               SQLite in the data folder
JIHUAN_SECRET_KEY        Django's secret key                                          made once, kept in the data folder
JIHUAN_HOSTS             host names, separated by commas                              localhost,127.0.0.1,[::1]
JIHUAN_HTTPS             1 when users come by https: secure cookies, HSTS, redirect   0
JIHUAN_TRUSTED_PROXY     1 behind our own nginx or caddy: believe X-Forwarded-…       0
JIHUAN_DEBUG             1 on a developer's machine                                   0
JIHUAN_IDLE_MINUTES      sign out after so many minutes without a request             480; 等保 asks for 15
JIHUAN_PASSWORD_DAYS     a password must be changed after so many days; 0: never      90
JIHUAN_UPLOAD_MEGABYTES  the largest file that is taken                               64
JIHUAN_RULEBOOKS         a bureau's own folders of rules, separated by commas         none
======================== ============================================================ =======================
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from jihuan.project import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = environment.data_folder()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = environment.flag("DEBUG")
HTTPS = environment.flag("HTTPS")
TRUSTED_PROXY = environment.flag("TRUSTED_PROXY")
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []

APPS = [
    "organisations",
    "journal",
    "accounts",
    "administration",
    "budgets",
    "objectives",
    "reviews",
    "evaluation",
    "intake",
    "overview",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    *(f"jihuan.apps.{name}" for name in APPS),
]

MIDDLEWARE = [
    "jihuan.project.proxy.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jihuan.project.language.LanguageMiddleware",
    "jihuan.project.sound.SoundMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jihuan.apps.organisations.access.IdleMiddleware",
    "jihuan.apps.organisations.access.AccessMiddleware",
    "jihuan.apps.accounts.passwords.PasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jihuan.project.urls"
WSGI_APPLICATION = "jihuan.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "ui" / "templates", *(PACKAGE / "apps" / name / "templates" for name in APPS)],
        "OPTIONS": {
            "environment": "jihuan.ui.jinja.environment",
            "autoescape": True,
            "context_processors": ["jihuan.project.navigation.shell"],
        },
    },
]

DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- who may come in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "jihuan.apps.accounts.backends.MembershipBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jihuan.apps.accounts.passwords.ThreeClassesValidator"},
]

PASSWORD_DAYS = environment.number("PASSWORD_DAYS", 90, least=0)
ADDRESS_FAILURES = environment.number("ADDRESS_FAILURES", 50, least=0)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HANDLER = "jihuan.apps.accounts.attempts.Attempts"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jihuan.apps.accounts.passwords.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = environment.number("IDLE_MINUTES", 480) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jihuan.project.errors.csrf"

# ---- what the browser may do

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ---- files

MEDIA_ROOT = DATA / "files"
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "ui" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
RULEBOOKS = tuple(Path(folder).expanduser() for folder in environment.words("RULEBOOKS"))
UPLOAD_BYTES = environment.number("UPLOAD_MEGABYTES", 64) * 1024 * 1024
REQUEST_BYTES = 4 * UPLOAD_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # every cell of a sheet of three thousand indicators, written at once
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# ---- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
