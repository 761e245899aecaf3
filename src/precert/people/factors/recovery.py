"""Recovery codes: shown once, kept as keyed hashes, each good for one sign-in when nothing else is
at hand.
"""

import secrets

from precert.people import codes
from precert.people.models import RecoveryCode

COUNT = 10
ALPHABET = (  # Crockford's base 32: no i, l, o, u to be taken for something else
    "0123456789abcdefghjkmnpqrstvwxyz"
)
GROUPS, GROUP = (
    4,
    4,
)  # 16 characters: 80 bits (NIST SP 800-63B-4 asks for 64 of a saved recovery code)
ALIKE = str.maketrans("ilo", "110")


def new_codes() -> list[str]:
    """A set of codes as they are shown, in groups: `7k3m-x0pd-9r2t-ab4c`."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT)]


def plain(typed: str) -> str:
    """A code as it is hashed: small letters without dashes and blanks; letters taken for digits are
    those digits.
    """
    return "".join(
        character for character in typed.casefold().translate(ALIKE) if character in ALPHABET
    )


def hashed(code: str) -> str:
    """What is kept of a code."""
    return codes.hashed(plain(code))


def find(account_id: int, typed: str) -> int | None:
    """The id of the account's unused code that was typed; every one is compared, whichever it is.
    The caller counts wrong tries.
    """
    rows = RecoveryCode.objects.filter(account=account_id, used_at=None).order_by("pk")
    right = [row.pk for row in rows if codes.matches(plain(typed), row.code_hash)]
    return right[0] if right else None


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
