"""Who acts: a person in a provider's context, staff, a rule, the worker, a client system. Carries
its permissions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

ActorKind = Literal["person", "staff", "rule", "worker", "client"]
Side = Literal["provider", "review", "system"]
SIDES: Mapping[ActorKind, Side] = {
    "person": "provider",
    "staff": "review",
    "rule": "system",
    "worker": "system",
    "client": "system",
}


@dataclass(frozen=True)
class Grant:
    """What one provider group lets somebody do in the context of a provider: the roles held in that
    group and what they permit.

    A provider may belong to several groups. What one of them gives reaches that group's providers
    and nobody else's.
    """

    group_id: int
    roles: frozenset[str]
    permissions: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """One acting party for the length of one request or job.

    `provider_id` is the provider acted for (the context), `grants` what each of the groups that own
    it gives the actor; `contracts` the ids of the contracts served. `permissions` come from the one
    permission table (`people.roles`) and hold at the provider acted for; whatever reaches further
    asks `groups_with`. Staff whose roles differ by contract hold in `by_contract` what each of them
    permits, and in `permissions` only what is permitted in all of them: who forgets to ask for the
    contract permits too little. A `client` (another system) acts for the side it `stands_for`.
    """

    kind: ActorKind
    id: str
    name: str
    permissions: frozenset[str] = frozenset()
    account_id: int | None = None
    provider_id: int | None = None
    grants: tuple[Grant, ...] = ()
    contracts: frozenset[str] = frozenset()
    roles: frozenset[str] = field(default_factory=frozenset)
    by_contract: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    stands_for: Side | None = None

    @property
    def person_id(self) -> int:
        """The account of the person who acts. Raises RuntimeError for a rule, the worker or a
        client, who have none.
        """
        if self.account_id is None:
            raise RuntimeError(f"{self.kind} {self.id} is no person")
        return self.account_id

    @property
    def side(self) -> Side:
        """Whose side of the case file the actor is on."""
        return self.stands_for or SIDES[self.kind]

    def groups_with(self, permission: str) -> frozenset[int]:
        """The provider groups that give the actor this permission in the context acted in."""
        return frozenset(one.group_id for one in self.grants if permission in one.permissions)

    @property
    def anywhere(self) -> frozenset[str]:
        """What is permitted in one contract at least: for menus and for opening a page, never for a
        case.
        """
        return self.permissions.union(*self.by_contract.values())

    def may(self, permission: str, contract: str | None = None) -> bool:
        """True when one of the actor's roles grants `permission`: in that contract, or without one
        wherever the actor acts.
        """
        if contract is None or not self.by_contract:
            return permission in self.permissions
        return permission in self.by_contract.get(contract, frozenset())

    def contracts_with(self, permission: str) -> frozenset[str]:
        """Those of the contracts served in which `permission` is granted."""
        return frozenset(one for one in self.contracts if self.may(permission, one))

    def under(self, contract: str) -> "Actor":
        """The same actor with what is permitted in that contract, for everything that is about one
        case.
        """
        return (
            replace(self, permissions=self.by_contract.get(contract, frozenset()))
            if self.by_contract
            else self
        )


def worker(name: str = "worker") -> Actor:
    """The clock's own actor: deadlines, delivery. It holds no permission that a person could
    borrow.
    """
    return Actor(kind="worker", id=name, name="Precert")
