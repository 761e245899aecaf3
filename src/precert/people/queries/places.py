"""Manage Provider Groups: the providers whose users somebody manages, and who works at one of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from precert.conduct.actor import Actor
from precert.people import authority, group_admins
from precert.people.models import GroupProvider, Membership
from precert.people.queries.account_status import AccountStatus, standings
from precert.registry import providers
from precert.registry.providers import ProviderCard

MOST_SHOWN = 25  # users under a provider that is folded out; the others stand under Manage Users


@dataclass(frozen=True)
class PlaceRow:
    """A provider in its group: the id of the pair, and how many people work there."""

    id: int
    group_id: int
    group: str
    provider: ProviderCard
    users: int


@dataclass(frozen=True)
class RoleRow:
    """Somebody's role at a provider or (`provider_id` None) at the whole group.

    `manageable`: whether the role is the actor's. `why_off`: why it can't be changed; `why_kept`:
    why it stays a group's.
    """

    id: int
    account_id: int
    name: str
    username: str
    role: str
    group_id: int
    group: str
    provider_id: int | None
    manageable: bool
    why_off: str
    why_kept: str
    standing: AccountStatus | None = None


def places(actor: Actor, text: str, start: int, size: int) -> tuple[list[PlaceRow], int]:
    """One page of the providers that are called `text` or have that NPI, by name, and how many
    there are; four queries.
    """
    rows = authority.places(actor)
    if text.strip():
        rows = rows.filter(providers.called(text, "provider__"))
    shown = list(
        rows.select_related("group").order_by("provider__name", "pk")[start : start + size]
    )
    cards = providers.many(row.provider_id for row in shown)
    counts = _counts(shown)
    found = [
        PlaceRow(row.pk, row.group_id, row.group.name, cards[row.provider_id], counts[row.pk])
        for row in shown
    ]
    return found, rows.count()


def place_row(actor: Actor, place_id: int) -> PlaceRow | None:
    """One provider in its group; None when it is out of reach."""
    row = authority.places(actor).select_related("group").filter(pk=place_id).first()
    if row is None:
        return None
    card = providers.many([row.provider_id])[row.provider_id]
    return PlaceRow(row.pk, row.group_id, row.group.name, card, _counts([row])[row.pk])


def place_options(actor: Actor, most: int = 500) -> list[tuple[int, int, int, str]]:
    """Every provider that the actor manages as (id of the pair, group, provider, its name with
    group), by name; two queries.
    """
    rows = list(
        authority.places(actor).select_related("group").order_by("provider__name", "pk")[:most]
    )
    cards = providers.many(row.provider_id for row in rows)
    shown = [(row, cards[row.provider_id]) for row in rows]
    return [
        (row.pk, row.group_id, row.provider_id, f"{card.name}, {card.address} ({row.group.name})")
        for row, card in shown
    ]


def own_groups(actor: Actor) -> list[tuple[int, str]]:
    """The groups that the actor is Group Admin of in this context: id and name."""
    rows = authority.places(actor).filter(group__in=authority.span_of(actor).groups)
    return sorted(set(rows.values_list("group", "group__name")))


def owned_among(group_id: int, provider_ids: Iterable[int]) -> set[int]:
    """Those of the providers that the group has already."""
    return set(
        GroupProvider.objects.filter(group=group_id, provider__in=list(provider_ids)).values_list(
            "provider", flat=True
        )
    )


def users_at(actor: Actor, place: PlaceRow, now: datetime) -> list[RoleRow]:
    """The first people who work at that provider, group's roles among them, by name."""
    here = Q(provider=place.provider.id) | Q(provider=None)
    rows = Membership.objects.select_related("account", "group").filter(here, group=place.group_id)
    shown = list(
        rows.order_by("account__last_name", "account__first_name", "account", "pk")[:MOST_SHOWN]
    )
    return role_rows(actor, shown, now)


def role_rows(actor: Actor, rows: Iterable[Membership], now: datetime) -> list[RoleRow]:
    """Memberships (with account and group) as rows; a fixed number of queries however many there
    are.
    """
    held = list(rows)
    within = _manageable(actor, held)
    able = _able_admins({row.group_id for row in held if row.role in authority.GROUP_ROLES})
    stands = standings([row.account for row in held], now)
    return [
        RoleRow(
            id=row.pk,
            account_id=row.account_id,
            name=row.account.full_name,
            username=row.account.username,
            role=row.role,
            group_id=row.group_id,
            group=row.group.name,
            provider_id=row.provider_id,
            manageable=row.pk in within,
            why_off=authority.own_role(actor, row.account_id)
            or ("" if row.pk in within else authority.ABOVE),
            why_kept=(
                group_admins.why_kept([row.group.name])
                if row.role in authority.GROUP_ROLES and not able[row.group_id] - {row.account_id}
                else ""
            ),
            standing=stands[row.account_id],
        )
        for row in held
    ]


def _manageable(actor: Actor, rows: list[Membership]) -> set[int]:
    """Those of the memberships that are the actor's to change."""
    accounts = authority.manageable(actor).filter(pk__in=[row.account_id for row in rows])
    mine = set(accounts.values_list("pk", flat=True))
    within = authority.span_of(actor).memberships().filter(pk__in=[row.pk for row in rows])
    reach = set(within.values_list("pk", flat=True))
    return {row.pk for row in rows if row.account_id in mine and row.pk in reach}


def _able_admins(groups: Iterable[int]) -> dict[int, set[int]]:
    """The Group Admins of each group who can sign in."""
    found: dict[int, set[int]] = defaultdict(set)
    for group, account in authority.able_admins(groups).values_list("group", "account"):
        found[group].add(account)
    return found


def _counts(rows: list[GroupProvider]) -> dict[int, int]:
    """How many people work at each of these, each counted once; two queries."""
    groups, at = {row.group_id for row in rows}, {row.provider_id for row in rows}
    of_group = Membership.objects.filter(group__in=groups, provider=None)
    whole = dict(
        of_group.values("group")
        .annotate(n=Count("account", distinct=True))
        .values_list("group", "n")
    )
    twice = Exists(
        Membership.objects.filter(
            account=OuterRef("account"), group=OuterRef("group"), provider=None
        )
    )
    single = (
        Membership.objects.filter(~twice, group__in=groups, provider__in=at)
        .values("group", "provider")
        .annotate(n=Count("account"))
    )
    part = {
        (group, provider): n for group, provider, n in single.values_list("group", "provider", "n")
    }
    return {
        row.pk: whole.get(row.group_id, 0) + part.get((row.group_id, row.provider_id), 0)
        for row in rows
    }
