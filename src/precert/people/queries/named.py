"""Accounts by what somebody types of their name: for filters of the audit trail. Asks for the
permission to read it.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Q

from precert.conduct.actor import Actor
from precert.people.models import Account

MOST_FOUND = 20


@dataclass(frozen=True)
class Named:
    """An account as a type-ahead shows it."""

    id: int
    username: str
    name: str
    staff: bool


def accounts_like(actor: Actor, text: str) -> list[Named]:
    """Accounts, former ones too, whose username or names begin with every word typed, by username."""
    words = text.split()[:4]
    if not words or not actor.may("audit.view"):
        return []
    rows = Account.objects.all()
    for word in words:
        rows = rows.filter(
            Q(username__istartswith=word)
            | Q(first_name__istartswith=word)
            | Q(last_name__istartswith=word)
        )
    return [_named(row) for row in rows.order_by("username")[:MOST_FOUND]]


def account_called(actor: Actor, username: str) -> Named | None:
    """The account with exactly this username, whatever its case."""
    row = (
        Account.objects.filter(username__iexact=username.strip()).first()
        if actor.may("audit.view")
        else None
    )
    return None if row is None else _named(row)


def accounts_by_id(actor: Actor, ids: list[int]) -> dict[int, Named]:
    """Accounts by id, former ones too. An id may be any number that somebody typed."""
    possible = [pk for pk in ids if pk <= BigIntegerField.MAX_BIGINT]
    return (
        {row.pk: _named(row) for row in Account.objects.filter(pk__in=possible)}
        if actor.may("audit.view")
        else {}
    )


def _named(row: Account) -> Named:
    return Named(row.pk, row.username, row.full_name, row.staff)
