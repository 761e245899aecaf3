"""Another role for somebody at a provider, or from one provider to the whole group and back."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from precert.conduct.refusal import Finding, refuse
from precert.people import events, group_admins, managing
from precert.people.actions.grant_role import HAS_ONE, NOT_YOURS
from precert.people.managed import OnMembership
from precert.people.models import Membership

MOVED = "Someone else has just changed this role. Reload the page to see the change."


@dataclass(frozen=True)
class NewRole:
    """Which membership, the role seen, the new one; `place_id` says where a group's role becomes a
    provider's.
    """

    membership_id: int
    before: str
    role: str
    place_id: int | None = None


class ChangeRole(OnMembership[NewRole]):
    """The new role holds from the person's next request on. The last Group Admin of a group keeps
    theirs.
    """

    verb = "change-role"
    label = "Change role"

    def lock(self) -> None:
        """A provider out of reach is not known here either."""
        super().lock()
        if managing.manages(self.actor):
            self.at = self._provider()

    def keeps_group_role(self) -> bool:
        """As the new role is one."""
        return self.data.role in managing.GROUP_ROLES

    def _provider(self) -> int | None:
        """Where the new role holds."""
        if self.data.role in managing.GROUP_ROLES:
            return None
        if self.row.provider_id is not None or self.data.place_id is None:
            return self.row.provider_id
        place = managing.place(self.actor, self.data.place_id)
        if place.group_id != self.row.group_id:
            raise refuse("missing", "no-such-provider", "Provider not found.")
        return place.provider_id

    def check(self) -> list[Finding]:
        """Somebody else's role, the one seen, a role that the actor may give, a provider for a
        provider's role, and a Group Admin left.
        """
        if self.account.pk == self.actor.account_id:
            return [Finding("own", managing.OWN, path="role")]
        if self.row.role not in {self.data.before, self.data.role}:
            return [Finding("role-moved", MOVED, path="role")]
        if self.data.role not in managing.grantable(self.actor, self.account.pk, self.row.group_id):
            return [Finding("not-grantable", NOT_YOURS, path="role")]
        if self.at is None and self.data.role not in managing.GROUP_ROLES:
            return [Finding("no-provider", "Choose the provider for this role.", path="role")]
        there = Membership.objects.filter(
            account=self.account.pk, group=self.row.group_id, provider=self.at
        ).exclude(pk=self.row.pk)
        return (
            [Finding("has-one", HAS_ONE, path="role")] if there.exists() else self.watched.findings
        )

    def apply(self) -> dict[str, Any]:
        """Once; of two changes at the same time the second is told."""
        row = self.row
        if (row.role, row.provider_id) == (self.data.role, self.at):
            return {"changed": False}
        group_admins.move_on(self.watched)
        same = Membership.objects.filter(pk=row.pk, role=row.role, provider=row.provider_id)
        try:
            with transaction.atomic():
                written = same.update(role=self.data.role, provider=self.at)
        except IntegrityError:
            raise refuse("conflict", "has-one", HAS_ONE, path="role") from None
        if not written:
            raise refuse("conflict", "role-moved", MOVED, path="role")
        about = {
            "role": self.data.role,
            "before": row.role,
            "group": row.group_id,
            "provider": self.at,
        }
        self.record(events.ROLE_CHANGED, events.SUBJECT_ACCOUNT, self.account.pk, **about)
        return {"changed": True}
