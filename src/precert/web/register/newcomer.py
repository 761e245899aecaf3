"""From the right NPI and code to the mailed link: what the (still anonymous) session keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

from precert.people.links import life
from precert.people.policy import REGISTRATION_LIMIT
from precert.registry.registration import Match
from precert.web.door import Request
from precert.web.session_state import SessionState

LONGEST = 300  # characters of a field that is set aside


@dataclass(frozen=True)
class Newcomer:
    """A contract, and the ids of the providers whose code was right, each with the digest of its
    code.
    """

    contract: str
    matches: list[tuple[int, str]]

    @property
    def codes(self) -> dict[int, str]:
        """The digests by provider."""
        return dict(self.matches)


@dataclass(frozen=True)
class Mailed:
    """An account that this browser has asked for, and the address that its link was mailed to."""

    account: int
    email: str


@dataclass(frozen=True)
class LateEntry:
    """What was typed and came too late, by field."""

    fields: dict[str, str]


NEWCOMER = SessionState("newcomer", Newcomer, REGISTRATION_LIMIT)
TYPED = SessionState("newcomer-typed", LateEntry, REGISTRATION_LIMIT)
MAILED = SessionState("mailed", Mailed, lambda: life("register"))  # as long as the link works


def begin(request: Request, contract: str, matches: list[Match]) -> None:
    """Go on under a new session id."""
    request.session.cycle_key()
    found = [(match.provider.id, match.digest) for match in matches]
    NEWCOMER.keep(request.session, Newcomer(contract, found), request.now)


def set_aside(request: Request, names: Iterable[str]) -> None:
    """What was typed into these fields and came too late, for when NPI and code are shown again."""
    typed = {name: request.POST[name][:LONGEST] for name in names if request.POST.get(name)}
    TYPED.keep(request.session, LateEntry(typed), request.now)


def typed_before(request: Request) -> dict[str, str]:
    """What was set aside in this browser not long ago, by field; empty when nothing was."""
    found = TYPED.find(request.session, request.now)
    return found.fields if found else {}


def done(request: Request, account_id: int, email: str) -> None:
    """The account is asked for, and the link mailed there."""
    for over in (NEWCOMER, TYPED):
        over.forget(request.session)
    MAILED.keep(request.session, Mailed(account_id, email), request.now)
