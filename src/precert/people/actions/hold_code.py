"""A code that was right, held for the step it permits: from then on it can't be typed again, and
permits that one thing once.

`ProveCode` uses a code up and leaves it to the door to remember. Here the row remembers, so what
follows happens once even if it is asked for many times at once.
"""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.people import events, policy, proofs


@dataclass(frozen=True)
class HoldCodeInput:
    """A challenge that was answered, for one purpose."""

    challenge_id: int
    purpose: policy.Purpose


class HoldCode(Action[HoldCodeInput]):
    """Hold a right code for its owner, `policy.SIGN_IN_LIMIT` long."""

    verb = "hold_code"
    label = "Verify a code"
    permission = ""

    def find(self) -> None:
        """A code that is still good and not held."""
        if not self._code().exists():
            raise proofs.over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """Of many at the same time one gets through."""
        if not self._code().update(answered_at=self.now, expires_at=self.now):
            raise Moved

    def apply(self) -> None:
        """Journal it."""
        proved = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_PROVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **proved)

    def _code(self) -> proofs.Codes:
        mine = proofs.open_code(
            self.data.challenge_id, self.data.purpose, self.actor.account_id, self.now
        )
        return mine.filter(answered_at=None)
