"""Production refuses to start with an unsafe setting and names it: one line a setting, the variable
first.

They are Django system checks, so every command of `precert` runs them; `wsgi` asks `refuse_unsafe`,
for a server runs no checks. Outside production nothing is refused. A warning stops nothing. Values
are never repeated where they are secret.
"""

import difflib
import os
import re
import sys
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Doubt

from precert.documents.crypto import CryptoError, Keyring
from precert.jobs.reference.settings import known

LEAST_KEY, LEAST_VARIETY = 50, 10  # characters and distinct ones; what Django itself makes has 50
LEAST_TOKEN = 16  # characters; Twilio's have 32
LEAST_PASSWORD, MOST_PASSWORD = (
    8,
    128,
)  # NIST SP 800-63B-4 §3.1.1.2; what a contract may ask for at most
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
RESERVED = (".invalid", ".example", ".test", ".localhost")  # RFC 2606: nobody's
OURS = "PRECERT_"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
Said = tuple[str, str]  # variable, what is wrong with it


def secret_key() -> Iterator[Said]:
    """Known, short or monotonous keys."""
    for name, keys in (
        ("PRECERT_SECRET_KEY", [settings.SECRET_KEY]),
        ("PRECERT_SECRET_KEY_FALLBACKS", settings.SECRET_KEY_FALLBACKS),
    ):
        for key in keys:
            if key == settings.DEVELOPMENT_KEY or key.startswith("development-only-"):
                yield name, "is the public development key"
            elif len(key) < LEAST_KEY or len(set(key)) < LEAST_VARIETY:
                yield name, f"is too simple; it should have at least {LEAST_KEY} random characters"


def document_keys() -> Iterator[Said]:
    """Keys that can't be read, or that everybody can guess."""
    try:
        ring = Keyring.parse(settings.DOCUMENT_KEYS)
    except CryptoError as error:
        yield "PRECERT_DOCUMENT_KEYS", str(error)
        return
    for key_id, key in ring.keys:
        if len(set(key)) < LEAST_VARIETY:
            yield (
                "PRECERT_DOCUMENT_KEYS",
                f"key {key_id} is not a random key; `openssl rand -hex 32` makes one",
            )


def hosts() -> Iterator[Said]:
    """Any host, no host, or not the one people use."""
    allowed = settings.ALLOWED_HOSTS
    if not allowed:
        yield "PRECERT_HOSTS", "is empty, so no request would be answered"
    if any(host.strip() in {"*", "."} for host in allowed):
        yield "PRECERT_HOSTS", "allows every host; name the hosts that lead here"
    site = urlsplit(settings.SITE_URL).hostname or ""
    if site and not any(
        site == host or (host.startswith(".") and f".{site}".endswith(host))
        for host in [*allowed, "*"]
    ):
        yield "PRECERT_HOSTS", f"doesn't name {site}, the host of PRECERT_SITE_URL"


def site_url() -> Iterator[Said]:
    """Links in mail without TLS, or that lead nowhere."""
    url = urlsplit(settings.SITE_URL)
    if url.scheme != "https" or not url.hostname:
        yield "PRECERT_SITE_URL", "should begin with https:// and name the host that people use"
    elif url.path or url.query or url.fragment or url.username:
        yield "PRECERT_SITE_URL", "should be scheme and host only, without a slash at the end"


def origins() -> Iterator[Said]:
    """Forms from pages without TLS, or from anywhere."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not origin.startswith("https://") or origin == "https://*":
            yield "PRECERT_ORIGINS", "should hold origins that begin with https:// and name a host"
            return
    if settings.SITE_URL not in settings.CSRF_TRUSTED_ORIGINS:
        yield "PRECERT_ORIGINS", "doesn't hold PRECERT_SITE_URL; its forms would be refused"


def mail() -> Iterator[Said]:
    """Mail that stays here, is sent in the clear with a password, or comes from nobody."""
    host, user, password = (
        settings.EMAIL_HOST,
        settings.EMAIL_HOST_USER,
        settings.EMAIL_HOST_PASSWORD,
    )
    if settings.EMAIL_BACKEND != SMTP:
        yield "EMAIL_BACKEND", "writes email to a folder; production must send by SMTP"
    if not host:
        yield "PRECERT_SMTP_HOST", "is empty"
    if user and not password:
        yield "PRECERT_SMTP_PASSWORD", "is missing, though PRECERT_SMTP_USER is set"
    if password and not user:
        yield "PRECERT_SMTP_USER", "is missing, though PRECERT_SMTP_PASSWORD is set"
    if password and host not in LOOPBACK and not settings.EMAIL_USE_TLS:
        yield "PRECERT_SMTP_TLS", "is off; the mail server's password would be sent in the clear"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    if not domain or domain.endswith(RESERVED):
        yield "PRECERT_MAIL_FROM", "does not name a sender that mail servers accept"


def telephone() -> Iterator[Said]:
    """Codes in the clear, or callbacks that anybody could sign."""
    if not settings.TELEPHONE_URL:
        return
    url = urlsplit(settings.TELEPHONE_URL)
    if url.scheme != "https" or not url.hostname or url.username or url.query:
        yield "PRECERT_TELEPHONE_URL", "should begin with https:// and name the service's host"
    if not settings.TELEPHONE_SID:
        yield "PRECERT_TELEPHONE_SID", "is missing, though PRECERT_TELEPHONE_URL is set"
    if len(settings.TELEPHONE_TOKEN) < LEAST_TOKEN:
        yield (
            "PRECERT_TELEPHONE_TOKEN",
            (
                "is missing or too short, though PRECERT_TELEPHONE_URL is set; it proves that"
                " callbacks are real"
            ),
        )
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", settings.TELEPHONE_FROM):
        yield "PRECERT_TELEPHONE_FROM", "should be a number such as +13035550100"


def scanner() -> Iterator[Said]:
    """An address that can't be one."""
    address = settings.CLAMD
    if address and not address.startswith("/"):
        host, _, port = address.rpartition(":")
        if not host.strip("[]") or not port.isdecimal() or not 0 < int(port) < 65_536:
            yield "PRECERT_CLAMD", "should read host:port, or be the path of a socket"


