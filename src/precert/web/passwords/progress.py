"""A new password under way: what the session keeps between the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.door import Request
from precert.web.session_state import SessionState

Flow = Literal["forgot-password", "change-password"]


@dataclass(frozen=True)
class Progress:
    """The challenge of the mailed code, and whose password it is once the code was right."""

    challenge: int
    account: int | None = None


PROGRESS: Mapping[Flow, SessionState[Progress]] = {
    "forgot-password": SessionState("forgot-password", Progress, SIGN_IN_LIMIT),
    "change-password": SessionState("change-password", Progress, SIGN_IN_LIMIT),
}


def keep(request: Request, flow: Flow, challenge: int, account: int | None = None) -> None:
    """Go on with this, under a new session id."""
    request.session.cycle_key()
    PROGRESS[flow].keep(request.session, Progress(challenge, account), request.now)


def current(request: Request, flow: Flow) -> Progress | None:
    """What is under way; None when there is nothing, or this step began too long ago."""
    return PROGRESS[flow].find(request.session, request.now)
