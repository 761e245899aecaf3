"""From an account to the actor of one request: the context acted for, what its roles permit, how
long it may be idle.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from precert.conduct.actor import Actor
from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.kit.clock import local_day
from precert.kit.statements import compiled
from precert.people import policy
from precert.people.actors import as_account
from precert.people.models import Account, ProviderGroup, StaffRole
from precert.people.queries.memberships import Reach, reach_of
from precert.people.queries.terms import terms_key
from precert.people.roles import EVERYWHERE, ROLES, is_role, permissions_of
from precert.registry import providers
from precert.registry.enrolments import enrolments
from precert.registry.providers import ProviderCard


@dataclass(frozen=True)
class IdleRule:
    """The idle time of a context in minutes, and what its countdown does there."""

    minutes: int = policy.IDLE_MINUTES
    countdown: policy.Countdown = "ends-at"


@dataclass(frozen=True)
class Seat:
    """Where somebody sits for one request: the actor, the provider acted for, whether there are
    others, the idle rule.

    `terms` are the terms of use to have agreed to there, by contract and version (`terms_key`).
    """

    actor: Actor
    provider: ProviderCard | None
    several: bool
    idle: IdleRule
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """A provider that an account may act for, as the Change Context page shows it."""

    provider_id: int
    name: str
    npi: str
    type: str
    address: str
    group: str
    roles: tuple[str, ...]


def seat_of(account: Account, provider_id: int | None, now: datetime) -> Seat:
    """The account's seat in the context of `provider_id`, or one without any permission when it may
    not act for that.
    """
    return _staff_seat(account) if account.staff else _person_seat(account, provider_id, now)


def actor_for(account: Account, provider_id: int | None, now: datetime) -> Actor:
    """The account's actor in that context; staff have no context."""
    return seat_of(account, provider_id, now).actor


def contexts(account: Account) -> list[Context]:
    """The providers the account may act for, by name; none for staff, for former members and for
    inactive accounts.
    """
    if account.staff or not account.is_active:
        return []
    reach = reach_of(account.pk)
    names = {group.pk: group.name for group in ProviderGroup.objects.filter(pk__in=reach.owned)}
    rows = sorted(
        providers.many(reach.providers).values(),
        key=lambda row: (row.name.casefold(), row.address, row.id),
    )
    return [_context(row, reach, names) for row in rows]


def type_shown(row: ProviderCard) -> str:
    """A provider's type as lists and the banner show it: `0 - Acute Hospital`; a code that isn't a
    number is no word that people know.
    """
    return f"{row.type_code} - {row.type_label}" if row.type_code.isdigit() else row.type_label


def _context(row: ProviderCard, reach: Reach, names: dict[int, str]) -> Context:
    groups = ", ".join(sorted(names[group] for group in reach.groups_at(row.id)))
    roles = tuple(role.label for role in ROLES.values() if role.id in reach.roles_at(row.id))
    return Context(row.id, row.name, row.npi, type_shown(row), row.address, groups, roles)


def _person_seat(account: Account, provider_id: int | None, now: datetime) -> Seat:
    reach = reach_of(account.pk)
    if provider_id is None or provider_id not in reach.providers:
        return Seat(as_account(account), None, bool(reach.providers), IdleRule())
    packs = _packs()
    contracts = frozenset(
        one.contract
        for one in enrolments([provider_id])
        if one.contract in packs and one.on(local_day(now, packs[one.contract].time_zone))
    )
    roles = reach.roles_at(provider_id)
    actor = replace(
        as_account(account),
        permissions=permissions_of(roles),
        provider_id=provider_id,
        grants=reach.grants_at(provider_id),
        contracts=contracts,
        roles=roles,
    )
    terms = frozenset(terms_key(one, packs[one].terms.version) for one in contracts)
    return Seat(
        actor,
        providers.one(provider_id),
        len(reach.providers) > 1,
        _idle_rule(packs, contracts),
        terms,
    )


def _staff_seat(account: Account) -> Seat:
    """Staff hold, for the contracts they serve, what they may do in each of them.

    Somebody whose roles differ by contract has in `permissions` what all their contracts have in
    common, and for each contract its own: a physician of one contract has no power over another's
    cases. What concerns the whole installation (`EVERYWHERE`) is for those who hold it in every
    contract there is.
    """
    packs = _packs()
    everywhere, at = _staff_roles(account, packs)
    common = (
        frozenset.intersection(*map(permissions_of, at.values()))
        if at
        else permissions_of(everywhere)
    )
    if len(at) < len(packs):
        common -= EVERYWHERE
    contracts = frozenset(at)
    held = {
        contract: permissions_of(found) - (EVERYWHERE - common) for contract, found in at.items()
    }
    differs = held if len(set(held.values())) > 1 else {}
    roles = everywhere.union(*at.values())
    actor = replace(
        as_account(account),
        permissions=common,
        contracts=contracts,
        roles=roles,
        by_contract=differs,
    )
    return Seat(actor, None, several=False, idle=_idle_rule(packs, contracts))


def _staff_roles(
    account: Account, contracts: Iterable[str]
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The roles held in every contract, and all that are held in each of these contracts."""
    rows = [row for row in _held_by(account.pk) if is_role(row.role, "staff")]
    everywhere = frozenset(row.role for row in rows if not row.contract)
    at = {
        contract: everywhere | {row.role for row in rows if row.contract == contract}
        for contract in contracts
    }
    return everywhere, {contract: roles for contract, roles in at.items() if roles}


@compiled
def _held_by(account_id: int) -> QuerySet[Any, Any]:
    return StaffRole.objects.filter(account=account_id, account__is_active=True)


def _packs() -> dict[str, Pack]:
    return {one.pack.id: one.pack for one in all_current()}


def _idle_rule(packs: dict[str, Pack], contracts: frozenset[str]) -> IdleRule:
    """The strictest rule of these contracts."""
    found = [
        IdleRule(packs[one].session.idle_minutes, packs[one].session.countdown) for one in contracts
    ]
    return min(
        found,
        key=lambda rule: rule.minutes + (2 if rule.countdown == "starts-at" else 0),
        default=IdleRule(),
    )
