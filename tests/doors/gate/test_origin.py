"""Where a request came from: proxies are believed only where a setting names them."""

from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.http import HttpRequest

from precert.gate import origin
from precert.kit import env
from precert.web.account.agents import in_words

TRUSTED = ("10.0.0.0/8", "192.0.2.1", "fd00::/8")


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("198.51.100.7", None, "198.51.100.7"),
        (
            "198.51.100.7",
            "203.0.113.9",
            "198.51.100.7",
        ),  # the peer is no proxy: anybody may write the header
        ("10.0.0.5", None, "10.0.0.5"),
        ("10.0.0.5", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # left of it is what the client wrote
        ("10.0.0.5", "1.2.3.4, 203.0.113.9, 192.0.2.1, 10.9.9.9", "203.0.113.9"),
        ("10.0.0.5", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
        ("10.0.0.5", "203.0.113.9, unknown", "10.0.0.5"),
        ("10.0.0.5", "203.0.113.9, unknown, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "203.0.113.9:4711", "203.0.113.9"),
        ("fd00::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:10.0.0.5", "2001:db8::7", "2001:db8::7"),
        ("::ffff:198.51.100.7", "2001:db8::7", "::ffff:198.51.100.7"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_rightmost_entry_that_is_no_proxy_counts(
    monkeypatch: pytest.MonkeyPatch, peer: str, said: str | None, found: str
) -> None:
    monkeypatch.setattr(
        origin, "settings", SimpleNamespace(TRUSTED_PROXIES=[ip_network(one) for one in TRUSTED])
    )
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer} | ({} if said is None else {"HTTP_X_FORWARDED_FOR": said})
    assert origin.address_of(request) == found


def test_without_trusted_proxies_the_header_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin, "settings", SimpleNamespace(TRUSTED_PROXIES=[]))
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert origin.address_of(request) == "10.0.0.5"


def test_the_setting_takes_addresses_and_networks_and_names_itself_when_it_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRECERT_TRUSTED_PROXIES", "10.0.0.7, fd00::/8")
    assert env.networks("PRECERT_TRUSTED_PROXIES") == [
        ip_network("10.0.0.7/32"),
        ip_network("fd00::/8"),
    ]
    for wrong in ("proxy.example", "10.0.0.7/8", "10.0.0"):
        monkeypatch.setenv("PRECERT_TRUSTED_PROXIES", wrong)
        with pytest.raises(env.SettingError, match="PRECERT_TRUSTED_PROXIES"):
            env.networks("PRECERT_TRUSTED_PROXIES")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/137.0.0.0"
                " Safari/537.36"
            ),
            "Chrome on Windows",
        ),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/137.0.0.0"
                " Safari/537.36 Edg/137.0.0.0"
            ),
            "Edge on Windows",
        ),
        (
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5"
                " Safari/605.1.15"
            ),
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/137.0.0.0"
                " Mobile Safari/537.36"
            ),
            "Chrome on Android",
        ),
        (
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/137.0.0.0"
                " Safari/537.36"
            ),
            "Chrome on ChromeOS",
        ),
        ("curl/8.5 (Linux)", "A browser on Linux"),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words
