"""A wrong try of a factor that needs no code of ours."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events, locks, policy


@dataclass(frozen=True)
class FailFactorInput:
    """Which factor, for what, and whether it was one wrong try too many for the account."""

    factor: str
    purpose: policy.Purpose
    locks: bool


class FailFactor(Action[FailFactorInput]):
    """Keep it, and lock the account when it was one too many."""

    verb = "fail_factor"
    label = "Confirm with a second factor"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it, and lock once."""
        about = {"factor": self.data.factor, "purpose": self.data.purpose}
        self.record(events.CODE_FAILED, events.SUBJECT_ACCOUNT, self.actor.person_id, **about)
        if self.data.locks:
            locks.lock(self, self.actor.person_id, self.data.factor)
