"""Passkeys (WebAuthn) as a second factor after the password. What is asked and answered is JSON, so
that a session can keep it.

The relying party is the host of PRECERT_SITE_URL, and only that origin may answer. An IP address
can't be one (Web Authentication Level 2, 5.1.3), so there passkeys aren't offered: `possible`.
"""

import ipaddress
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Precert"
TIMEOUT = 300_000  # milliseconds that the browser waits: somebody may look for the key first
LARGEST = 20_000  # characters of a browser's answer
State = dict[str, Any]


class PasskeyError(Exception):
    """An answer that proves nothing: another origin, another challenge, a bad signature, no such
    passkey. Its text is for the log.
    """


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that was made: the digest that finds it, what is kept of it, its signature counter."""

    credential_id: str
    credential: dict[str, Any]
    counter: int


@dataclass(frozen=True)
class Proved:
    """A passkey that answered: the digest that finds it, its signature counter, the digest of the
    question.
    """

    credential_id: str
    counter: int
    question: str


def possible() -> bool:
    """Whether browsers will make passkeys for this installation's address."""
    host = _host()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def begin_adding(
    account_id: int, username: str, name: str, there: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, Any], State]:
    """What the browser is asked in order to make a passkey, and the state to keep for
    `finish_adding`.

    `there` are the credentials that the account has already: the same device isn't registered
    twice.
    """
    user = PublicKeyCredentialUserEntity(id=_handle(account_id), name=username, display_name=name)
    options, state = _server().register_begin(
        user,
        credentials=[_descriptor(one) for one in there],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _plain(dict(options)), _plain(state)


def finish_adding(state: State, said: Any) -> NewPasskey:
    """The passkey that the browser made. Raises PasskeyError."""
    try:
        found = _server().register_complete(state, said)
        data = cast("AttestedCredentialData", found.credential_data)
        transports = [
            one for one in said["response"].get("transports", []) if isinstance(one, str)
        ][:8]
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise PasskeyError(str(error)) from error
    return NewPasskey(
        _digest(data.credential_id),
        {"data": websafe_encode(data), "transports": transports},
        found.counter,
    )


def answer(typed: str) -> Any:
    """What a browser sent as its answer, for `finish_adding` and `finish_proving`; None when it is
    nothing that a browser sends.
    """
    try:
        return json.loads(typed[:LARGEST])
    except ValueError:
        return None


def begin_proving(credentials: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], State]:
    """What the browser is asked to prove one of these passkeys, and the state to keep for
    `finish_proving`.
    """
    options, state = _server().authenticate_begin(
        [_descriptor(one) for one in credentials],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _plain(dict(options)), _plain(state)


def finish_proving(state: State, said: Any, credentials: Sequence[Mapping[str, Any]]) -> Proved:
    """Which of the passkeys answered. Raises PasskeyError."""
    try:
        found = _server().authenticate_complete(state, [_data(one) for one in credentials], said)
        counter = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise PasskeyError(str(error)) from error
    return Proved(
        _digest(found.credential_id), counter, _digest(websafe_decode(state["challenge"]))
    )


def _server() -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(), name=NAME),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == settings.SITE_URL,
    )
    server.timeout = TIMEOUT  # type: ignore[assignment]  # the library types it as None
    return server


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _handle(account_id: int) -> bytes:
    """The account as authenticators store it: nothing of the person."""
    return bytes(
        salted_hmac("precert.people.passkey", str(account_id), algorithm="sha256").digest()
    )


def _data(credential: Mapping[str, Any]) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(credential["data"]))


def _descriptor(credential: Mapping[str, Any]) -> PublicKeyCredentialDescriptor:
    """A passkey as it is named to the browser; the transports spare people a choice."""
    transports = [AuthenticatorTransport(one) for one in credential.get("transports", ())]
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY,
        id=_data(credential).credential_id,
        transports=[one for one in transports if one] or None,
    )


def _digest(credential_id: bytes) -> str:
    """Ids are up to 1,023 bytes long; their digest fits a column and finds them as well."""
    return websafe_encode(sha256(credential_id))


def _plain(value: Any) -> Any:
    """JSON of the library's objects: bytes as base64url, enumerations as their values, nothing that
    is None.
    """
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, bytes):
        return websafe_encode(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | bool) else str(value)
