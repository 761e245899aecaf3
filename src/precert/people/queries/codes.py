"""The mailed code, for the room that mails it."""

from dataclasses import dataclass
from datetime import datetime

from precert.journal.write import Entry
from precert.people.codes import unseal
from precert.people.models import Challenge


@dataclass(frozen=True)
class CodeMail:
    """What the e-mail with a code needs."""

    email: str
    name: str
    code: str
    expires_at: datetime


def open_code(entry: Entry, now: datetime) -> CodeMail | None:
    """The code of a `code.requested` event and whom to mail it to; None when it was used, replaced or is too old.

    Raises CryptoError when the keyring can't open it.
    """
    open_ones = Challenge.objects.select_related("account").filter(used_at=None, expires_at__gt=now)
    challenge = open_ones.filter(pk=entry.data["challenge"]).first()
    if challenge is None:
        return None
    code = unseal(entry.data["sealed"], challenge.pk)
    return CodeMail(challenge.account.email, challenge.account.full_name, code, challenge.expires_at)
