"""Every setting, from the environment (`PRECERT_…`). Safe on an embedded database with none of them
set in development.

`PRECERT_MODE=production` refuses to start with an unsafe setting (see `checks`).
docs/reference/settings.md describes each variable; it is made from the calls of `env` in this file.
"""

from pathlib import Path
from urllib.parse import unquote, urlparse

from csp.constants import NONCE, NONE, SELF

from precert.kit import env

BASE = Path(__file__).resolve().parent.parent
MODE = env.choice("PRECERT_MODE", "development", ("development", "demo", "production"))
DATA = Path(env.text("PRECERT_DATA", "var")).resolve()
DEBUG = False
DEVELOPMENT_KEY = "development-only-" + "0" * 40
SECRET_KEY = env.text("PRECERT_SECRET_KEY", DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.items("PRECERT_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.items("PRECERT_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
SITE_URL = env.text("PRECERT_SITE_URL", "http://127.0.0.1:8000")
TRUSTED_PROXIES = env.networks("PRECERT_TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = env.items(
    "PRECERT_ORIGINS", (SITE_URL,)
)  # behind a proxy that ends TLS the server itself sees http

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    # Simple: TEMPLATES names the loaders
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "precert.kit",
    "precert.journal",
    "precert.codes",
    "precert.documents",
    "precert.transports",
    "precert.conduct",
    "precert.contracts",
    "precert.registry",
    "precert.people",
    "precert.work",
    "precert.cases",
    "precert.letters",
    "precert.conversations",
    "precert.jobs",
    "precert.web",
    "precert.config",
]
if MODE != "production":
    INSTALLED_APPS.append("precert.demo")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "precert.web.middleware.PermissionsMiddleware",
    "precert.gate.middleware.CorrelationMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "precert.gate.middleware.NulMiddleware",
    "precert.web.middleware.DoorMiddleware",
    "precert.web.typed_text.middleware.KeptMiddleware",
    "precert.web.middleware.ReadingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "precert.config.urls"
WSGI_APPLICATION = "precert.config.wsgi.application"
TEMPLATE_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "precert.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "precert.web.design_system.FormRenderer"


def _pool() -> dict[str, object]:
    if not env.flag("PRECERT_DATABASE_POOLED", default=True):
        return {}
    return {
        "pool": {
            "min_size": 1,
            "max_size": env.number("PRECERT_DATABASE_POOL", 12, least=1),
            "timeout": 20,
        }
    }


def _preparing() -> dict[str, object]:
    """What a connection has asked five times, PostgreSQL needn't parse again: a fifth of the time
    of a submission.
    """
    if not env.flag("PRECERT_DATABASE_PREPARED", default=True):
        return {}
    return {"server_side_binding": True, "prepare_threshold": 5}


def database(url: str) -> dict[str, object]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name` as Django wants it."""
    found = urlparse(url)
    if found.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": found.path[1:] or str(DATA / "precert.sqlite3"),
            "ATOMIC_REQUESTS": False,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # recursive_triggers: REPLACE goes through the triggers on DELETE, as kit.frozen needs
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    " PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    if found.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "precert.kit.postgresql",
            "NAME": found.path[1:],
            "USER": unquote(found.username or ""),
            "PASSWORD": unquote(found.password or ""),
            "HOST": found.hostname or "",
            "PORT": str(found.port or ""),
            "ATOMIC_REQUESTS": False,
            "OPTIONS": _pool() | _preparing(),
        }
    raise env.SettingError(
        f"PRECERT_DATABASE is {url!r}; it should start with sqlite:/// or postgresql://"
    )


DATABASE_URL = env.text("PRECERT_DATABASE", f"sqlite:///{DATA / 'precert.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["precert.people.passwords.Argon2"]
PASSWORD_LENGTH = env.number("PRECERT_PASSWORD_LENGTH", 0)
PASSWORD_CLASSES = env.flag("PRECERT_PASSWORD_CLASSES", default=False)
AUTHENTICATION_BACKENDS: list[str] = []  # signing in is `people`'s, see ADR 2
SECOND_FACTORS = ("passkey", "app", "phone", "email")  # recommended ones first, see ADR 15
FACTORS = env.items("PRECERT_FACTORS", SECOND_FACTORS, allowed=SECOND_FACTORS)
REGISTRATION_MINUTES = env.number(
    "PRECERT_REGISTRATION_MINUTES", 20, least=1
)  # life of a mailed link, see ADR 13
DEMO_NEWCOMER = (
    env.text("PRECERT_DEMO_NEWCOMER") if MODE == "demo" else ""
)  # what /register offers to try with
INVITATION_HOURS = env.number("PRECERT_INVITATION_HOURS", 48, least=1)
LOGIN_URL = "/login"
UNLOCK_AFTER = env.number("PRECERT_UNLOCK_AFTER", 0)  # minutes; 0: time doesn't unlock, see ADR 11
STAFF_NONUSE_DAYS = env.number("PRECERT_STAFF_NONUSE_DAYS", 30, least=1)
# Staff by single sign-on (OpenID Connect); without an issuer they sign in here.
OIDC_ISSUER = env.text("PRECERT_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("PRECERT_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("PRECERT_OIDC_CLIENT_SECRET")
OIDC_CLAIM = env.text("PRECERT_OIDC_CLAIM", "preferred_username")
OIDC_AMR = env.items("PRECERT_OIDC_AMR", ("mfa", "otp", "hwk", "pop", "face", "fpt"))
OIDC_LOCAL = env.flag("PRECERT_OIDC_LOCAL", default=False)
CSRF_FAILURE_VIEW = "precert.web.error_pages.csrf_failure"

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # the absolute limit; the idle limit is the contract's
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "precert.kit.sessions"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
ASSETS = Path(env.text("PRECERT_ASSETS", "node_modules")).resolve()  # what npm installed
STATICFILES_DIRS = [
    (prefix, str(ASSETS / folder))
    for prefix, folder in (("uswds", "@uswds/uswds/dist"),)
    if (ASSETS / folder).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = MODE != "production"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = ["precert.web.uploads.WholeUpload"]

# Mail: the demo writes each message to a folder shown at a local page; everything else talks SMTP.
MAIL_FOLDER = Path(env.text("PRECERT_MAIL_FOLDER", str(DATA / "mail")))
EMAIL_BACKEND = (
    "precert.demo.mail_folder.FolderBackend"
    if MODE == "demo"
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("PRECERT_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("PRECERT_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("PRECERT_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PRECERT_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("PRECERT_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("PRECERT_MAIL_FROM", "Precert <no-reply@precert.invalid>")

# Text messages and calls: a service that speaks Twilio's HTTP API; without an address there is no
# telephone.
TELEPHONE_URL = env.text("PRECERT_TELEPHONE_URL").rstrip("/")
TELEPHONE_SID = env.text("PRECERT_TELEPHONE_SID")
TELEPHONE_TOKEN = env.text("PRECERT_TELEPHONE_TOKEN")
TELEPHONE_FROM = env.text("PRECERT_TELEPHONE_FROM")
TELEPHONE_FOLDER = DATA / "telephone"  # demo: what the stand-in was asked to send

# Files and packs
DOCUMENT_FOLDER = Path(env.text("PRECERT_DOCUMENT_FOLDER", str(DATA / "documents")))
DOCUMENT_KEYS = env.items("PRECERT_DOCUMENT_KEYS", ("dev1:" + "00" * 32,))  # id:hex, newest first
AUDIT_ANCHOR = Path(
    env.text("PRECERT_AUDIT_ANCHOR", str(DATA / "audit-anchor.jsonl"))
)  # newest seals of the audit trail, see ADR 17
CLAMD = env.text("PRECERT_CLAMD")  # host:port, or empty for no scanner
PACK_FOLDER = env.text("PRECERT_PACK_FOLDER")  # own packs beside the shipped ones
EMBEDDED_WORKER = env.flag("PRECERT_EMBEDDED_WORKER", default=MODE != "production")

LOGGING_CONFIG = "precert.config.logs.configure"
LOGGING = {
    "format": env.choice(
        "PRECERT_LOG_FORMAT", "json" if MODE == "production" else "console", ("json", "console")
    ),
    "level": env.choice("PRECERT_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
}
