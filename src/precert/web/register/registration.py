"""Between the opened link and the finished registration: what the (still anonymous) session keeps."""

from dataclasses import dataclass

from precert.people.policy import SESSION_LIMIT
from precert.people.queries import still_registering
from precert.web.door import Request
from precert.web.session_state import SessionState


@dataclass(frozen=True)
class Registration:
    """A registration under way: whose, and by which link, which says how long."""

    account: int
    link: int


REGISTRATION = SessionState("registration", Registration, SESSION_LIMIT)


def begin(request: Request, registration: Registration) -> None:
    """Under a new session id; nothing of what a stranger did in this browser goes on."""
    request.session.flush()
    REGISTRATION.keep(request.session, registration, request.now)


def current(request: Request) -> Registration | None:
    """The registration under way; None when there is none, it took too long, is finished, or a
    newer link replaced it.
    """
    found = REGISTRATION.find(request.session, request.now)
    return found if found and still_registering(found.account, found.link, request.now) else None
