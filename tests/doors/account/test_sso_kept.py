"""What the sign-on provider says of itself is kept for a while, and asked anew when it must be."""

from dataclasses import replace

import pytest
from django.test import Client
from joserfc.jwk import KeySet, RSAKey

from precert.web.account import oidc
from tests.harness.characters import make_cast
from tests.harness.sign_on import come_back

pytestmark = [
    pytest.mark.usefixtures("committed"),
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
]


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


def looks(provider):
    """How often the discovery document and the keys were asked for."""
    paths = [path for path, _ in provider.asked]
    return paths.count("/.well-known/openid-configuration"), paths.count("/jwks")


@pytest.mark.req("ACC-01")
def test_what_the_provider_says_of_itself_is_asked_every_ten_minutes(cast, provider, clock):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    for _ in range(3):
        assert come_back(Client(), provider).status_code == 302
    assert looks(provider) == (1, 1)
    clock.shift(10 * 60)
    assert come_back(Client(), provider).status_code == 302
    assert looks(provider) == (2, 2)


@pytest.mark.req("ACC-01")
@pytest.mark.parametrize("name", ["another", "the same", ""])
def test_keys_that_the_provider_has_changed_are_asked_for_at_once(cast, provider, name):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    assert come_back(Client(), provider).status_code == 302
    (keys,) = (one for one in oidc._kept if one.endswith("/jwks"))
    at, found = oidc._kept[keys]
    old = RSAKey.generate_key(
        2048,
        {"kid": {"the same": found["keys"][0].get("kid", "k")}.get(name, "old")} if name else {},
    )
    oidc._kept[keys] = at, KeySet([old]).as_dict(private=False)
    assert come_back(Client(), provider).status_code == 302
    assert looks(provider) == (1, 2)


@pytest.mark.req("ACC-01")
def test_a_provider_that_goes_down_while_what_it_said_is_kept_gets_the_page_too(cast, provider):
    browser = Client()
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    back = provider.sign_on(browser.get("/login/sso").headers["Location"], "g-17")
    at, found = oidc._kept[provider.issuer]
    oidc._kept[provider.issuer] = (
        at,
        replace(found, token="http://127.0.0.1:9/token"),
    )  # nobody listens there
    answer = browser.get(back)
    assert answer.status_code == 503
    assert "Single sign-on is not responding" in answer.content.decode()
