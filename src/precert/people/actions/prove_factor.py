"""A right app's code, recovery code or passkey whose owner goes on to the next page."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events, proofs
from precert.people.proofs import Proof


@dataclass(frozen=True)
class ProveFactorInput:
    """The second factor that was checked."""

    proof: Proof


class ProveFactor(Action[ProveFactorInput]):
    """Use the proof up; the door remembers that it was shown."""

    verb = "prove_factor"
    label = "Confirm with a second factor"
    permission = ""

    def find(self) -> None:
        """Sent codes are proved by ProveCode, each for its own purpose."""
        if self.data.proof.method not in {"app", "recovery", "passkey"}:
            raise proofs.over()
        proofs.must_be_usable(self.data.proof, self.actor.account_id, self.now)

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """Once."""
        proofs.use(self.data.proof, self.actor.account_id, self.now)

    def apply(self) -> None:
        """Journal it."""
        self.record(
            events.CODE_PROVED,
            events.SUBJECT_ACCOUNT,
            self.actor.account_id,
            factor=self.data.proof.method,
        )
