"""A code that was right, held for the step it permits: from then on it can't be typed again, and
permits that one thing once.

`ProveCode` uses a code up and leaves it to the door to remember. Here the row remembers, so what
follows happens once even if it is asked for many times at once.
"""

from precert.conduct.action import Moved
from precert.people import proofs


class HoldCodeInput(proofs.RightCode):
    """The code to hold."""


class HoldCode(proofs.OnRightCode):
    """Hold a right code for its owner, `policy.SIGN_IN_LIMIT` long."""

    verb = "hold_code"

    def hold(self) -> None:
        """Of many at the same time one gets through."""
        if not self.codes().update(answered_at=self.now, expires_at=self.now):
            raise Moved

    def codes(self) -> proofs.Codes:
        """A code that is still good and not held."""
        return super().codes().filter(answered_at=None)
