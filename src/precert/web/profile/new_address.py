"""A new email address that waits for its code: what the session keeps of it."""

from dataclasses import dataclass

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.session_state import SessionState


@dataclass(frozen=True)
class WaitingAddress:
    """The challenge of the code, and the address it was sent to."""

    challenge: int
    address: str


NEW_ADDRESS = SessionState("new-address", WaitingAddress, SIGN_IN_LIMIT)
