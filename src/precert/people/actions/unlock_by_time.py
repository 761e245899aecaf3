"""The clock takes a lock away, where the installation has set a time after which it does (ADR 11)."""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import refuse
from precert.people import events, locks
from precert.people.models import Account


@dataclass(frozen=True)
class UnlockByTimeInput:
    """An account that has been locked for the installation's time."""

    account_id: int


class UnlockByTime(Action[UnlockByTimeInput, Account]):
    """Done by the clock alone."""

    verb = "unlock_by_time"
    label = "Unlock after the waiting period"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def find(self) -> Account:
        """Unless it was unlocked, or locked anew, in the meantime."""
        account = locks.long_locked(self.now).filter(pk=self.data.account_id).first()
        if account is None or locks.at_ceiling(account.username):
            raise refuse("missing", "not-locked", "This account has not been locked that long.")
        return account

    def allowed(self) -> bool:
        """Only the clock finds that time has passed."""
        return self.actor.kind == "worker"

    def hold(self) -> None:
        """Once, and the tries are forgotten."""
        if not locks.unlock(self, locks.long_locked(self.now), self.found, locks.BY_TIME):
            raise Moved

    def apply(self) -> None:
        """Nothing is left to do."""
