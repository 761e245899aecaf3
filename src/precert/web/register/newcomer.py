"""From the right NPI and code to the mailed link: what the (still anonymous) session keeps."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import HttpRequest

from precert.people.links import life
from precert.people.policy import REGISTRATION_LIMIT
from precert.registry.registration import Match

KEY, MAILED, ASIDE = "newcomer", "mailed", "newcomer-typed"
LONGEST = 300  # characters of a field that is set aside


@dataclass(frozen=True)
class Newcomer:
    """A contract, and the ids of the providers whose code was right with the digests of their
    codes.
    """

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


def set_aside(request: HttpRequest, names: Iterable[str], now: datetime) -> None:
    """What was typed into these fields and came too late, for when NPI and code are shown again."""
    typed = {name: request.POST[name][:LONGEST] for name in names if request.POST.get(name)}
    request.session[ASIDE] = {"typed": typed, "since": now.timestamp()}


def typed_before(request: HttpRequest, now: datetime) -> dict[str, str]:
    """What was set aside in this browser not long ago, by field; empty when nothing was."""
    kept = request.session.get(ASIDE)
    return (
        dict(kept["typed"])
        if kept and now.timestamp() < kept["since"] + REGISTRATION_LIMIT.total_seconds()
        else {}
    )


@dataclass(frozen=True)
class Mailed:
    """An account that this browser has asked for, and the address that its link was mailed to."""

    account: int
    email: str
    since: float


def done(request: HttpRequest, account_id: int, email: str, now: datetime) -> None:
    """The account is asked for, and the link mailed there."""
    for over in (KEY, ASIDE):
        request.session.pop(over, None)
    request.session[MAILED] = asdict(Mailed(account_id, email, now.timestamp()))


def mailed(request: HttpRequest, now: datetime) -> Mailed | None:
    """What was asked for in this browser, as long as the link works; None when nothing was."""
    kept = request.session.get(MAILED)
    found = Mailed(**kept) if kept else None
    return (
        found
        if found and now.timestamp() < found.since + life("register").total_seconds()
        else None
    )
