"""The Active User box: an account that nobody may use for now, without deleting it. `reactivate` is
the way back.
"""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, refuse
from precert.people import events, group_admins, managing
from precert.people.actions.sign_out import end_sessions
from precert.people.managed import OnManaged
from precert.people.models import Account


@dataclass(frozen=True)
class ToDeactivate:
    """Whose account."""

    account_id: int


class Deactivate(OnManaged[ToDeactivate]):
    """Nobody signs in to the account, and who is signed in is out at the next request. Roles stay
    for later.
    """

    verb = "deactivate"
    label = "Deactivate the user"
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
        """It must be active, wholly the actor's to manage, and no group's last Group Admin."""
        if not self.account.is_active:
            return [Finding("inactive", "This user is not active.")]
        return [Finding("not-wholly", self.why)] if self.why else self.watched.findings

    def apply(self) -> None:
        """Once, however many ask."""
        group_admins.move_on(self.watched)
        still = Account.objects.filter(pk=self.account.pk, is_active=True, removed_at=None)
        if not still.update(is_active=False, inactive_reason="admin"):
            raise refuse("conflict", "inactive", "Someone else has just deactivated this user.")
        end_sessions(self, self.account.pk, "deactivated")
        self.record(
            events.ACCOUNT_DEACTIVATED, events.SUBJECT_ACCOUNT, self.account.pk, reason="admin"
        )
