"""The support desk's reading: finding somebody, and everything about their access that explains why
they can't get in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.contracts.queries import all_current
from precert.people.assistance import hands_off, helpable
from precert.people.authority import span_of
from precert.people.factors.phones import shown as masked_phone
from precert.people.models import Account, Factor, GroupProvider, Membership, StaffRole
from precert.people.queries.factors import FactorCard, factors_of, masked_email
from precert.people.queries.membership_contracts import packs_by_membership
from precert.people.roles import ROLES
from precert.registry import providers

MOST_FOUND = 50
MOST_WORDS = 6
PHONE_DIGITS = 10


@dataclass(frozen=True)
class FoundUser:
    """Somebody as the list of results shows them."""

    id: int
    username: str
    name: str
    email: str
    side: str
    state: str


@dataclass(frozen=True)
class WorkPlace:
    """Where somebody works, in which role, under which contracts; when that was used last, and
    since when it is paused.
    """

    membership_id: int
    where: str
    group: str
    role: str
    contracts: tuple[str, ...]
    used_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True)
class User:
    """Somebody as the support desk sees them: contact details masked, no code, link or password."""

    id: int
    username: str
    name: str
    email: str
    phone: str
    staff: bool
    state: str
    created_at: datetime
    registered_at: datetime | None
    signed_in_at: datetime | None
    factors: tuple[FactorCard, ...]
    places: tuple[WorkPlace, ...]
    elsewhere: int  # memberships under contracts that the reader doesn't serve
    staff_roles: tuple[str, ...]
    hands_off: str  # why the reader must leave the account alone; empty when they may help


def find_users(actor: Actor, text: str) -> list[FoundUser]:
    """Accounts that the actor may help and of which every word typed is in username, name or
    email, or whose phone it is.
    """
    words = text.split()[:MOST_WORDS]
    return _found(helpable(actor).filter(_is_phone(text) | _has_words(words))) if words else []


def users_at(actor: Actor, provider_id: int) -> list[FoundUser]:
    """Accounts that the actor may help who work at that provider."""
    owners = GroupProvider.objects.filter(provider=provider_id).values("group")
    at = Membership.objects.filter(Q(provider=provider_id) | Q(provider=None), group__in=owners)
    return _found(helpable(actor).filter(pk__in=at.values("account")))


def user(actor: Actor, account_id: int, now: datetime) -> User | None:
    """The account, when the actor may help it."""
    row = helpable(actor).filter(pk=account_id).first()
    if row is None:
        return None
    mine = (
        Membership.objects.filter(account=account_id)
        .select_related("group")
        .order_by("group__name", "provider", "pk")
    )
    seen = list(mine.filter(pk__in=span_of(actor).memberships().values("pk")))
    elsewhere = Membership.objects.filter(account=account_id).count() - len(seen)
    return User(
        row.pk, row.username, row.full_name, masked_email(row.email), masked_phone(row.phone) if row.phone else "", row.staff, _state(row),
        row.created_at, row.registered_at, row.signed_in_at, tuple(factors_of(row.pk)), tuple(_places(seen, now)), elsewhere,
        tuple(_staff_roles(row.pk)), hands_off(actor, row),
    )  # fmt: skip


def _has_words(words: Iterable[str]) -> Q:
    found = Q()
    for word in words:
        parts = ("username", "first_name", "last_name", "email")
        one = Q()
        for part in parts:
            one |= Q(**{f"{part}__icontains": word})
        found &= one
    return found


def _is_phone(text: str) -> Q:
    digits = re.sub(r"\D", "", text)[-PHONE_DIGITS:]
    if len(digits) < PHONE_DIGITS or re.search(r"[^\d\s()+.-]", text):
        return Q(pk__in=[])
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    written = (digits, f"+1{digits}", f"{area}-{exchange}-{line}", f"({area}) {exchange}-{line}")
    return Q(phone__in=written) | Q(
        pk__in=Factor.objects.filter(phone=f"+1{digits}").values("account")
    )


def _found(rows: QuerySet[Account]) -> list[FoundUser]:
    listed = rows.order_by("last_name", "first_name", "pk")[: MOST_FOUND + 1]
    return [
        FoundUser(
            row.pk,
            row.username,
            row.full_name,
            masked_email(row.email),
            "Staff" if row.staff else "Provider",
            _state(row),
        )
        for row in listed
    ]


def _state(row: Account) -> str:
    if not row.is_active:
        return "Inactive"
    if row.locked_at is not None:
        return "Locked"
    return "Active" if row.registered_at is not None else "Not registered"


def _places(rows: list[Membership], now: datetime) -> Iterable[WorkPlace]:
    packs = packs_by_membership(rows, now)
    cards = providers.many(row.provider_id for row in rows if row.provider_id is not None)
    for row in rows:
        where = (
            f"All providers of {row.group.name}"
            if row.provider_id is None
            else cards[row.provider_id].name
        )
        role = ROLES[row.role].label if row.role in ROLES else row.role
        yield WorkPlace(
            row.pk,
            where,
            row.group.name,
            role,
            tuple(p.name for p in packs[row.pk]),
            row.last_used_at,
            row.paused_at,
        )


def _staff_roles(account_id: int) -> Iterable[str]:
    names = {one.pack.id: one.pack.name for one in all_current()}
    for row in StaffRole.objects.filter(account=account_id).order_by("role", "contract"):
        label = ROLES[row.role].label if row.role in ROLES else row.role
        yield (
            f"{label},"
            f" {names.get(row.contract, row.contract) if row.contract else 'every contract'}"
        )
