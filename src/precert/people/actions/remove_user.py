"""Deleting a user: roles and sessions end, nobody signs in any more. What they did stays, and so
does the username that they used.
"""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, refuse
from precert.people import events, group_admins, managing
from precert.people.actions.sign_out import end_sessions
from precert.people.managed import OnManaged
from precert.people.models import Account, Link, Membership


@dataclass(frozen=True)
class ToRemove:
    """Whose account."""

    account_id: int


class RemoveUser(OnManaged[ToRemove]):
    """Can't be undone. The row stays, so that cases and the audit trail still say who did what."""

    verb = "remove-user"
    label = "Delete the user"
    permission = "users.manage-provider"

    def lock(self) -> None:
        """Whether it is wholly the actor's to manage, and which groups would lose their last Group
        Admin.
        """
        super().lock()
        if managing.manages(self.actor):
            self.why = managing.whole_account(self.actor, self.account.pk)
            self.watched = group_admins.watch(self.account.pk)

    def check(self) -> list[Finding]:
        """It must be wholly the actor's to manage, and no group's last Group Admin."""
        return [Finding("not-wholly", self.why)] if self.why else self.watched.findings

    def apply(self) -> None:
        """Once, however many ask."""
        pk = self.account.pk
        group_admins.move_on(self.watched)
        if not Account.objects.filter(pk=pk, removed_at=None).update(
            removed_at=self.now, is_active=False, inactive_reason="admin"
        ):
            raise refuse("missing", "no-such-user", "User not found.")
        for row in Membership.objects.filter(account=pk).order_by("pk"):
            self.record(
                events.ROLE_REMOVED,
                events.SUBJECT_ACCOUNT,
                pk,
                role=row.role,
                group=row.group_id,
                provider=row.provider_id,
            )
            row.delete()
        Link.objects.filter(account=pk, replaced_at=None).update(replaced_at=self.now)
        end_sessions(self, pk, "removed")
        self.record(events.ACCOUNT_REMOVED, events.SUBJECT_ACCOUNT, pk)