def passwords() -> Iterator[Said]:
    """Shorter than any standard allows even beside a second factor, or longer than people bear."""
    length = settings.PASSWORD_LENGTH
    if length and not LEAST_PASSWORD <= length <= MOST_PASSWORD:
        yield (
            "PRECERT_PASSWORD_LENGTH",
            f"should be {LEAST_PASSWORD} to {MOST_PASSWORD}, or unset",
        )


def sign_on() -> Iterator[Said]:
    """A provider that anybody could pose as, or one that can't be used."""
    if not settings.OIDC_ISSUER:
        return
    url = urlsplit(settings.OIDC_ISSUER)
    if url.scheme != "https" or not url.hostname or url.query or url.fragment:
        yield (
            "PRECERT_OIDC_ISSUER",
            "should begin with https:// and name the provider, without query or fragment",
        )
    for name, value in (
        ("PRECERT_OIDC_CLIENT_ID", settings.OIDC_CLIENT_ID),
        ("PRECERT_OIDC_CLIENT_SECRET", settings.OIDC_CLIENT_SECRET),
        ("PRECERT_OIDC_CLAIM", settings.OIDC_CLAIM),
    ):
        if not value:
            yield name, "is missing, though PRECERT_OIDC_ISSUER is set"


def proxies() -> Iterator[Said]:
    """Everybody as a proxy: then everybody says where they come from."""
    if any(network.prefixlen == 0 for network in settings.TRUSTED_PROXIES):
        yield (
            "PRECERT_TRUSTED_PROXIES",
            "trusts every address; name the proxies in front of the server",
        )


def cookies() -> Iterator[Said]:
    """What a settings module of one's own may have loosened."""
    if settings.DEBUG:
        yield "DEBUG", "is on; error pages would show what is in memory"
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"):
        if not getattr(settings, name):
            yield name, "is off"


def doubtful() -> Iterator[Said]:
    """What works and should be thought over."""
    if str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
        yield (
            "PRECERT_DATABASE",
            "is SQLite: one server process on one machine only; use PostgreSQL in production",
        )
    if not settings.CLAMD:
        yield "PRECERT_CLAMD", "is empty: uploads are checked for type and size, not for malware"
    if "PRECERT_DATA" not in os.environ:
        yield (
            "PRECERT_DATA",
            "is not set: files go to a folder under the directory in which the server is started",
        )
    if not settings.STATIC_ROOT.is_dir():
        yield "PRECERT_DATA", "has no static files yet; `precert collectstatic` puts them there"


def unknown() -> Iterator[Said]:
    """Variables that mean nothing: mostly a slip of the hand, and then a default rules in silence."""
    names = known()
    words = [name.removeprefix(OURS) for name in names]
    for name in sorted(os.environ):
        if name.startswith(OURS) and name not in names and name.removesuffix("_FILE") not in names:
            near = difflib.get_close_matches(name.removeprefix(OURS), words, n=1)
            yield name, "is not a setting" + (f"; did you mean {OURS}{near[0]}?" if near else "")


UNSAFE: tuple[Callable[[], Iterator[Said]], ...] = (
    secret_key,
    document_keys,
    hosts,
    site_url,
    origins,
    mail,
    telephone,
    scanner,
    passwords,
    sign_on,
    proxies,
    cookies,
)
DOUBTFUL: tuple[Callable[[], Iterator[Said]], ...] = (doubtful, unknown)


def unsafe() -> list[str]:
    """A line for each setting that production doesn't start with."""
    return [line(*said) for look in UNSAFE for said in look()]


def line(name: str, why: str) -> str:
    """The message about a variable."""
    return f"{name} {why}" if why.endswith("?") else f"{name} {why}."


def production(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The system check: errors and warnings in production, nothing elsewhere."""
    if settings.MODE != "production":
        return []
    return [
        *(Error(text, id="precert.E001") for text in unsafe()),
        *(Doubt(line(*said), id="precert.W001") for look in DOUBTFUL for said in look()),
    ]


def refuse_unsafe() -> None:
    """End the process with a line on standard error for each unsafe setting; does nothing when
    there is none, or outside production.
    """
    found = production(None)
    for message in found:
        print(f"precert: {message.msg}", file=sys.stderr)  # noqa: T201 - before anything is served, and without a log
    if any(isinstance(message, Error) for message in found):
        sys.exit(
            "precert: not started, because of the settings named above (PRECERT_MODE is production)"
        )
