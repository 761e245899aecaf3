"""Whom to tell that something changed about how they come in, and where."""

from dataclasses import dataclass

from precert.journal.recording import Entry
from precert.people import events
from precert.people.codes import unseal_address
from precert.people.models import Account
from precert.people.queries.account_contracts import told_zone

AFTERWARDS = frozenset(
    {events.REGISTRATION_RESET, events.ACCOUNT_REMOVED}
)  # told although there is no registered account any more


@dataclass(frozen=True)
class Told:
    """The owner of an account, the address to tell them at, and the time zone of the times they are
    told.
    """

    account_id: int
    name: str
    username: str
    address: str
    zone: str


def owner_told(entry: Entry) -> Told | None:
    """Who is told of an event about an account; None when nobody is.

    Not told is what belongs to a registration itself, or to one that a reset or removal ended: that
    event tells it. An address that was changed gets the news of it; else the proved one does, while
    there is one. Raises CryptoError.
    """
    account = Account.objects.filter(pk=int(entry.subject_id)).first()
    if account is None or entry.at == account.registered_at:
        return None
    if (
        account.registered_at is None or account.removed_at is not None
    ) and entry.verb not in AFTERWARDS:
        return None
    if entry.verb == events.EMAIL_CHANGED:
        address = unseal_address(entry.data["sealed"], account.pk)
    else:
        address = account.proven_email or account.email
    return (
        Told(account.pk, account.full_name, account.username, address, told_zone(account))
        if address
        else None
    )
