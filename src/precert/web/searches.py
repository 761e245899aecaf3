"""What somebody searched for, kept in the session: no name or id of a person stands in an address,
and Back finds the results again.

A search is posted, kept, and led to by a key that says nothing. A key that the session doesn't know
(another session's, or one of long ago) finds nothing, so that the page starts empty.
"""

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import cast

from django.http import HttpRequest

PARAMETER = "search"  # the key's name in the address
KEPT = "searches"
MOST = 20  # of one session, the newest; more than anybody goes back


def keep(request: HttpRequest, typed: Mapping[str, str]) -> str:
    """Keep what was typed; the query string that leads to it."""
    key = token_urlsafe(6)
    kept = cast("list[tuple[str, dict[str, str]]]", request.session.get(KEPT, []))
    request.session[KEPT] = [*kept, (key, dict(typed))][-MOST:]
    return f"?{PARAMETER}={key}"


def kept(request: HttpRequest) -> dict[str, str] | None:
    """What the address of this request leads to; None when it leads to nothing."""
    return dict(request.session.get(KEPT, [])).get(request.GET.get(PARAMETER, ""))
