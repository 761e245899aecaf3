"""One of one's own second factors is given up; never the last one."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding, refuse
from precert.people import events
from precert.people.models import Account, Factor


@dataclass(frozen=True)
class RemoveFactorInput:
    """The factor to give up."""

    factor_id: int


class RemoveFactor(Action[RemoveFactorInput, Factor]):
    """Remove a factor. Another person's is not known here."""

    verb = "remove_factor"
    label = "Remove the second factor"
    permission = ""

    def find(self) -> Factor:
        """One's own."""
        factor = self._mine().filter(pk=self.data.factor_id).first()
        if factor is None:
            raise refuse("missing", "no-such-factor", "Second factor not found.")
        return factor

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof."""
        return self.actor.account_id is not None

    def possible(self) -> list[Finding]:
        """The last one stays."""
        if self._mine().exclude(pk=self.found.pk).exists():
            return []
        return [
            Finding(
                "last-factor",
                "This is your only second factor. Add another one before you remove it.",
            ),
        ]

    def hold(self) -> None:
        """Two at the same time must not remove the last two: the account's row lets one in after
        the other, and the second looks again.
        """
        Account.objects.filter(pk=self.found.account_id).update(last_context=F("last_context"))
        left = set(self._mine().values_list("pk", flat=True))
        if self.found.pk not in left or len(left) < 2:
            raise Moved

    def apply(self) -> None:
        """Remove it, and journal it."""
        said = {"factor": self.found.pk, "kind": self.found.kind}
        Factor.objects.filter(pk=self.found.pk).delete()
        self.record(events.FACTOR_REMOVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **said)

    def _mine(self) -> QuerySet[Factor]:
        return Factor.objects.filter(account=self.actor.account_id or 0)
