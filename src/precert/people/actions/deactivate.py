"""The Active User box: an account that nobody may use for now, without deleting it. `reactivate` is
the way back.
"""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.people import events, group_admins, sessions
from precert.people.models import Account
from precert.people.subjects import OnAccount


@dataclass(frozen=True)
class DeactivateInput:
    """Whose account."""

    account_id: int


class Deactivate(OnAccount[DeactivateInput]):
    """Nobody signs in to the account, and who is signed in is out at the next request. Roles stay
    for later.
    """

    verb = "deactivate"
    label = "Deactivate the user"

    def possible(self) -> list[Finding]:
        """It must be active, wholly the actor's to manage, and no group's last Group Admin."""
        if not self.found.is_active:
            return [Finding("not-active", "This user is not active.")]
        self.watched = group_admins.watch(self.found.pk)
        return self.whole() or self.watched.findings

    def hold(self) -> None:
        """Once, however many ask."""
        group_admins.move_on(self.watched)
        still = Account.objects.filter(pk=self.found.pk, is_active=True, removed_at=None)
        if not still.update(is_active=False, inactive_reason="admin"):
            raise Moved

    def apply(self) -> None:
        """Sessions end."""
        pk = self.found.pk
        sessions.end(self, pk, "deactivated")
        self.record(events.ACCOUNT_DEACTIVATED, events.SUBJECT_ACCOUNT, pk, reason="admin")
