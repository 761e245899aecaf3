"""The staff door by single sign-on, against a provider that runs in the test."""

import hashlib
import json
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from precert.journal.models import Entry
from precert.people.models import Account, LoginSession, StaffIdentity
from precert.web.account import oidc
from tests.harness.characters import PASSWORD, make_cast
from tests.harness.sign_on import come_back

pytestmark = [
    pytest.mark.usefixtures("committed"),
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
]
NOT_IN = "did not find a staff account"


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


@pytest.fixture
def browser(cast):
    return Client()


def failures():
    return [
        (one.subject_kind, one.data["reason"])
        for one in Entry.objects.filter(verb="sign-in-failed").order_by("pk")
    ]


@pytest.mark.req("ACC-01")
def test_the_left_door_leads_to_the_provider_when_one_is_configured(browser, provider, settings):
    page = browser.get("/login?next=/cases").content.decode()
    assert 'href="/login/sso?next=%2Fcases"' in page
    assert "Sign in as staff" not in page
    assert (
        browser.post(
            "/login", {"door": "staff", "username": "grace", "password": PASSWORD}
        ).status_code
        == 200
    ), "not even by hand"
    assert Entry.objects.filter(verb="code.requested").count() == 0
    settings.OIDC_LOCAL = True
    assert "Sign in as staff" in browser.get("/login").content.decode()
    assert (
        browser.post(
            "/login", {"door": "staff", "username": "grace", "password": PASSWORD}
        ).status_code
        == 302
    )
    settings.OIDC_ISSUER = ""
    assert "/login/sso" not in browser.get("/login").content.decode()
    assert {browser.get(one).status_code for one in ("/login/sso", "/login/sso/back")} == {404}


@pytest.mark.req("ACC-01", "ACC-16")
def test_signing_on_links_once_and_lets_in(browser, cast, provider):
    provider.person("g-17", preferred_username="GRACE", amr=["pwd", "mfa"])
    stranger = browser.session.session_key
    assert come_back(browser, provider).headers["Location"] == "/cases"
    assert browser.get("/queue").status_code == 200
    assert browser.session.session_key != stranger
    linked = StaffIdentity.objects.get()
    assert (linked.account, linked.issuer, linked.subject) == (cast.grace, provider.issuer, "g-17")
    assert LoginSession.objects.get().method == "sso"
    journal = Entry.objects.exclude(actor_kind="worker").order_by("pk")
    assert [one.verb for one in journal] == ["identity-linked", "signed-in"]
    provider.person("g-17", preferred_username="somebody-else", amr=["otp"])
    assert come_back(Client(), provider).headers["Location"] == "/cases", (
        "the subject counts from now on, not the name"
    )


@pytest.mark.req("ACC-01")
def test_what_is_asked_is_the_code_flow_with_pkce_state_and_nonce(browser, cast, provider):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    address = browser.get("/login/sso").headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]) == (
        "code", "S256", "http://testserver/login/sso/back",
    )  # fmt: skip
    assert "openid" in asked["scope"].split()
    assert len(asked["state"]) > 40
    assert asked["nonce"] not in (asked["state"], asked["code_challenge"])
    browser.get(provider.sign_on(address, "g-17"))
    exchanged = next(fields for path, fields in provider.asked if path == "/oauth2/token")
    digest = hashlib.sha256(exchanged["code_verifier"][0].encode()).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert provider.authorization == ["Basic cHJlY2VydDpzZWNyZXQgb2YgdGhlIHRlc3Rz"]
    assert "client_secret" not in exchanged


@pytest.mark.req("ACC-01", "ACC-16")
@pytest.mark.parametrize(
    ("claims", "account", "reason"),
    [
        ({"preferred_username": "nobody", "amr": ["mfa"]}, {}, ("username", "sso-unknown")),
        ({"preferred_username": "ada", "amr": ["mfa"]}, {}, ("username", "sso-unknown")),
        ({"amr": ["mfa"]}, {}, ("username", "sso-unknown")),
        (
            {"preferred_username": "grace", "amr": ["mfa"]},
            {"is_active": False},
            ("account", "sso-inactive"),
        ),
        (
            {"preferred_username": "grace", "amr": ["mfa"]},
            {"locked_at": "2026-06-09T14:00Z"},
            ("account", "sso-locked"),
        ),
        ({"preferred_username": "grace", "amr": ["pwd"]}, {}, ("account", "sso-one-factor")),
        ({"preferred_username": "grace"}, {}, ("account", "sso-one-factor")),
    ],
)
def test_whoever_may_not_come_in_gets_the_same_page(
    browser, cast, provider, claims, account, reason
):
    Account.objects.filter(username="grace").update(**account)
    provider.person("g-17", **claims)
    answer = come_back(browser, provider)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert NOT_IN in page
    assert failures() == [reason]
    assert LoginSession.objects.count() == StaffIdentity.objects.count() == 0
    answer = come_back(Client(), provider, "somebody unheard of")
    assert (answer.status_code, answer.content.decode()) == (403, page)


@pytest.mark.req("ACC-01")
def test_an_account_that_is_linked_is_nobody_elses(browser, cast, provider):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    come_back(browser, provider)
    provider.person("g-18", preferred_username="grace", amr=["mfa"])
    assert come_back(Client(), provider, "g-18").status_code == 403
    assert failures() == [("account", "sso-linked")]
    assert LoginSession.objects.count() == 1


