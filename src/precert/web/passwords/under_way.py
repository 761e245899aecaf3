"""A new password under way: what the session keeps between the pages. Nothing of it leaves the
server.
"""

from dataclasses import asdict, dataclass
from typing import Literal

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.door import Request

Flow = Literal["forgot-password", "change-password"]


@dataclass(frozen=True)
class UnderWay:
    """The challenge of the mailed code, since when this step may be done, and whose password it is
    once the code was right.
    """

    challenge: int
    since: float
    account: int | None = None


def keep(request: Request, flow: Flow, challenge: int, account: int | None = None) -> None:
    """Go on with this, under a new session id."""
    request.session.cycle_key()
    request.session[flow] = asdict(UnderWay(challenge, request.now.timestamp(), account))


def current(request: Request, flow: Flow) -> UnderWay | None:
    """What is under way; None when there is nothing, or it began too long ago."""
    kept = request.session.get(flow)
    if kept is None:
        return None
    found = UnderWay(**kept)
    return found if request.now.timestamp() < found.since + SIGN_IN_LIMIT.total_seconds() else None


def forget(request: Request, flow: Flow) -> None:
    """It is done, or over."""
    request.session.pop(flow, None)
