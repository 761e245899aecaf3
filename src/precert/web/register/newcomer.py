"""Between the right NPI and code and the account asked for: what the (still anonymous) session keeps."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from precert.people.policy import REGISTRATION_LIMIT
from precert.registry.registration import Match

KEY = "newcomer"


@dataclass(frozen=True)
class Newcomer:
    """A contract, and the ids of the providers whose code was right with the digests of their codes."""

    contract: str
    codes: dict[int, str]


def keep(request: HttpRequest, contract: str, matches: list[Match], now: datetime) -> None:
    """Go on under a new session id."""
    request.session.cycle_key()
    found = [[match.provider.id, match.digest] for match in matches]
    request.session[KEY] = {"contract": contract, "codes": found, "since": now.timestamp()}


def current(request: HttpRequest, now: datetime) -> Newcomer | None:
    """What was shown; None when nothing was, or too long ago."""
    kept = request.session.get(KEY)
    if kept is None or now.timestamp() >= kept["since"] + REGISTRATION_LIMIT.total_seconds():
        return None
    return Newcomer(kept["contract"], {int(pk): digest for pk, digest in kept["codes"]})


def forget(request: HttpRequest) -> None:
    """The account is asked for."""
    request.session.pop(KEY, None)
