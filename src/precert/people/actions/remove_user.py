"""Deleting a user: roles and sessions end, nobody signs in any more. What they did stays, and so
does the username that they used.
"""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.people import events, group_admins, sessions
from precert.people.models import Account, Link, Membership
from precert.people.subjects import OnAccount


@dataclass(frozen=True)
class RemoveUserInput:
    """Whose account."""

    account_id: int


class RemoveUser(OnAccount[RemoveUserInput]):
    """Can't be undone. The row stays, so that cases and the audit trail still say who did what."""

    verb = "remove_user"
    label = "Delete"

    def possible(self) -> list[Finding]:
        """It must be wholly the actor's to manage, and no group's last Group Admin."""
        self.watched = group_admins.watch(self.found.pk)
        return self.whole() or self.watched.findings

    def hold(self) -> None:
        """Once, however many ask."""
        group_admins.move_on(self.watched)
        if not Account.objects.filter(pk=self.found.pk, removed_at=None).update(
            removed_at=self.now, is_active=False, inactive_reason="admin"
        ):
            raise Moved

    def apply(self) -> None:
        """Roles, links and sessions end."""
        pk = self.found.pk
        for row in Membership.objects.filter(account=pk).order_by("pk"):
            about = {"role": row.role, "group": row.group_id, "provider": row.provider_id}
            self.record(events.ROLE_REMOVED, events.SUBJECT_ACCOUNT, pk, **about)
            row.delete()
        Link.objects.filter(account=pk, replaced_at=None).update(replaced_at=self.now)
        sessions.end(self, pk, "removed")
        self.record(events.ACCOUNT_REMOVED, events.SUBJECT_ACCOUNT, pk)
