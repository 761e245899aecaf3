"""A new e-mail address that waits for its code: what the session keeps of it."""

from dataclasses import asdict, dataclass

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.door import Request

KEY = "new-address"


@dataclass(frozen=True)
class Waiting:
    """The challenge of the code, the address it was sent to, and when."""

    challenge: int
    address: str
    since: float


def keep(request: Request, challenge: int, address: str) -> None:
    """Wait for this one."""
    request.session[KEY] = asdict(Waiting(challenge, address, request.now.timestamp()))


def current(request: Request) -> Waiting | None:
    """The address that waits; None when there is none, or it has waited too long."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    found = Waiting(**kept)
    return found if request.now.timestamp() < found.since + SIGN_IN_LIMIT.total_seconds() else None


def forget(request: Request) -> None:
    """It is used, or not wanted."""
    request.session.pop(KEY, None)
