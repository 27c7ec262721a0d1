"""Production settings. Every other settings module only relaxes these."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from jobboard.env import env_bool, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parents[2]

# --- The site ---------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = env_str("SECRET_KEY")  # no default: a missing one stops the start
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters.")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", default="")
if "only-for-local-development" in SECRET_KEY and "jobboard.settings.dev" not in sys.modules:
    raise ImproperlyConfigured("SECRET_KEY is the one of local development, which everybody knows.")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is '*': name the hosts that the site is reached by.")
SITE_URL = env_str("SITE_URL")  # for links in mails, e.g. https://jobs.example.org
CONTACT_EMAIL = env_str("CONTACT_EMAIL")

ROOT_URLCONF = "jobboard.urls"
WSGI_APPLICATION = "jobboard.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "cms",
    "profiles",
    "listings",
    "matching",
    "wagtail.contrib.redirects",
    "wagtail.sites",  # the list of pages links to it for whoever may change sites
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jobboard.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jobboard.middleware.RefuseBrokenQueryMiddleware",
    "jobboard.middleware.RefusedRowMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jobboard.staff_access.StaffAccessMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jobboard.middleware.LastSeenMiddleware",
    "jobboard.middleware.PrivateResponsesMiddleware",
    "jobboard.middleware.SignInLeadsBackMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.editorial.desk.RefusedPageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jobboard.context.site",
            ],
        },
    },
]
FORM_RENDERER = (
    "django.forms.renderers.TemplatesSetting"  # our own field template is found in templates/
)

# --- Data -------------------------------------------------------------------------------------

_database = dj_database_url.parse(
    env_str("DATABASE_URL"), conn_max_age=600, conn_health_checks=True
)
if "sqlite" in _database["ENGINE"]:
    # IMMEDIATE and WAL together: without them a read-then-write transaction fails under load with
    # "database is locked". FULL: an acknowledged application survives a power cut.
    _database["CONN_MAX_AGE"] = 0
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
else:
    _database["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c statement_timeout=5000 -c lock_timeout=2000"
        " -c idle_in_transaction_session_timeout=15000",
    }
DATABASES = {"default": _database}

# One store for all processes: allauth's limits and Wagtail's routes live in it, and both have to agree
# everywhere. Tables of our own hold the other limits.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Pages for guests, for seconds. Each process keeps its own: 300 take about 25 MB.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

VAR_DIR = Path(env_str("VAR_DIR", default=str(BASE_DIR / "var")))
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"  # résumés: never under MEDIA_URL, served by a checked view
MATCH_INDEX_DIR = VAR_DIR / "match-index"
MEDIA_ROOT = VAR_DIR / "media"  # images of the CMS
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "jobboard" / "static"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # the CMS's page editor sends many

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English"))]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "profiles.passwords.LittleElseThanKnownWordsValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("matching:match_list")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL  # one door for everybody

ACCOUNT_ADAPTER = "profiles.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Only in the browser that signed up: the link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to its owner
ACCOUNT_FORMS = {
    "login": "profiles.forms.account.LoginForm",
    "signup": "profiles.forms.account.SignupForm",
    "add_email": "profiles.forms.account.AddEmailForm",
    "change_password": "profiles.forms.account.ChangePasswordForm",
    "set_password": "profiles.forms.account.SetPasswordForm",
    "reset_password": "profiles.forms.account.ResetPasswordForm",
    "reset_password_from_key": "profiles.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "profiles.forms.account.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "10/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "5/m/ip",
    "reset_password": "5/m/ip,3/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", default=1)

MFA_ADAPTER = "profiles.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # it asks for the device's own lock: two factors in one act
MFA_TOTP_TOLERANCE = 1  # a code half a minute old still counts: people type slowly
# Nobody has an account without a confirmed address, so one that is not confirmed yet need not stand
# in the way of two-step sign-in, nor that of a new address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "profiles.forms.second_factor.AuthenticateForm",
    "authenticate_webauthn": "profiles.forms.second_factor.AuthenticateWebAuthnForm",
    "reauthenticate": "profiles.forms.second_factor.ReauthenticateForm",
    "reauthenticate_webauthn": "profiles.forms.second_factor.ReauthenticateWebAuthnForm",
    "login_webauthn": "profiles.forms.second_factor.LoginWebAuthnForm",
    "activate_totp": "profiles.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "profiles.forms.second_factor.AddWebAuthnForm",
    "edit_webauthn": "profiles.forms.second_factor.EditWebAuthnForm",
}
# Whoever edits, moderates or administers has to sign in with two steps.
STAFF_MFA_REQUIRED = not env_bool("ALLOW_STAFF_WITHOUT_MFA", default=False)
STAFF_SESSION_LONGEST = timedelta(hours=12)
STAFF_SESSION_IDLE = timedelta(minutes=30)

# --- Mail -------------------------------------------------------------------------------------

# Every mail becomes an Outbox row in the transaction of its cause; `manage.py work` sends it.
EMAIL_BACKEND = "profiles.mail.OutboxBackend"
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # Django's default is none: one hung server would hang the worker for ever
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", default=f"Rungs <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_READABLE_IN_BROWSER = False

# --- Safety -----------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env_bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jobboard.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# The CMS's admin has inline scripts without a nonce and previews pages in a frame.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'self'"],
}

# --- The CMS ----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Rungs"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no call home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Names of places alone: among the others is "localtime", which the account page's script stumbles over.
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if "/" in name)]
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
# Its form asks for no password and confirms no address. Under "Your account" on the site one does both.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx"]
WAGTAILIMAGES_EXTENSIONS = [
    "avif",
    "gif",
    "jpg",
    "jpeg",
    "png",
    "webp",
]  # no SVG: it can carry script
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- The product ------------------------------------------------------------------------------

# How long an imported listing stays open, days: the feeds give no closing date.
IMPORTED_LISTING_DAYS_OPEN = 30
# How long the page of a listing stays after it closed; then its address answers "gone".
LISTING_PAGE_KEPT = timedelta(days=180)
# How long the picks of a person without an account are kept in the session, days.
GUEST_PROFILE_DAYS = 7
RESUME_MAX_BYTES = 5 * 1024 * 1024
# clamd://host:port or clamd:///path/of/the/socket. One that fails keeps files locked up.
RESUME_SCANNER = env_str("RESUME_SCANNER", default="")
if not RESUME_SCANNER and not env_bool("RESUMES_WITHOUT_SCANNER", default=False):
    raise ImproperlyConfigured(
        "RESUME_SCANNER is not set: name a scanner (clamd://host:port), or say by"
        " RESUMES_WITHOUT_SCANNER=true that résumés go to employers unscanned."
    )
if RESUME_SCANNER and not re.fullmatch(r"clamd://(?:[^/]+:\d+|/.+)", RESUME_SCANNER):
    raise ImproperlyConfigured(
        f"RESUME_SCANNER={RESUME_SCANNER!r}: use clamd://host:port or clamd:///path/of/the/socket."
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "jobboard.logs.WithoutRows",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # They tell of every page that a command makes.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