def test_a_provider_that_is_trusted_need_not_say_how(browser, cast, provider, settings):
    settings.OIDC_AMR = []
    provider.person("g-17", preferred_username="grace")
    assert come_back(browser, provider).headers["Location"] == "/cases"


@pytest.mark.req("ACC-01")
def test_an_answer_that_this_browser_did_not_ask_for_is_refused(browser, cast, provider, clock):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    back = provider.sign_on(browser.get("/login/sso").headers["Location"], "g-17")
    for other, address in ((Client(), back), (browser, back.replace("state=", "state=x"))):
        assert other.get(address).headers["Location"] == "/login?ended=late"
    assert browser.get(back).headers["Location"] == "/login?ended=late", (
        "a question is good for one answer"
    )
    back = provider.sign_on(browser.get("/login/sso").headers["Location"], "g-17")
    clock.shift(15 * 60)
    assert browser.get(back).headers["Location"] == "/login?ended=late"
    assert LoginSession.objects.count() == 0


def test_another_nonce_another_issuer_a_used_code_or_a_refusal_proves_nobody(
    browser, cast, provider
):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    assert come_back(browser, provider, nonce="another").status_code == 403
    used = provider.sign_on(browser.get("/login/sso").headers["Location"], "g-17")
    assert browser.get(used).status_code == 302
    for back in (
        lambda state: f"/login/sso/back?state={state}&error=access_denied",
        lambda state: f"/login/sso/back?state={state}",
        lambda state: used.partition("&state=")[0] + f"&state={state}",
        lambda state: f"/login/sso/back?state={state}&code=x&iss=https://evil.example",
    ):
        state = parse_qs(urlsplit(browser.get("/login/sso").headers["Location"]).query)["state"][0]
        answer = browser.get(back(state))
        assert answer.status_code == 403
        assert NOT_IN in answer.content.decode()
    assert [reason for _, reason in failures()] == ["sso-unproved"] * 5


OURS = RSAKey.generate_key(2048, {"kid": "k1"})
THEIRS = RSAKey.generate_key(2048, {"kid": "k1"})


@pytest.mark.parametrize(
    ("changed", "header", "key", "right"),
    [
        ({}, {"alg": "RS256"}, OURS, True),
        ({"iss": "https://evil.example"}, {"alg": "RS256"}, OURS, False),
        ({"aud": "another"}, {"alg": "RS256"}, OURS, False),
        ({"aud": ["precert", "another"]}, {"alg": "RS256"}, OURS, False),
        ({"aud": ["precert", "another"], "azp": "precert"}, {"alg": "RS256"}, OURS, True),
        ({"exp": -61}, {"alg": "RS256"}, OURS, False),
        ({"nonce": "another"}, {"alg": "RS256"}, OURS, False),
        ({"nonce": None}, {"alg": "RS256"}, OURS, False),
        ({"sub": None}, {"alg": "RS256"}, OURS, False),
        ({"sub": ""}, {"alg": "RS256"}, OURS, False),
        ({"sub": 7}, {"alg": "RS256"}, OURS, False),
        ({}, {"alg": "RS256"}, THEIRS, False),
        ({}, {"alg": "RS512"}, OURS, False),
        ({}, {"alg": "none"}, None, False),
    ],
)
def test_every_claim_of_the_id_token_and_its_signature_are_checked(
    settings, now, changed, header, key, right
):
    settings.OIDC_CLIENT_ID = "precert"
    issuer = "https://sign-on.example"
    at = int(now.timestamp())
    told = {
        "iss": issuer,
        "sub": "g-17",
        "aud": "precert",
        "exp": 300,
        "iat": at,
        "nonce": "n",
    } | changed
    told = {name: value for name, value in told.items() if value is not None} | {
        "exp": at + told["exp"]
    }
    if key is None:
        part = [
            urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
            for one in (header, told)
        ]
        token = ".".join([*part, ""])
    else:
        token = jwt.encode(header | {"kid": "k1"}, told, key, algorithms=[header["alg"]])
    provider = oidc.IdentityProvider(issuer, "", "", "", ("RS256",), False, False)
    keys = KeySet([OURS]).as_dict(private=False)
    try:
        found = oidc._checked(provider, oidc.Question("s", "n", "v"), token, keys, now)
    except oidc.UnprovedError:
        found = None
    assert bool(found) == right


@pytest.mark.req("ACC-01")
def test_a_provider_that_is_down_gets_a_page_that_says_so(browser, cast, provider, settings):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    back = provider.sign_on(browser.get("/login/sso").headers["Location"], "g-17")
    settings.OIDC_ISSUER = "http://127.0.0.1:9"  # nobody listens there
    for answer in (browser.get(back), browser.get("/login/sso")):
        assert answer.status_code == 503
        assert "Single sign-on is not responding" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
    assert LoginSession.objects.count() == 0


def test_a_discovery_document_of_another_issuer_is_not_believed(browser, cast, provider, settings):
    settings.OIDC_ISSUER = provider.issuer.replace("127.0.0.1", "localhost") + "/"
    assert browser.get("/login/sso").status_code == 503


def test_the_next_page_is_ours(browser, cast, provider):
    provider.person("g-17", preferred_username="grace", amr=["mfa"])
    back = provider.sign_on(
        browser.get("/login/sso?next=https://evil.example").headers["Location"], "g-17"
    )
    assert browser.get(back).headers["Location"] == "/queue"
