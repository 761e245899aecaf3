"""How an account stands, in the words that administrators read: active, invited, locked and so on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from precert.people.models import Account, Link

Code = Literal["active", "invited", "expired", "locked", "deactivated", "unused"]
WORDS: dict[Code, str] = {
    "active": "Active",
    "invited": "Invited until",
    "expired": "Link expired",
    "locked": "Locked",
    "deactivated": "Deactivated",
    "unused": "Deactivated (not used)",
}


@dataclass(frozen=True)
class AccountStatus:
    """The state and, for an invitation, until when its link works."""

    code: Code
    until: datetime | None = None

    @property
    def words(self) -> str:
        """The state as shown; `until` comes after it."""
        return WORDS[self.code]


def standings(accounts: Iterable[Account], now: datetime) -> dict[int, AccountStatus]:
    """How each of the accounts stands; one query, for the links of those who haven't registered."""
    rows = {row.pk: row for row in accounts}
    waiting = [pk for pk, row in rows.items() if row.registered_at is None]
    links = {
        link.account_id: link
        for link in Link.objects.filter(account__in=waiting, replaced_at=None).order_by("pk")
    }
    return {pk: _standing(row, links.get(pk), now) for pk, row in rows.items()}


def _standing(row: Account, link: Link | None, now: datetime) -> AccountStatus:
    if not row.is_active:
        return AccountStatus("unused" if row.inactive_reason == "unused" else "deactivated")
    if row.locked_at is not None:
        return AccountStatus("locked")
    if row.registered_at is not None:
        return AccountStatus("active")
    works = link is not None and link.opened_at is None and link.expires_at > now
    return (
        AccountStatus("invited", link.expires_at)
        if works and link is not None
        else AccountStatus("expired")
    )
