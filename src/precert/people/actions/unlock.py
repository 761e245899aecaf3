"""Unlock: somebody whose tries have locked the account may try again."""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, reason_missing
from precert.people import locks
from precert.people.authority import GROUP_ROLES
from precert.people.models import Membership
from precert.people.queries.membership_contracts import desks, packs_of
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
        return [] if self.actor.side == "review" else self._support_only()

    def _support_only(self) -> list[Finding]:
        packs = packs_of(self.found.pk, self.now)
        if strict := [pack for pack in packs if pack.session.unlock == "support"]:
            text = f"Only support can unlock this account. Contact {desks(strict)}."
            return [Finding("support-unlocks", text)]
        if Membership.objects.filter(account=self.found.pk, role__in=GROUP_ROLES).exists():
            text = f"Only support can unlock a Group Admin. Contact {desks(packs)}."
            return [Finding("support-unlocks", text)]
        return []

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def hold(self) -> None:
        """Once, however many ask."""
        if not locks.unlock(self, locks.locked(), self.found, self.data.reason.strip()):
            raise Moved

    def apply(self) -> None:
        """Nothing is left to do."""
