"""Codes and keys at rest: hashed in their row, sealed in the event that has them sent."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from precert.documents.crypto import open_text, seal_text
from precert.documents.keys import ring


def seal(code: str, challenge_id: int) -> str:
    """Encrypt a code for its mail; it opens for its own challenge only."""
    return seal_text(ring(), code, f"challenge:{challenge_id}")


def unseal(sealed: str, challenge_id: int) -> str:
    """The code. Raises CryptoError for another challenge or changed text."""
    return open_text(ring(), sealed, f"challenge:{challenge_id}")


def seal_token(token: str, link_id: int) -> str:
    """Encrypt a link's token for its mail; it opens for its own link only."""
    return seal_text(ring(), token, f"link:{link_id}")


def unseal_token(sealed: str, link_id: int) -> str:
    """The token. Raises CryptoError for another link or changed text."""
    return open_text(ring(), sealed, f"link:{link_id}")


def seal_draft(text: str, account_id: int) -> str:
    """Encrypt what a registration under way knows (a password's hash, an app's key), for the
    session that keeps it.
    """
    return seal_text(ring(), text, f"enrolment:{account_id}")


def unseal_draft(sealed: str, account_id: int) -> str:
    """What was sealed. Raises CryptoError for another account or changed text."""
    return open_text(ring(), sealed, f"enrolment:{account_id}")


def seal_address(address: str, account_id: int) -> str:
    """Encrypt an email address that an account had before, for the notice that goes there."""
    return seal_text(ring(), address, f"address:{account_id}")


def unseal_address(sealed: str, account_id: int) -> str:
    """The address. Raises CryptoError for another account or changed text."""
    return open_text(ring(), sealed, f"address:{account_id}")


def hashed(code: str, salt: str = "") -> str:
    """Salt and keyed hash of a code. A million codes are soon tried, so the installation's key
    protects it, not work.
    """
    salt = salt or secrets.token_hex(8)
    return (
        f"{salt}${salted_hmac('precert.people.code', salt + code, algorithm='sha256').hexdigest()}"
    )


def matches(code: str, stored: str) -> bool:
    """Whether this is the code of that hash, in the same time for every wrong one."""
    return constant_time_compare(hashed(code, stored.partition("$")[0]), stored)


def key_digest(key: str) -> str:
    """A long random key (of a session, a link) as it is stored: 64 hex digits."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
