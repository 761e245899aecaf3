"""An authenticator of software: makes and proves passkeys as a browser would answer."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HERE = "http://localhost:8000"
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Authenticator:
    """One device with one passkey, which counts its signatures unless told not to."""

    def __init__(self, origin: str = HERE, *, counts: bool = True) -> None:
        self.origin, self.counts = origin, counts
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(48)
        self.counter = 0

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` answers."""
        asked = options["publicKey"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = PRESENT | AuthenticatorData.FLAG.AT
        auth = AuthenticatorData.create(_hash(asked["rp"]["id"]), flags, self._count(), data)
        said = {
            "clientDataJSON": self._client("webauthn.create", asked),
            "attestationObject": AttestationObject.create("none", auth, {}),
        }
        return self._answer(said, transports=["internal"])

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` answers."""
        asked = options["publicKey"]
        auth = AuthenticatorData.create(_hash(asked["rpId"]), PRESENT, self._count())
        client = self._client("webauthn.get", asked)
        signature = self.key.sign(auth + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": auth, "signature": signature}
        )

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps(
            {
                "type": kind,
                "challenge": asked["challenge"],
                "origin": self.origin,
                "crossOrigin": False,
            }
        ).encode()

    def _count(self) -> int:
        self.counter += self.counts
        return self.counter

    def _answer(self, said: dict[str, bytes], **more: Any) -> dict[str, Any]:
        response = {name: websafe_encode(bytes(value)) for name, value in said.items()} | more
        return {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key", "response": response,
                "clientExtensionResults": {}}  # fmt: skip


def changed(answer: dict[str, Any], name: str) -> dict[str, Any]:
    """The answer with one byte of a part of it changed."""
    data = bytearray(websafe_decode(answer["response"][name]))
    data[-1] ^= 1
    return answer | {"response": answer["response"] | {name: websafe_encode(bytes(data))}}


def _hash(rp_id: str) -> bytes:
    return hashlib.sha256(rp_id.encode()).digest()
