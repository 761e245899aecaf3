"""A right code whose owner goes on to the next page."""

from precert.conduct.action import Moved
from precert.people import proofs


class ProveCodeInput(proofs.RightCode):
    """The code to use up."""


class ProveCode(proofs.OnRightCode):
    """Use the code up; the door remembers that it was proved."""

    verb = "prove_code"

    def hold(self) -> None:
        """Once."""
        if not self.codes().update(used_at=self.now):
            raise Moved
