"""Another role for somebody at a provider, or from one provider to the whole group and back."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, refuse
from precert.people import authority, events, group_admins
from precert.people.actions.grant_role import HAS_ONE, NOT_YOURS
from precert.people.models import Membership
from precert.people.subjects import OnMembership

MOVED = "Someone else has just changed this role. Reload the page to see the change."


@dataclass(frozen=True)
class ChangeRoleInput:
    """Which membership, the role seen, the new one; `place_id` says where a group's role becomes a
    provider's.
    """

    membership_id: int
    before: str
    role: str
    place_id: int | None = None


class ChangeRole(OnMembership[ChangeRoleInput]):
    """The new role holds from the person's next request on. The last Group Admin of a group keeps
    theirs.
    """

    verb = "change_role"
    label = "Change role"

    def check(self) -> list[Finding]:
        """The role seen, a role that the actor may give, a provider for a provider's role, and a
        Group Admin left.
        """
        row, self.at = self.found, self._provider()
        if row.role not in {self.data.before, self.data.role}:
            return [Finding("role-moved", MOVED, path="role")]
        if self.data.role not in authority.grantable(self.actor, row.account_id, row.group_id):
            return [Finding("not-grantable", NOT_YOURS, path="role")]
        if self.at is None and self.data.role not in authority.GROUP_ROLES:
            return [Finding("no-provider", "Choose the provider for this role.", path="role")]
        there = Membership.objects.filter(
            account=row.account_id, group=row.group_id, provider=self.at
        ).exclude(pk=row.pk)
        if there.exists():
            return [Finding("has-one", HAS_ONE, path="role")]
        leaves = row.role in authority.GROUP_ROLES and self.data.role not in authority.GROUP_ROLES
        self.watched = (
            group_admins.watch(row.account_id, row.group_id) if leaves else group_admins.Watched()
        )
        return self.watched.findings

    def _provider(self) -> int | None:
        """Where the new role holds. Raises Refusal: a provider out of reach is not known here."""
        if self.data.role in authority.GROUP_ROLES:
            return None
        if self.found.provider_id is not None or self.data.place_id is None:
            return self.found.provider_id
        place = authority.place(self.actor, self.data.place_id)
        if place.group_id != self.found.group_id:
            raise refuse("missing", "no-such-provider", "Provider not found.")
        return place.provider_id

    @property
    def changes(self) -> bool:
        """Whether it isn't so already."""
        return (self.found.role, self.found.provider_id) != (self.data.role, self.at)

    def hold(self) -> None:
        """Once, as it was seen; of two changes at the same time the second looks again."""
        if not self.changes:
            return
        row = self.found
        group_admins.move_on(self.watched)
        same = Membership.objects.filter(pk=row.pk, role=row.role, provider=row.provider_id)
        try:
            with transaction.atomic():
                written = same.update(role=self.data.role, provider=self.at)
        except IntegrityError:
            raise Moved from None
        if not written:
            raise Moved

    def apply(self) -> dict[str, Any]:
        """Whether anything changed."""
        row = self.found
        if self.changes:
            about = {
                "role": self.data.role,
                "before": row.role,
                "group": row.group_id,
                "provider": self.at,
            }
            self.record(events.ROLE_CHANGED, events.SUBJECT_ACCOUNT, row.account_id, **about)
        return {"changed": self.changes}
