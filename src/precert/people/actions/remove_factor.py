"""One of one's own second factors is given up; never the last one."""

from dataclasses import dataclass

from django.db.models import F

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.models import Account, Factor


@dataclass(frozen=True)
class Unwanted:
    """The factor to give up."""

    factor_id: int


class RemoveFactor(LockedAction[Unwanted]):
    """Remove a factor. Another person's is not known here."""

    verb = "remove-factor"
    label = "Remove the second factor"
    permission = ""

    def lock(self) -> None:
        """Two at the same time must not remove the last two: the account's row lets one in after
        the other.
        """
        owner = self.actor.account_id or 0
        Account.objects.filter(pk=owner).update(last_context=F("last_context"))
        mine = Factor.objects.filter(account=owner)
        factor = mine.filter(pk=self.data.factor_id).first()
        if factor is None:
            raise refuse("missing", "no-such-factor", "There is no such second factor.")
        if not mine.exclude(pk=factor.pk).exists():
            raise refuse(
                "invalid", "last-factor", "This is your only second factor. Add another one first."
            )
        self.kind = factor.kind

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Remove it once, and journal it."""
        if Factor.objects.filter(pk=self.data.factor_id).delete()[0]:
            said = {"factor": self.data.factor_id, "kind": self.kind}
            self.record(
                events.FACTOR_REMOVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **said
            )
