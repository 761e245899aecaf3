"""A right code whose owner goes on to the next page."""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.people import events, policy, proofs


@dataclass(frozen=True)
class ProveCodeInput:
    """A challenge that was answered, for one purpose."""

    challenge_id: int
    purpose: policy.Purpose


class ProveCode(Action[ProveCodeInput]):
    """Use the code up; the door remembers that it was proved."""

    verb = "prove_code"
    label = "Verify a code"
    permission = ""

    def find(self) -> None:
        """A code that is still good."""
        if not self._code().exists():
            raise proofs.over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """Once."""
        if not self._code().update(used_at=self.now):
            raise Moved

    def apply(self) -> None:
        """Journal it."""
        proved = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_PROVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **proved)

    def _code(self) -> proofs.Codes:
        return proofs.open_code(
            self.data.challenge_id, self.data.purpose, self.actor.account_id, self.now
        )
