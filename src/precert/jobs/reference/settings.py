"""The page of settings: every PRECERT_ variable that the product reads, found in
`config/settings.py` itself.

Name, type and default come from the source; the meaning stands in MEANINGS. A variable that is read
and not described, or described and not read, is an error, so the page can't fall behind.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import precert
from precert.jobs.reference import markdown as md

SOURCE = Path(precert.__path__[0]) / "config" / "settings.py"
TYPES = {
    "networks": "addresses and networks, with commas",
    "text": "text",
    "flag": "true or false",
    "number": "whole number",
    "items": "list, with commas",
    "choice": "word",
}

INTRO = """
Everything is set by environment variables. Any text can come from a file instead: `PRECERT_SECRET_KEY_FILE=/run/secrets/key` reads
`PRECERT_SECRET_KEY` from there. A malformed value stops the start and names the variable; with `PRECERT_MODE=production` an unsafe one
does too ([how to run it](../how-to/run-in-production.md)).
"""
TOOLS_INTRO = "Read by the tests and the scripts only, never by the product."


@dataclass(frozen=True)
class Meaning:
    """What a variable is for; `default` says in words what an expression in the source gives."""

    text: str
    default: str = ""


MEANINGS: Mapping[str, Meaning] = {
    "PRECERT_MODE": Meaning(
        "`development`, `demo` (mail goes to a folder that a local page shows) or `production`"
        " (unsafe settings are refused)."
    ),
    "PRECERT_DATA": Meaning(
        "Folder for what the installation keeps, where no other variable names a place."
    ),
    "PRECERT_SECRET_KEY": Meaning(
        "Signs sessions and links, and hashes codes. At least 50 random characters.",
        "a fixed key, refused in production",
    ),
    "PRECERT_SECRET_KEY_FALLBACKS": Meaning(
        "Earlier secret keys that are still accepted, while one is rotated."
    ),
    "PRECERT_HOSTS": Meaning("Host names the server answers to, without port."),
    "PRECERT_SITE_URL": Meaning(
        "The address people use, as links in mail begin: scheme and host, no slash at the end."
    ),
    "PRECERT_ORIGINS": Meaning(
        "Origins, with https://, from which forms may be sent.", "`PRECERT_SITE_URL`"
    ),
    "PRECERT_TRUSTED_PROXIES": Meaning(
        "The proxies in front of the server, as addresses or networks. Only what they say of where"
        " a request came from (`X-Forwarded-For`) is trusted."
    ),
    "PRECERT_DATABASE": Meaning(
        "`sqlite:///path` (four slashes for an absolute one) or"
        " `postgresql://user:password@host:port/name`.",
        "`precert.sqlite3` in `PRECERT_DATA`",
    ),
    "PRECERT_DATABASE_POOLED": Meaning(
        "PostgreSQL: keep connections in a pool of this process. Turn it off behind a pooler of your own."
    ),
    "PRECERT_DATABASE_PREPARED": Meaning(
        "PostgreSQL: prepare frequent statements on the server. Turn it off behind a pooler"
        " that loses them (PgBouncer before 1.21)."
    ),
    "PRECERT_DATABASE_POOL": Meaning("PostgreSQL: maximum connections of one process."),
    "PRECERT_ASSETS": Meaning(
        "Folder in which npm installed the design system; read when static files are collected."
    ),
    "PRECERT_MAIL_FOLDER": Meaning(
        "Demo: folder that mail is written to.", "`mail` in `PRECERT_DATA`"
    ),
    "PRECERT_SMTP_HOST": Meaning("Mail server."),
    "PRECERT_SMTP_PORT": Meaning("Its port."),
    "PRECERT_SMTP_USER": Meaning("User at the mail server; empty for none."),
    "PRECERT_SMTP_PASSWORD": Meaning("Password at the mail server."),
    "PRECERT_SMTP_TLS": Meaning("Encrypt the connection to the mail server (STARTTLS)."),
    "PRECERT_MAIL_FROM": Meaning("Sender of all mail."),
    "PRECERT_TELEPHONE_URL": Meaning(
        "Base address of the phone service's HTTP API, such as `https://api.twilio.com`; empty: no"
        " text messages, no calls, and Phone is not offered as a second factor. [How to connect"
        " one](../how-to/connect-a-telephone-service.md)."
    ),
    "PRECERT_TELEPHONE_SID": Meaning("The account's SID at the phone service."),
    "PRECERT_TELEPHONE_TOKEN": Meaning(
        "Its auth token: signs in there, and proves that callbacks come from there."
    ),
    "PRECERT_TELEPHONE_FROM": Meaning(
        "The number that messages and calls come from: +, country code, number."
    ),
    "PRECERT_DOCUMENT_FOLDER": Meaning(
        "Folder for encrypted documents and letters.", "`documents` in `PRECERT_DATA`"
    ),
    "PRECERT_DOCUMENT_KEYS": Meaning(
        "Keyring that document keys are encrypted with: `id:64 hex digits`, the newest first. [How"
        " to rotate](../how-to/rotate-keys.md).",
        "a fixed key, refused in production",
    ),
    "PRECERT_AUDIT_ANCHOR": Meaning(
        "File to which each seal of the audit trail is added, best on another machine. [How to"
        " check](../how-to/check-the-audit-trail.md).",
        "`audit-anchor.jsonl` in `PRECERT_DATA`",
    ),
    "PRECERT_CLAMD": Meaning(
        "Malware scanner: `host:port` or the path of a socket. Empty: no scanner. If it is down, uploads"
        " are refused."
    ),
    "PRECERT_PACK_FOLDER": Meaning(
        "Folder of your own contract packs, in addition to those that ship."
    ),
    "PRECERT_EMBEDDED_WORKER": Meaning(
        "Deliver letters and notices in a thread of the server. If off, run `precert worker`"
        " as well.",
        "true, false in production",
    ),
    "PRECERT_FACTORS": Meaning(
        "Second factors that this installation accepts, of `passkey`, `app`, `phone` and `email`; a"
        " contract may accept fewer. [Why](../decisions/0015-second-factors.md).",
        "all four",
    ),
    "PRECERT_PASSWORD_LENGTH": Meaning(
        "Minimum number of characters in a new password, 8 to 128; a contract may require more."
        " [Why](../decisions/0016-passwords.md).",
        "15, or 14 where four kinds of characters are required",
    ),
    "PRECERT_PASSWORD_CLASSES": Meaning(
        "Require uppercase and lowercase letters, digits and special characters of everyone; a"
        " contract may require them of its users."
    ),
    "PRECERT_UNLOCK_AFTER": Meaning(
        "Minutes after which an account locked by failed attempts unlocks by itself. 0: only people"
        " unlock ([why](../decisions/0011-locking-accounts.md))."
    ),
    "PRECERT_STAFF_NONUSE_DAYS": Meaning(
        "Days without sign-in after which a staff account is deactivated; for providers' users the"
        " contract sets it."
    ),
    "PRECERT_REGISTRATION_MINUTES": Meaning(
        "How long the link emailed to a person who registered works."
        " [Why](../decisions/0013-life-of-links.md)."
    ),
    "PRECERT_DEMO_NEWCOMER": Meaning(
        "Demo: an NPI and a registration code, in words, that the registration page suggests to"
        " try."
    ),
    "PRECERT_INVITATION_HOURS": Meaning(
        "How long the link emailed to an invited person, or after a reset, works."
    ),
    "PRECERT_OIDC_ISSUER": Meaning(
        "The issuer of the sign-on provider that staff use, as its discovery document names"
        " it. Empty: they sign in with a password. [How to connect one](../how-to/connect-single-sign-on.md)."
    ),
    "PRECERT_OIDC_CLIENT_ID": Meaning("Precert's client id at the sign-on provider."),
    "PRECERT_OIDC_CLIENT_SECRET": Meaning("Precert's secret at the sign-on provider."),
    "PRECERT_OIDC_CLAIM": Meaning(
        "The claim of the ID token that names the staff account at a person's first sign-on."
        " Choose one that people cannot change themselves."
    ),
    "PRECERT_OIDC_AMR": Meaning(
        "Values of the ID token's `amr` that show a second factor; one of them must be there. Set"
        " to nothing: the provider is trusted to have asked for one."
    ),
    "PRECERT_OIDC_LOCAL": Meaning("Keep the staff password form in addition to single sign-on."),
    "PRECERT_LOG_FORMAT": Meaning(
        "`json` (a line an event) or `console` (to be read by people).",
        "`console`, `json` in production",
    ),
    "PRECERT_LOG_LEVEL": Meaning(
        "The lowest level that is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    ),
}
TOOLS: Mapping[str, str] = {
    "PRECERT_PG_BIN": "Folder of `pg_ctl`, if PostgreSQL is not in a usual place.",
    "PRECERT_CHROMIUM": (
        "The Chromium that browser tests drive, where it is not `chromium-headless-shell`;"
        " `chromium` takes longer."
    ),
    "PRECERT_SCREENSHOTS": (
        "Folder that browser tests put pictures in, `build/screenshots` say; `make screenshots`"
        " sets its own."
    ),
    "PRECERT_SLOWLY": (
        "Milliseconds at most that the browser tests' server holds each answer back, at random;"
        " `make slowly` sets 500."
    ),
    "PRECERT_TORTURE": "`1` runs races, kills and floods at full count; `make torture` sets it.",
    "PRECERT_BENCH_SMALL": "Cases in the smaller database of `make bench`.",
    "PRECERT_BENCH_LARGE": "Cases in the larger one.",
    "PRECERT_BENCH_SUBMITS": "Submissions that `make bench` times on each side.",
    "PRECERT_BENCH_PAGES": "Requests for each page that `make bench` times.",
    "PRECERT_BENCH_ISSUES": "Determinations whose letters `make bench` times.",
    "PRECERT_BENCH_LOAD": "Seconds of each mixed load of `make bench`.",
    "PRECERT_BENCH_PAUSE": "Seconds between two acts of one person in the mixed load.",
}


class UndescribedError(Exception):
    """The variables read and those described are not the same; the text names the difference."""


@dataclass(frozen=True)
class Variable:
    """A variable as the source reads it: `default` is the expression that stands there."""

    name: str
    type: str
    default: ast.expr | None


def variables(source: str) -> dict[str, Variable]:
    """Every `env.<kind>("PRECERT_…", …)` in the source, in the order of first use."""
    found: dict[str, Variable] = {}
    for call in sorted(
        (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)),
        key=lambda n: (n.lineno, n.col_offset),
    ):
        target, first = call.func, call.args[0] if call.args else None
        if not (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and target.value.id == "env"
        ):
            continue
        if target.attr in TYPES and isinstance(first, ast.Constant):
            given = [keyword.value for keyword in call.keywords if keyword.arg == "default"]
            found.setdefault(
                str(first.value),
                Variable(str(first.value), TYPES[target.attr], (*given, *call.args[1:], None)[0]),
            )
    return found


def known() -> frozenset[str]:
    """Every PRECERT_ variable that means something, to the product or to its tests."""
    return frozenset({*MEANINGS, *TOOLS})


def page() -> str:
    """The page as Markdown. Raises UndescribedError."""
    read = variables(SOURCE.read_text(encoding="utf-8"))
    if different := read.keys() ^ MEANINGS.keys():
        raise UndescribedError(
            "read but not described, or described but not read: " + ", ".join(sorted(different))
        )
    rows = [
        (md.code(name), one.type, _default(one), MEANINGS[name].text) for name, one in read.items()
    ]
    return md.page(
        "Settings",
        INTRO,
        md.table(("variable", "type", "default", "meaning"), rows),
        "## Tests and scripts",
        TOOLS_INTRO,
        md.table(("variable", "meaning"), [(md.code(name), text) for name, text in TOOLS.items()]),
    )


def _default(one: Variable) -> str:
    said = MEANINGS[one.name].default
    if said:
        return said
    try:
        value = ast.literal_eval(one.default) if one.default is not None else ""
    except ValueError as error:
        raise UndescribedError(f"{one.name}: say in words what its default is") from error
    return _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return md.code(str(value).lower())
    if isinstance(value, list | tuple):
        return md.code(",".join(map(str, value))) or "empty"
    return md.code(value) or "empty"
