"""Whoever runs the server takes a lock away, when those who unlock others are locked themselves."""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import refuse
from precert.people import locks, policy
from precert.people.models import Account


@dataclass(frozen=True)
class UnlockByCommandInput:
    """Whose account, by its username."""

    username: str


class UnlockByCommand(Action[UnlockByCommandInput, Account]):
    """Done by the command `precert unlock` alone; the tries are forgotten."""

    verb = "unlock_by_command"
    label = "Unlock from the command line"
    permission = ""

    def find(self) -> Account:
        """An account that is locked."""
        named = Account.objects.filter(username=policy.username(self.data.username))
        account = named.filter(removed_at=None).first()
        if account is None:
            raise refuse("missing", "no-such-user", "No account has this username.")
        if account.locked_at is None:
            raise refuse("missing", "not-locked", "This account isn't locked.")
        return account

    def allowed(self) -> bool:
        """No page does it."""
        return self.actor.kind == "worker"

    def hold(self) -> None:
        """Once."""
        if not locks.unlock(self, locks.locked(), self.found, "command"):
            raise Moved

    def apply(self) -> None:
        """Nothing is left to do."""
