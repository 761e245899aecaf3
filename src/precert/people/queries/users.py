"""Manage Users: the people whom somebody manages, and one of them with all that may be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from precert.conduct.actor import Actor
from precert.people import authority, contact
from precert.people.models import Account, GroupProvider, Membership
from precert.people.queries.account_status import AccountStatus, standings
from precert.people.queries.membership_contracts import packs_by_membership
from precert.people.queries.places import RoleRow, role_rows
from precert.people.queries.seats import type_shown
from precert.registry import providers


@dataclass(frozen=True)
class UserRow:
    """One line of the list."""

    id: int
    name: str
    username: str
    email: str
    fax: str
    standing: AccountStatus


@dataclass(frozen=True)
class Association:
    """A role with the provider it holds at; a group's role says how many providers it reaches."""

    held: RoleRow
    name: str
    type: str
    contracts: str
    address: str
    paused: bool


@dataclass(frozen=True)
class UserFile:
    """Somebody as an administrator sees them. `elsewhere`: they also have roles out of the actor's
    reach.
    """

    row: UserRow
    values: Mapping[str, str]
    active: bool
    registered: bool
    elsewhere: bool
    associations: tuple[Association, ...] = field(default=())


def users(
    actor: Actor, text: str, place_id: int | None, start: int, size: int, now: datetime
) -> tuple[list[UserRow], int]:
    """One page of the people found by every word of `text` (name, username, email) and place, by
    name, and how many there are.
    """
    rows = authority.manageable(actor)
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
            | Q(email__icontains=word)
        )
    if place_id is not None:
        at = (
            GroupProvider.objects.filter(pk__in=authority.places(actor).values("pk"), pk=place_id)
            .values("group", "provider")
            .first()
        )
        here = (
            Q(group=at["group"]) & (Q(provider=at["provider"]) | Q(provider=None))
            if at
            else Q(pk=None)
        )
        rows = rows.filter(pk__in=Membership.objects.filter(here).values("account"))
    shown = list(rows.order_by("last_name", "first_name", "pk")[start : start + size])
    stands = standings(shown, now)
    return [_row(one, stands[one.pk]) for one in shown], rows.count()


def user_count(actor: Actor) -> int:
    """How many people the actor manages."""
    return authority.manageable(actor).count()


def user_file(actor: Actor, account_id: int, now: datetime) -> UserFile | None:
    """One person; None when out of reach. A fixed number of queries however many roles they have."""
    row = authority.manageable(actor).filter(pk=account_id).first()
    if row is None:
        return None
    every = (
        Membership.objects.select_related("account", "group")
        .filter(account=account_id)
        .order_by("group__name", "provider", "pk")
    )
    reach = set(
        authority.span_of(actor)
        .memberships()
        .filter(account=account_id)
        .values_list("pk", flat=True)
    )
    held = [one for one in every if one.pk in reach]
    return UserFile(
        row=_row(row, standings([row], now)[row.pk]),
        values={name: str(getattr(row, name)) for name in contact.FIELDS},
        active=row.is_active,
        registered=row.registered_at is not None,
        elsewhere=len(held) < len(every),
        associations=tuple(_associations(actor, held, now)),
    )


def _row(row: Account, standing: AccountStatus) -> UserRow:
    """A fax number reads 303-555-0150, whether it was typed here (ten digits are kept) or came with
    dashes.
    """
    fax = (
        f"{row.fax[:3]}-{row.fax[3:6]}-{row.fax[6:]}"
        if len(row.fax) == 10 and row.fax.isdigit()
        else row.fax
    )
    return UserRow(row.pk, row.full_name, row.username, row.email, fax, standing)


def _associations(actor: Actor, held: list[Membership], now: datetime) -> list[Association]:
    at = {one.pk: one for one in held}
    cards = providers.many(one.provider_id for one in held if one.provider_id is not None)
    packs = packs_by_membership(held, now)
    found = []
    for row in role_rows(actor, held, now):
        card = cards.get(row.provider_id or 0)
        name, kind, address = (
            (card.name, type_shown(card), card.address)
            if card
            else (f"All providers of {row.group}", "", "")
        )
        contracts = ", ".join(sorted(pack.customer.name for pack in packs[row.id]))
        found.append(
            Association(row, name, kind, contracts, address, at[row.id].paused_at is not None)
        )
    return found
