"""Production refuses unsafe settings, each by the name of its variable; a safe one is let through;
elsewhere nothing is refused.
"""

import os
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import Error

from precert.config import checks

RANDOM = "bT7#kq9-Zx2!mW5_eR8$yU1+oP4=aS6^dF3*gH0~jK%nL"
PHONE = {
    "TELEPHONE_URL": "https://api.twilio.com",
    "TELEPHONE_SID": "AC" + "1" * 32,
    "TELEPHONE_TOKEN": "0123456789abcdef" * 2,
    "TELEPHONE_FROM": "+13035550199",
}
KEY = bytes(range(7, 39)).hex()
SAFE: dict[str, Any] = {
    "MODE": "production",
    "DEBUG": False,
    "DEVELOPMENT_KEY": "development-only-" + "0" * 40,
    "SECRET_KEY": RANDOM * 2,
    "SECRET_KEY_FALLBACKS": [],
    "DOCUMENT_KEYS": [f"2026a:{KEY}"],
    "ALLOWED_HOSTS": ["precert.health.gov"],
    "SITE_URL": "https://precert.health.gov",
    "CSRF_TRUSTED_ORIGINS": ["https://precert.health.gov"],
    "EMAIL_BACKEND": checks.SMTP,
    "EMAIL_HOST": "mail.health.gov",
    "EMAIL_HOST_USER": "precert",
    "EMAIL_HOST_PASSWORD": "secret",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "Precert <no-reply@health.gov>",
    "CLAMD": "scanner:3310",
    "TELEPHONE_URL": "",
    "PASSWORD_LENGTH": 0,
    "TRUSTED_PROXIES": [],
    "OIDC_ISSUER": "",
    "OIDC_CLIENT_ID": "precert",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_CLAIM": "preferred_username",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
}


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PRECERT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PRECERT_DATA", "/srv/precert")


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Sets the safe settings with changes."""

    def use(**changes: Any) -> None:
        monkeypatch.setattr(
            checks, "settings", SimpleNamespace(**(SAFE | {"STATIC_ROOT": tmp_path} | changes))
        )

    return use  # type: ignore[return-value]


@pytest.mark.req("OPS-03")
def test_safe_settings_are_let_through_without_a_word(configured: Any) -> None:
    configured()
    assert checks.production(None) == []


@pytest.mark.req("OPS-03")
@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"SECRET_KEY": SAFE["DEVELOPMENT_KEY"]}, "PRECERT_SECRET_KEY "),
        ({"OIDC_ISSUER": "http://sign-on.health.gov"}, "PRECERT_OIDC_ISSUER "),
        ({"OIDC_ISSUER": "https://sign-on.health.gov/?realm=1"}, "PRECERT_OIDC_ISSUER "),
        (
            {"OIDC_ISSUER": "https://sign-on.health.gov", "OIDC_CLIENT_ID": ""},
            "PRECERT_OIDC_CLIENT_ID ",
        ),
        (
            {"OIDC_ISSUER": "https://sign-on.health.gov", "OIDC_CLIENT_SECRET": ""},
            "PRECERT_OIDC_CLIENT_SECRET ",
        ),
        ({"OIDC_ISSUER": "https://sign-on.health.gov", "OIDC_CLAIM": ""}, "PRECERT_OIDC_CLAIM "),
        ({"TRUSTED_PROXIES": [ip_network("0.0.0.0/0")]}, "PRECERT_TRUSTED_PROXIES "),
        ({"SECRET_KEY": ""}, "PRECERT_SECRET_KEY "),
        ({"SECRET_KEY": "short"}, "PRECERT_SECRET_KEY "),
        ({"SECRET_KEY": "a" * 80}, "PRECERT_SECRET_KEY "),
        ({"SECRET_KEY_FALLBACKS": [SAFE["DEVELOPMENT_KEY"]]}, "PRECERT_SECRET_KEY_FALLBACKS "),
        ({"DOCUMENT_KEYS": ["dev1:" + "00" * 32]}, "PRECERT_DOCUMENT_KEYS "),
        ({"DOCUMENT_KEYS": [f"2026a:{KEY}", "old:" + "11" * 32]}, "PRECERT_DOCUMENT_KEYS "),
        ({"DOCUMENT_KEYS": ["2026a:abc"]}, "PRECERT_DOCUMENT_KEYS "),
        ({"DOCUMENT_KEYS": []}, "PRECERT_DOCUMENT_KEYS "),
        ({"DOCUMENT_KEYS": [f"2026a:{KEY}", f"2026a:{KEY}"]}, "PRECERT_DOCUMENT_KEYS "),
        ({"ALLOWED_HOSTS": ["*"]}, "PRECERT_HOSTS "),
        ({"ALLOWED_HOSTS": []}, "PRECERT_HOSTS "),
        ({"ALLOWED_HOSTS": ["other.health.gov"]}, "PRECERT_HOSTS "),
        ({"SITE_URL": "http://precert.health.gov"}, "PRECERT_SITE_URL "),
        (
            {
                "SITE_URL": "https://precert.health.gov/",
                "CSRF_TRUSTED_ORIGINS": ["https://precert.health.gov/"],
            },
            "PRECERT_SITE_URL ",
        ),
        ({"SITE_URL": ""}, "PRECERT_SITE_URL "),
        ({"CSRF_TRUSTED_ORIGINS": ["http://precert.health.gov"]}, "PRECERT_ORIGINS "),
        ({"CSRF_TRUSTED_ORIGINS": ["https://elsewhere.gov"]}, "PRECERT_ORIGINS "),
        ({"EMAIL_BACKEND": "precert.demo.mail_folder.FolderBackend"}, "EMAIL_BACKEND "),
        ({"EMAIL_HOST": ""}, "PRECERT_SMTP_HOST "),
        ({"EMAIL_HOST_PASSWORD": ""}, "PRECERT_SMTP_PASSWORD "),
        ({"EMAIL_HOST_USER": ""}, "PRECERT_SMTP_USER "),
        ({"EMAIL_USE_TLS": False}, "PRECERT_SMTP_TLS "),
        ({"DEFAULT_FROM_EMAIL": "Precert <no-reply@precert.invalid>"}, "PRECERT_MAIL_FROM "),
        ({"DEFAULT_FROM_EMAIL": ""}, "PRECERT_MAIL_FROM "),
        ({"CLAMD": "scanner"}, "PRECERT_CLAMD "),
        ({"CLAMD": ":3310"}, "PRECERT_CLAMD "),
        ({"CLAMD": "scanner:99999"}, "PRECERT_CLAMD "),
        (PHONE | {"TELEPHONE_URL": "http://api.twilio.com"}, "PRECERT_TELEPHONE_URL "),
        (PHONE | {"TELEPHONE_URL": "https://"}, "PRECERT_TELEPHONE_URL "),
        (PHONE | {"TELEPHONE_URL": "https://user:word@api.twilio.com"}, "PRECERT_TELEPHONE_URL "),
        (PHONE | {"TELEPHONE_SID": ""}, "PRECERT_TELEPHONE_SID "),
        (PHONE | {"TELEPHONE_TOKEN": ""}, "PRECERT_TELEPHONE_TOKEN "),
        (PHONE | {"TELEPHONE_TOKEN": "short"}, "PRECERT_TELEPHONE_TOKEN "),
        (PHONE | {"TELEPHONE_FROM": "303-555-0199"}, "PRECERT_TELEPHONE_FROM "),
        ({"DEBUG": True}, "DEBUG "),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE "),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(
    configured: Any, changes: dict[str, Any], variable: str
) -> None:
    configured(**changes)
    errors = [message for message in checks.production(None) if isinstance(message, Error)]
    assert errors
    assert any(message.msg.startswith(variable) for message in errors)
    assert all(message.id == "precert.E001" for message in errors)


@pytest.mark.parametrize(
    "changes",
    [
        {"ALLOWED_HOSTS": [".health.gov"]},
        {"CLAMD": "/run/clamd.socket"},
        PHONE,
        {"EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": False},
        {"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_USE_TLS": False},
        {
            "SITE_URL": "https://precert.health.gov:8443",
            "CSRF_TRUSTED_ORIGINS": ["https://precert.health.gov:8443"],
        },
        {"DOCUMENT_KEYS": [f"2026b:{KEY[::-1]}", f"2026a:{KEY}"]},
    ],
)
def test_what_is_unusual_but_safe_is_let_through(configured: Any, changes: dict[str, Any]) -> None:
    configured(**changes)
    assert checks.unsafe() == []


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "PRECERT_DATABASE"),
        ({"CLAMD": ""}, "PRECERT_CLAMD"),
    ],
)
def test_what_should_be_thought_over_is_a_warning(
    configured: Any, changes: dict[str, Any], variable: str
) -> None:
    configured(**changes)
    found = checks.production(None)
    assert [message.msg.split()[0] for message in found] == [variable]
    assert not any(isinstance(message, Error) for message in found)


def test_a_mistyped_variable_is_named_with_the_one_that_was_meant(
    configured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECERT_QQQ", "precert.health.gov")
    monkeypatch.setenv("PRECERT_SECRET_KEY_FILE", "/run/secrets/key")
    configured()
    assert [message.msg for message in checks.production(None)] == ["PRECERT_QQQ is not a setting."]
    monkeypatch.setenv("PRECERT_SITE_URI", "https://precert.health.gov")
    assert "PRECERT_SITE_URI is not a setting; did you mean PRECERT_SITE_URL?" in [
        message.msg for message in checks.production(None)
    ]


@pytest.mark.parametrize("mode", ["development", "demo"])
def test_elsewhere_nothing_is_refused(configured: Any, mode: str) -> None:
    configured(MODE=mode, SECRET_KEY=SAFE["DEVELOPMENT_KEY"], ALLOWED_HOSTS=["*"])
    assert checks.production(None) == []


def test_no_message_repeats_a_secret(configured: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configured(
        SECRET_KEY="hunter2-hunter2",
        DOCUMENT_KEYS=["2026a:c0ffee"],
        EMAIL_HOST_PASSWORD="swordfish",
        EMAIL_HOST_USER="",
    )
    with pytest.raises(SystemExit):
        checks.refuse_unsafe()
    said = capsys.readouterr().err
    assert not any(secret in said for secret in ("hunter2", "c0ffee", "swordfish"))
    assert [line.split()[1] for line in said.splitlines()] == [
        "PRECERT_SECRET_KEY",
        "PRECERT_DOCUMENT_KEYS",
        "PRECERT_SMTP_USER",
    ]


def test_refusing_ends_nothing_when_all_is_safe(configured: Any) -> None:
    configured()
    checks.refuse_unsafe()
