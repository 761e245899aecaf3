"""OpenID Connect for the staff door: discovery, the authorization code flow with PKCE, the ID
token's checks. Knows no request.

OpenID Connect Core 1.0 §3.1 and Discovery 1.0; RFC 7636 (S256); RFC 9207 (`iss` in the answer).
What is trusted comes from the issuer in the settings over TLS: its endpoints and keys. Everything
else must be proved by the signature.

Each process keeps endpoints and keys for `LIFE`; a key that isn't among those kept is asked for at
once, for providers change them.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.claims import CodeIDToken
from django.conf import settings
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

SCOPE = "openid profile email"
SECONDS = httpx.Timeout(10, connect=5)
LIFE = timedelta(
    minutes=10
    # of what is kept: a provider's new endpoints, and keys taken back, hold here after that at the
    # latest
)
LEEWAY = 60  # seconds that the provider's clock may differ
# Signatures that anybody can check and only the provider can make; never `none`, never a shared
# secret.
SIGNATURES = {
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
}


class UnavailableError(Exception):
    """The provider doesn't answer, or not as one. The text is for the log."""


class UnprovedError(Exception):
    """An answer that proves nobody. The text is for the log."""


class UnknownKeyError(UnprovedError):
    """An ID token that none of the keys has signed: it proves nobody, unless the provider has a new
    one.
    """


@dataclass(frozen=True)
class IdentityProvider:
    """What the issuer's discovery document says."""

    issuer: str
    authorization: str
    token: str
    keys: str
    signatures: tuple[str, ...]
    secret_in_body: bool
    names_itself: bool


@dataclass(frozen=True)
class Question:
    """What was asked, for the session to keep until the answer: each value is good for one."""

    state: str
    nonce: str
    verifier: str


Said = TypeVar("Said")
_kept: dict[str, tuple[datetime, Any]] = {}  # by issuer, and by the address of its keys


def discover(now: datetime) -> IdentityProvider:
    """The provider of the settings, as kept. Raises UnavailableError."""
    return _keep(settings.OIDC_ISSUER, now, lambda: _discovered(settings.OIDC_ISSUER))


def _keep(name: str, now: datetime, look: Callable[[], Said], *, anew: bool = False) -> Said:
    """What was found when this was looked at within `LIFE`, or is now. What goes wrong is not kept."""
    at, found = _kept.get(name, (None, None))
    if anew or at is None or not at <= now < at + LIFE:
        found = look()
        _kept[name] = now, found
    return cast("Said", found)


def _discovered(issuer: str) -> IdentityProvider:
    found = _json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise UnavailableError("the discovery document names another issuer")
    secure = ("https://",) if issuer.startswith("https://") else ("https://", "http://")
    authorization, token, keys = (
        str(found.get(name, ""))
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    )
    if not all(one.startswith(secure) for one in (authorization, token, keys)):
        raise UnavailableError("the discovery document lacks an endpoint, or names an insecure one")
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return IdentityProvider(
        issuer,
        authorization,
        token,
        keys,
        signatures=tuple(
            SIGNATURES & set(found.get("id_token_signing_alg_values_supported") or ["RS256"])
        ),
        secret_in_body="client_secret_basic" not in methods,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def ask(provider: IdentityProvider) -> tuple[str, Question]:
    """The address to send the browser to, and what to keep."""
    question = Question(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    )
    address = prepare_grant_uri(
        provider.authorization,
        client_id=settings.OIDC_CLIENT_ID,
        response_type="code",
        redirect_uri=back(),
        scope=SCOPE,
        state=question.state,
        nonce=question.nonce,
        code_challenge=create_s256_code_challenge(question.verifier),
        code_challenge_method="S256",
    )
    return str(address), question


def claims(
    provider: IdentityProvider, question: Question, code: str, now: datetime
) -> Mapping[str, Any]:
    """The claims of the ID token that the code is exchanged for, every one checked. Raises
    UnavailableError or UnprovedError.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back(),
        "code_verifier": question.verifier,
    }
    secret = (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if provider.secret_in_body:
        form |= {"client_id": secret[0], "client_secret": secret[1]}
    answer = _json(
        "POST",
        provider.token,
        data=form,
        auth=None if provider.secret_in_body else httpx.BasicAuth(*secret),
    )
    if not isinstance(answer.get("id_token"), str):
        raise UnprovedError("no ID token")
    try:
        return _checked(provider, question, answer["id_token"], _keys(provider, now), now)
    except UnknownKeyError:
        return _checked(
            provider, question, answer["id_token"], _keys(provider, now, anew=True), now
        )


def back() -> str:
    """Where the provider sends the browser back to, as it must be registered there."""
    return f"{settings.SITE_URL}/login/sso/back"


def shows_second_factor(found: Mapping[str, Any]) -> bool:
    """Whether the provider says that it asked for more than a password, or is trusted to have."""
    said = found.get("amr")
    return not settings.OIDC_AMR or (
        isinstance(said, list) and any(one in settings.OIDC_AMR for one in said)
    )


def _keys(provider: IdentityProvider, now: datetime, *, anew: bool = False) -> dict[str, Any]:
    return _keep(provider.keys, now, lambda: _json("GET", provider.keys), anew=anew)


def _checked(
    provider: IdentityProvider,
    question: Question,
    token: str,
    keys: Mapping[str, Any],
    now: datetime,
) -> Mapping[str, Any]:
    options: Any = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "exp": {"essential": True},
    }
    try:
        decoded = jwt.decode(
            token, KeySet.import_key_set(cast("Any", keys)), algorithms=list(provider.signatures)
        )
        found = CodeIDToken(
            decoded.claims,
            decoded.header,
            options,
            {"nonce": question.nonce, "client_id": settings.OIDC_CLIENT_ID},
        )
        found.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (InvalidKeyIdError, BadSignatureError) as error:
        raise UnknownKeyError(f"{type(error).__name__}: {error}") from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise UnprovedError(f"{type(error).__name__}: {error}") from error
    if not isinstance(found["sub"], str) or not 0 < len(found["sub"]) <= 200:
        raise UnprovedError("no usable subject")
    return dict(found)


def _json(method: str, address: str, **more: Any) -> dict[str, Any]:
    """An object that the provider answers. A code that it refuses proves nobody; everything else
    that goes wrong is its own.
    """
    try:
        with httpx.Client(timeout=SECONDS, headers={"Accept": "application/json"}) as client:
            answer = client.request(method, address, **more)
        found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise UnavailableError(f"{type(error).__name__} at {address}") from error
    if method == "POST" and answer.status_code in {400, 401, 403}:
        raise UnprovedError(f"the token endpoint answers {answer.status_code}")
    if answer.status_code != 200 or not isinstance(found, dict):
        raise UnavailableError(f"{answer.status_code} at {address}")
    return found
