"""Twilio's request signature: HMAC-SHA1, keyed with the account's token, over the whole address and
the sorted fields. Pure.

https://www.twilio.com/docs/usage/security#validating-requests. HMAC-SHA1 is what the protocol has;
HMAC doesn't need a hash without collisions.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

HEADER = "X-Twilio-Signature"
PORTS = {"https": 443, "http": 80}
Fields = Mapping[str, Sequence[str]]


def sign(token: str, url: str, fields: Fields) -> str:
    """The signature of a POST of these fields to this address; of a field given several times each
    value counts once.
    """
    parts = [url, *(name + value for name in sorted(fields) for value in sorted(set(fields[name])))]
    return base64.b64encode(hmac.digest(token.encode(), "".join(parts).encode(), "sha1")).decode()


def is_signed(token: str, url: str, fields: Fields, signature: str) -> bool:
    """Whether the holder of the token signed this; as Twilio does, with the usual port in the
    address or without.
    """
    if not token:
        return False
    given = signature.encode(errors="replace")
    right = [
        hmac.compare_digest(sign(token, one, fields).encode(), given) for one in _addresses(url)
    ]  # all, whichever fits
    return any(right)


def _addresses(url: str) -> list[str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = parts.port or PORTS.get(parts.scheme, 0)
    return [urlunsplit(parts._replace(netloc=place)) for place in (f"{host}:{port}", host)]
