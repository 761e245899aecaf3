"""A signed-in session: its beginning, its two limits, the context chosen in it. The server keeps
all of it.

The browser's session holds the key of a row in `people`, which is asked at every request: ending
the row ends the session. Whoever signs in or acts for another provider gets a new CSRF token: a
page of this browser that was opened before can't act any more.
"""

from datetime import UTC, datetime
from typing import cast

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from precert.conduct.perform import perform
from precert.gate.request import Request
from precert.people import policy
from precert.people.actions.change_context import ChangeContext, ChangeContextInput
from precert.people.actions.sign_out import Ending, SignOut, SignOutInput
from precert.people.actors import Account, as_account
from precert.people.queries import IdleRule, Open, contexts, session_of

LOGIN, STARTED, LAST_INPUT, CONTEXT, TERMS = "login", "started", "last_input", "context", "terms"


def sign_in(request: Request, account: Account, key: str, now: datetime) -> int | None:
    """Let the account in under a new session id; the provider it acts for, None when it has to
    choose one.
    """
    if hasattr(request, "session_id"):  # this browser was signed in already
        end(request, request.account, request.session_id, "asked", now)
    request.session.flush()  # nothing of what a stranger did in this browser goes on
    rotate_token(request)
    begin(request.session, account, key, now)
    provider_id = context(request.session)
    if provider_id is not None:
        perform(ChangeContext, ChangeContextInput(provider_id), as_account(account), now)
    return provider_id


def begin(session: SessionBase, account: Account, key: str, now: datetime) -> None:
    """Start the session's limits, and act for the only provider, or the one acted for last."""
    session[LOGIN] = key
    session[STARTED] = session[LAST_INPUT] = now.timestamp()
    within_reach = [one.provider_id for one in contexts(account)]
    if len(within_reach) == 1:
        session[CONTEXT] = within_reach[0]
    elif account.last_context in within_reach:
        session[CONTEXT] = account.last_context


def opened(session: SessionBase) -> Open | None:
    """The session that this browser signed in to, open or over; None for a stranger."""
    key = session.get(LOGIN)
    return (
        None
        if key is None or STARTED not in session or LAST_INPUT not in session
        else session_of(key)
    )


def context(session: SessionBase) -> int | None:
    """The provider chosen in this session. Whether it may (still) be acted for is asked at every
    request.
    """
    return cast("int | None", session.get(CONTEXT))


def choose(request: Request, provider_id: int) -> None:
    """Act for another provider from now on, under a new session id."""
    request.session[CONTEXT] = provider_id
    request.session.cycle_key()
    rotate_token(request)


def agreed(session: SessionBase, terms: frozenset[str]) -> None:
    """Remember which terms of use the account has agreed to, so that not every request has to ask."""
    session[TERMS] = sorted(terms)


def pending(session: SessionBase, terms: frozenset[str]) -> frozenset[str]:
    """Those of these terms of use that the session doesn't know as agreed to."""
    return terms.difference(session.get(TERMS, ()))


def note_input(session: SessionBase, now: datetime) -> None:
    """The person did something: the idle time starts anew."""
    session[LAST_INPUT] = now.timestamp()


def idle(session: SessionBase, rule: IdleRule, now: datetime) -> policy.Idle:
    """How the session stands by the idle rule of its context."""
    return policy.idle(now, _moment(session, LAST_INPUT), rule.minutes, rule.countdown)


def idle_limit(rule: IdleRule) -> int:
    """Seconds from the last input to the end of the session."""
    start = datetime.fromtimestamp(0, UTC)
    return int(
        (policy.idle(start, start, rule.minutes, rule.countdown).ends_at - start).total_seconds()
    )


def over(session: SessionBase, rule: IdleRule, now: datetime) -> Ending | None:
    """Which limit the session has reached, if any."""
    if policy.too_old(now, _moment(session, STARTED)):
        return "limit"
    return "idle" if idle(session, rule, now).state == "expired" else None


def end(
    request: HttpRequest, account: Account, session_id: int, why: Ending, now: datetime
) -> None:
    """Sign out: the session and its id are gone from the server."""
    perform(SignOut, SignOutInput(session_id, why), as_account(account), now)
    request.session.flush()


def _moment(session: SessionBase, key: str) -> datetime:
    return datetime.fromtimestamp(session[key], UTC)
