"""Who acts: a person in a provider's context, staff, a rule, the worker, a client system. Carries its permissions."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["person", "staff", "rule", "worker", "client"]


@dataclass(frozen=True)
class Actor:
    """One acting party for the length of one request or job.

    `provider_id` is the provider acted for (the context); `provider_ids` all providers of that context's group,
    which decide what is visible; `contracts` the ids of the contracts served; `permissions` come from the one
    permission table (`people.roles`).
    """

    kind: ActorKind
    id: str
    name: str
    permissions: frozenset[str] = frozenset()
    account_id: int | None = None
    provider_id: int | None = None
    provider_ids: frozenset[int] = frozenset()
    contracts: frozenset[str] = frozenset()
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def person_id(self) -> int:
        """The account of the person who acts. Raises RuntimeError for a rule, the worker or a client, who have none."""
        if self.account_id is None:
            raise RuntimeError(f"{self.kind} {self.id} is no person")
        return self.account_id

    @property
    def is_staff(self) -> bool:
        """True on the review organisation's side of the case file."""
        return self.kind != "person"

    def may(self, permission: str) -> bool:
        """True when one of the actor's roles grants `permission`."""
        return permission in self.permissions


def worker(name: str = "worker") -> Actor:
    """The clock's own actor: deadlines, delivery. It holds no permission that a person could borrow."""
    return Actor(kind="worker", id=name, name="Precert")
