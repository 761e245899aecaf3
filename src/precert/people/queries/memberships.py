"""How far a person's memberships reach: which providers of which groups, with which roles. Read
anew at every request.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from precert.conduct.actor import Grant
from precert.kit.statements import compiled
from precert.people.models import GroupProvider, Membership
from precert.people.roles import is_role, permissions_of


@dataclass(frozen=True)
class HeldRole:
    """One membership: at one provider of a group, or (None) at all of them."""

    id: int
    group_id: int
    provider_id: int | None
    role: str


@dataclass(frozen=True)
class Reach:
    """Memberships of an account, and the providers that each of their groups owns."""

    memberships: tuple[HeldRole, ...]
    owned: dict[int, frozenset[int]]

    @property
    def providers(self) -> frozenset[int]:
        """Every provider the account may act for."""
        return frozenset(provider for held in self.memberships for provider in self._of(held))

    def memberships_at(self, provider_id: int) -> list[int]:
        """Ids of the memberships that reach the provider."""
        return [held.id for held in self.memberships if provider_id in self._of(held)]

    def roles_at(self, provider_id: int) -> frozenset[str]:
        """Roles held at the provider."""
        return frozenset(held.role for held in self.memberships if provider_id in self._of(held))

    def groups_at(self, provider_id: int) -> frozenset[int]:
        """The groups through which the account acts for the provider."""
        return frozenset(
            held.group_id for held in self.memberships if provider_id in self._of(held)
        )

    def grants_at(self, provider_id: int) -> tuple[Grant, ...]:
        """What each of those groups lets the account do in the provider's context."""
        held: dict[int, set[str]] = defaultdict(set)
        for one in self.memberships:
            if provider_id in self._of(one):
                held[one.group_id].add(one.role)
        return tuple(
            Grant(group, frozenset(roles), permissions_of(roles))
            for group, roles in sorted(held.items())
        )

    def _of(self, held: HeldRole) -> frozenset[int]:
        owned = self.owned.get(held.group_id, frozenset())
        return owned if held.provider_id is None else owned & {held.provider_id}


def reach_of(account_id: int) -> Reach:
    """The account's reach; one query. A role that isn't a provider role, and a paused membership,
    reaches nothing.
    """
    held: dict[int, HeldRole] = {}
    owned: dict[int, set[int]] = defaultdict(set)
    for *membership, provider in _memberships(account_id):
        one = HeldRole(*membership)
        if is_role(one.role, "provider"):
            held[one.id] = one
            if provider is not None:
                owned[one.group_id].add(provider)
    reached = {group: frozenset(providers) for group, providers in owned.items()}
    return Reach(tuple(held.values()), reached)


@compiled
def _memberships(account_id: int) -> QuerySet[Any, Any]:
    rows = Membership.objects.filter(account=account_id, account__is_active=True, paused_at=None)
    return rows.order_by("pk").values_list(
        "pk", "group_id", "provider_id", "role", "group__owned__provider_id"
    )


def owned_by(groups: Iterable[int]) -> "QuerySet[Any, int]":
    """The ids of the providers that these groups own, for use inside another statement."""
    return GroupProvider.objects.filter(group__in=list(groups)).values_list("provider", flat=True)


def owned(provider_ids: Iterable[int]) -> frozenset[int]:
    """Those of the providers that belong to a group already."""
    return frozenset(
        GroupProvider.objects.filter(provider__in=list(provider_ids)).values_list(
            "provider_id", flat=True
        )
    )
