"""The contracts that somebody works under: those of the providers that each membership stands for,
paused or not.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.kit.clock import local_day
from precert.people.models import GroupProvider, Membership
from precert.registry.enrolments import enrolments


def packs_by_membership(
    memberships: Iterable[Membership], now: datetime
) -> dict[int, tuple[Pack, ...]]:
    """The packs of the contracts in which a membership's providers are enrolled today, by the
    membership's id; three queries.
    """
    rows = list(memberships)
    owned: dict[int, set[int]] = defaultdict(set)
    for group, provider in GroupProvider.objects.filter(
        group__in={row.group_id for row in rows}
    ).values_list("group_id", "provider_id"):
        owned[group].add(provider)
    at = {
        row.pk: (
            owned[row.group_id]
            if row.provider_id is None
            else owned[row.group_id] & {row.provider_id}
        )
        for row in rows
    }
    packs = {one.pack.id: one.pack for one in all_current()}
    today = {name: local_day(now, pack.time_zone) for name, pack in packs.items()}
    under: dict[int, set[str]] = defaultdict(set)
    for one in enrolments(frozenset().union(*at.values())):
        if one.contract in packs and one.on(today[one.contract]):
            under[one.provider_id].add(one.contract)
    named = {
        pk: frozenset[str]().union(*(under[provider] for provider in providers))
        for pk, providers in at.items()
    }
    return {pk: tuple(packs[name] for name in sorted(names)) for pk, names in named.items()}


def packs_of(account_id: int, now: datetime) -> list[Pack]:
    """The packs of all contracts that the account works under today, each once, by id."""
    found = packs_by_membership(Membership.objects.filter(account=account_id), now)
    return sorted(
        {pack.id: pack for packs in found.values() for pack in packs}.values(),
        key=lambda pack: pack.id,
    )


def desks(packs: Iterable[Pack]) -> str:
    """Whom to call: the support desks of these contracts, each once."""
    lines = dict.fromkeys(f"{pack.support.name}, {pack.support.phone}" for pack in packs)
    return " or ".join(lines) or "support (see Help, Contact)"
