"""A code, for the room that sends it."""

from dataclasses import dataclass
from datetime import datetime

from precert.journal.recording import Entry
from precert.people.codes import unseal
from precert.people.models import Challenge
from precert.people.queries.account_contracts import told_zone


@dataclass(frozen=True)
class CodeMail:
    """What the message with a code needs: the way it goes, to which address or number, what it is
    for.
    """

    channel: str
    to: str
    name: str
    purpose: str
    challenge_id: int
    code: str
    expires_at: datetime
    zone: str


@dataclass(frozen=True)
class OpenCall:
    """A call whose challenge can still be answered or used: what it is for, and whether # was
    pressed already.
    """

    purpose: str
    answered: bool


def open_call(challenge_id: int, now: datetime) -> OpenCall | None:
    """The call of a challenge; None when it was used or replaced, is too old, or is nobody's."""
    calls = Challenge.objects.filter(
        pk=challenge_id, channel="voice", used_at=None, expires_at__gt=now, account__isnull=False
    )
    found = calls.first()
    return None if found is None else OpenCall(found.purpose, found.answered_at is not None)


def open_code(entry: Entry, now: datetime) -> CodeMail | None:
    """The code of a `code.requested` event and where it goes; None when it was used, replaced, is
    too old or is nobody's.

    Raises CryptoError when the keyring can't open it.
    """
    open_ones = Challenge.objects.select_related("account").filter(
        used_at=None, expires_at__gt=now, account__isnull=False
    )
    challenge = open_ones.filter(pk=entry.data["challenge"]).first()
    if challenge is None or challenge.account is None:
        return None
    code = unseal(entry.data["sealed"], challenge.pk)
    name, zone = challenge.account.full_name, told_zone(challenge.account)
    return CodeMail(
        challenge.channel,
        challenge.to,
        name,
        challenge.purpose,
        challenge.pk,
        code,
        challenge.expires_at,
        zone,
    )
