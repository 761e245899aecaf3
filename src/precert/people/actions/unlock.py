"""Unlock: somebody whose tries have locked the account may try again."""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import locks
from precert.people.queries.unlockers import only_support
from precert.people.subjects import OnHelped


@dataclass(frozen=True)
class UnlockInput:
    """Whose account, and why whoever unlocks it believes that the person asking is its owner."""

    account_id: int
    reason: str


class Unlock(OnHelped[UnlockInput]):
    """Take the lock away and count tries anew.

    Who manages the account may; a Group Admin's lock, and every lock where a contract says so, is
    staff support's.
    """

    verb = "unlock"
    label = "Unlock"

    def possible(self) -> list[Finding]:
        """What is not locked needs no unlocking; some locks only staff support may take away."""
        if self.found.locked_at is None:
            return [Finding("not-locked", "This account isn't locked.")]
        why = "" if self.actor.side == "review" else only_support(self.found.pk, self.now)
        return [Finding("support-unlocks", why)] if why else []

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def hold(self) -> None:
        """Once, however many ask."""
        if not locks.unlock(self, locks.locked(), self.found, trimmed(self.data.reason)):
            raise Moved

    def apply(self) -> None:
        """Nothing is left to do."""
