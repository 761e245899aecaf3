"""Between the right password and the right code: what the (still anonymous) session keeps."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from precert.people.policy import SIGN_IN_LIMIT

KEY = "pending"


@dataclass(frozen=True)
class Pending:
    """A sign-in under way: the mailed code's challenge, since when, and the page to go to afterwards."""

    challenge: int
    since: float
    next: str


def keep(request: HttpRequest, pending: Pending) -> None:
    """Start over with this; whatever the session held of an earlier try is gone."""
    request.session.cycle_key()
    request.session[KEY] = asdict(pending)


def current(request: HttpRequest, now: datetime) -> Pending | None:
    """The sign-in under way, unless there is none or it began too long ago."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    pending = Pending(**kept)
    return pending if now.timestamp() < pending.since + SIGN_IN_LIMIT.total_seconds() else None


def forget(request: HttpRequest) -> None:
    """The sign-in is over."""
    request.session.pop(KEY, None)


def safe_next(request: HttpRequest, wanted: str) -> str:
    """The page asked for, if it is one of ours; else nothing. Other sites and the login itself are no place to go to."""
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if local and not wanted.startswith(("/login", "/logout", "/session")) and len(wanted) <= 500 else ""
