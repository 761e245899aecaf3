"""A failed try to register with NPI and registration code."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events


@dataclass(frozen=True)
class FailRegistrationInput:
    """A failed try: the contract, the digest of the NPI typed, why, where from."""

    contract: str
    digest: str
    reason: str


class FailRegistration(Action[FailRegistrationInput]):
    """Keep a failed try."""

    verb = "fail_registration"
    label = "Register"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it."""
        about = {"contract": self.data.contract, "reason": self.data.reason}
        self.record(events.REGISTRATION_FAILED, events.SUBJECT_PAIR, self.data.digest, **about)
