"""Authenticator apps: time-based codes of RFC 6238 (SHA-1, 6 digits, a new one every 30 seconds),
which every app knows.
"""

from datetime import datetime
from hmac import compare_digest

import pyotp
import segno

from precert.documents.crypto import open_text, seal_text
from precert.documents.keys import ring
from precert.people.policy import typed_code

ISSUER = "Precert"
STEP = 30  # seconds
SKEW = 1  # steps that a clock may be fast or slow (RFC 6238, 5.2)


def new_secret() -> str:
    """A key of 160 bits in base 32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def uri(secret: str, username: str) -> str:
    """What the app reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=username, issuer_name=ISSUER)


def qr(text: str) -> str:
    """The QR code as the address of an image: SVG in a data URI."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff")


def spoken(secret: str) -> str:
    """The key in groups of four, for typing it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def step_of(secret: str, typed: str, now: datetime, after: int | None = None) -> int | None:
    """The time step whose code was typed; None when there is none. Steps up to `after` were used
    and don't count again.
    """
    code = typed_code(typed)
    current = int(now.timestamp()) // STEP
    found = None
    for step in range(current - SKEW, current + SKEW + 1):
        if compare_digest(
            pyotp.TOTP(secret, interval=STEP).generate_otp(step).encode(),
            code.encode(errors="replace"),
        ):
            found = step
    return found if found is not None and (after is None or found > after) else None


def seal(secret: str, account_id: int) -> str:
    """The key as it is kept: sealed for its owner."""
    return seal_text(ring(), secret, f"app-key:{account_id}")


def unseal(sealed: str, account_id: int) -> str:
    """The key. Raises CryptoError for another account or changed text."""
    return open_text(ring(), sealed, f"app-key:{account_id}")
