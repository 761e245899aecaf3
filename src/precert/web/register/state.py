"""Between the opened link and the finished registration: what the (still anonymous) session keeps."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import HttpRequest

from precert.people.queries import still_registering

KEY = "registration"


@dataclass(frozen=True)
class Registration:
    """A registration under way: whose, by which link, since when (seconds since 1970)."""

    account: int
    link: int
    since: float


def keep(request: HttpRequest, registration: Registration) -> None:
    """Begin it under a new session id; nothing of what a stranger did in this browser goes on."""
    request.session.flush()
    request.session[KEY] = asdict(registration)


def current(request: HttpRequest, now: datetime) -> Registration | None:
    """The registration under way; None when there is none, it took too long, is finished, or a
    newer link replaced it.
    """
    kept = request.session.get(KEY)
    if kept is None:
        return None
    found = Registration(**kept)
    return found if still_registering(found.account, found.link, now) else None


def forget(request: HttpRequest) -> None:
    """The registration is over."""
    request.session.pop(KEY, None)
