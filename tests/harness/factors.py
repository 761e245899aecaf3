"""Second factors of the tests' people, registered without the pages; and the codes that an app
would show.
"""

from datetime import datetime

import pyotp
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from precert.people.factors import app, recovery
from precert.people.models import Account, Factor, RecoveryCode

PHONE, SHOWN = "+13035550123", "+1 ••• ••• 0123"
CREDENTIAL_ID = b"the tests' passkey"
NOBODYS = ES256(
    {1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\2" * 32}
)  # a public key without its private one


def add_phone(account: Account, now: datetime, number: str = PHONE, label: str = "") -> int:
    """A telephone; the factor's id."""
    return Factor.objects.create(
        account=account, kind="phone", phone=number, label=label, added_at=now
    ).pk


def add_app(account: Account, now: datetime) -> str:
    """An authenticator app; its key."""
    secret = app.new_secret()
    Factor.objects.create(
        account=account, kind="app", secret=app.seal(secret, account.pk), added_at=now
    )
    return secret


def shown(secret: str, at: datetime) -> str:
    """What the app shows then."""
    return pyotp.TOTP(secret).at(at)


def add_passkey(account: Account, now: datetime, key: ES256 = NOBODYS) -> int:
    """A passkey; the factor's id."""
    data = websafe_encode(AttestedCredentialData.create(Aaguid(b"\0" * 16), CREDENTIAL_ID, key))
    found = websafe_encode(sha256(CREDENTIAL_ID))
    credential = {"data": data, "transports": ["internal"]}
    return Factor.objects.create(
        account=account, kind="passkey", added_at=now, credential=credential, credential_id=found
    ).pk


def add_recovery(account: Account, now: datetime) -> list[str]:
    """A set of recovery codes."""
    codes = recovery.new_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=recovery.hashed(code), made_at=now)
        for code in codes
    )
    return codes


def without_email(account: Account) -> None:
    """Take the factor away that every account of the tests begins with."""
    Factor.objects.filter(account=account, kind="email").delete()
