"""Links: the one to be mailed, what stands behind one that doesn't work any more, a registration
under way.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from precert.journal.recording import Entry
from precert.people import policy
from precert.people.codes import key_digest, unseal_token
from precert.people.models import Account, Link
from precert.people.queries.account_contracts import told_zone

Next = Literal["open", "again", "newer", "sign-in", "ask", "locked", "unknown"]


@dataclass(frozen=True)
class LinkMail:
    """What the message with a link needs."""

    account: int
    to: str
    name: str
    username: str
    staff: bool
    purpose: str
    token: str = field(repr=False)
    expires_at: datetime
    zone: str


@dataclass(frozen=True)
class Behind:
    """What a link leads to now: `open` works; for the others, the step that helps. `username` is
    shown only where it works.

    A new link is offered (`again`) for the newest one only: whoever holds an earlier one, which may
    have gone to a mistyped address, must not be able to end what goes on with a newer.
    """

    next: Next
    username: str = ""
    account_id: int = 0


def open_mail(entry: Entry, now: datetime) -> LinkMail | None:
    """The link of a `link.requested` event; None when it was used, replaced, is too old, or its
    account is gone.

    Raises CryptoError when the keyring can't open it.
    """
    open_ones = Link.objects.select_related("account").filter(
        opened_at=None, replaced_at=None, expires_at__gt=now
    )
    link = open_ones.filter(
        pk=entry.data["link"], account__is_active=True, account__removed_at=None
    ).first()
    if link is None:
        return None
    token, who = unseal_token(entry.data["sealed"], link.pk), link.account
    return LinkMail(
        who.pk,
        who.email,
        who.full_name,
        who.username,
        who.staff,
        link.purpose,
        token,
        link.expires_at,
        told_zone(who),
    )


def behind(token: str, now: datetime) -> Behind:
    """What the link with that token leads to now. Reading it uses nothing up."""
    link = Link.objects.select_related("account").filter(token_digest=key_digest(token)).first()
    if link is None or not _alive(link.account):
        return Behind("unknown")
    return Behind(_step(link, now), link.account.username, link.account.pk)


def still_registering(account_id: int, link_id: int, now: datetime) -> bool:
    """Whether the registration that began with this link may go on: not finished, not replaced, not
    begun too long ago.
    """
    since = now - policy.REGISTRATION_LIMIT
    mine = Link.objects.filter(
        pk=link_id, account=account_id, replaced_at=None, opened_at__gt=since
    )
    return mine.filter(
        account__is_active=True,
        account__removed_at=None,
        account__registered_at=None,
        account__locked_at=None,
    ).exists()


def _step(link: Link, now: datetime) -> Next:
    if link.account.registered_at is not None:
        return "sign-in"
    if link.account.locked_at is not None:
        return "locked"
    if link.replaced_at is not None and link.purpose == "register":
        return "newer"
    if link.opened_at is None and link.replaced_at is None and link.expires_at > now:
        return "open"
    return "again" if link.purpose == "register" else "ask"


def _alive(account: Account) -> bool:
    return account.is_active and account.removed_at is None
