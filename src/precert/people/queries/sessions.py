"""Sessions of signed-in people: the one a request comes with, and one's own list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from precert.kit.statements import compiled
from precert.people.codes import key_digest
from precert.people.models import Account, LoginSession


@dataclass(frozen=True)
class Open:
    """The session that a request comes with."""

    id: int
    account: Account
    ended: str  # why it is over; empty while it is open


@dataclass(frozen=True)
class OwnSession:
    """One of somebody's open sessions, as the list shows it."""

    id: int
    method: str
    address: str
    agent: str
    started_at: datetime


def session_of(key: str) -> Open | None:
    """The session with that key and its account, one query; None when there is none."""
    for row in _with_digest(key_digest(key)):
        return Open(row.pk, row.account, row.end_reason if row.ended_at else "")
    return None


@compiled
def _with_digest(digest: str) -> QuerySet[Any, Any]:
    return LoginSession.objects.select_related("account").filter(key_digest=digest)


def own_sessions(account_id: int, since: datetime) -> list[OwnSession]:
    """The account's open sessions that began after `since` (older ones are over by the absolute
    limit), newest first.
    """
    rows = LoginSession.objects.filter(
        account=account_id, ended_at=None, started_at__gt=since
    ).order_by("-started_at")
    return [OwnSession(row.pk, row.method, row.address, row.agent, row.started_at) for row in rows]


def locked(account_id: int) -> bool:
    """Whether the account is locked now."""
    return Account.objects.filter(pk=account_id, locked_at__isnull=False).exists()
