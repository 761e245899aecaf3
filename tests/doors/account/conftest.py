"""A single sign-on provider that runs in the test, as the settings know it."""

import pytest

from precert.web.account import oidc
from tests.harness import sign_on


@pytest.fixture(scope="module")
def server():
    """One for all tests: making its key takes a while. Who can sign on there stays from test to
    test.
    """
    with sign_on.running(require_nonce=True) as found:
        yield found


@pytest.fixture
def provider(server, settings, monkeypatch):
    settings.OIDC_ISSUER = server.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "precert", "secret of the tests"
    settings.OIDC_AMR, settings.OIDC_LOCAL, settings.OIDC_CLAIM = (
        ["mfa", "otp"],
        False,
        "preferred_username",
    )
    settings.SITE_URL = "http://testserver"
    monkeypatch.setattr(oidc, "_kept", {})
    server.asked.clear()
    server.authorization.clear()
    return server
