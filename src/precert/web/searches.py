"""What somebody searched for, kept in the session: no name or id of a person stands in an address,
and Back finds the results again.

A search is posted, kept, and led to by a key that says nothing. A key that the session doesn't know
(another session's, or one of long ago) finds nothing, so that the page starts empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe

from precert.people.policy import SESSION_LIMIT
from precert.web.door import Request
from precert.web.session_state import SessionState

SEARCH_PARAMETER = "search"  # the key's name in the address
MOST = 20  # of one session, the newest; more than anybody goes back


@dataclass(frozen=True)
class Searches:
    """Key and typed fields of each, oldest first."""

    made: list[tuple[str, dict[str, str]]] = field(default_factory=list)


SEARCHES = SessionState("searches", Searches, SESSION_LIMIT)


def keep(request: Request, typed: Mapping[str, str]) -> str:
    """Keep what was typed; the query string that leads to it."""
    key, before = token_urlsafe(6), SEARCHES.find(request.session, request.now) or Searches()
    made = [*before.made, (key, dict(typed))][-MOST:]
    SEARCHES.keep(request.session, Searches(made), request.now)
    return f"?{SEARCH_PARAMETER}={key}"


def kept(request: Request) -> dict[str, str] | None:
    """What the address of this request leads to; None when it leads to nothing."""
    found = SEARCHES.find(request.session, request.now) or Searches()
    return dict(found.made).get(request.GET.get(SEARCH_PARAMETER, ""))
