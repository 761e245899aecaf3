"""A signed-in session: its beginning, its two limits, the context chosen in it. The server keeps all of it."""

from datetime import UTC, datetime
from typing import Literal, cast

from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from precert.conduct.perform import perform
from precert.people import policy
from precert.people.acting import Account, as_account
from precert.people.actions.change_context import ChangeContext, Chosen
from precert.people.actions.sign_out import Ended, SignOut
from precert.people.queries import IdleRule, contexts
from precert.web.door import Request

STARTED, LAST_INPUT, CONTEXT = "started", "last_input", "context"
BACKEND = "django.contrib.auth.backends.ModelBackend"
Ending = Literal["asked", "idle", "limit"]


def sign_in(request: HttpRequest, account: Account, now: datetime) -> int | None:
    """Let the account in under a new session id; the provider it acts for, None when it has to choose one."""
    auth.login(request, account, backend=BACKEND)
    begin(request.session, account, now)
    provider_id = context(request.session)
    if provider_id is not None:
        perform(ChangeContext, Chosen(provider_id), as_account(account), now)
    return provider_id


def begin(session: SessionBase, account: Account, now: datetime) -> None:
    """Start the session's limits, and act for the only provider, or the one acted for last."""
    session[STARTED] = session[LAST_INPUT] = now.timestamp()
    within_reach = [one.provider_id for one in contexts(account)]
    if len(within_reach) == 1:
        session[CONTEXT] = within_reach[0]
    elif account.last_context in within_reach:
        session[CONTEXT] = account.last_context


def begun(session: SessionBase) -> bool:
    """Whether the limits run."""
    return STARTED in session and LAST_INPUT in session


def context(session: SessionBase) -> int | None:
    """The provider chosen in this session. Whether it may (still) be acted for is asked at every request."""
    return cast("int | None", session.get(CONTEXT))


def choose(request: Request, provider_id: int) -> None:
    """Act for another provider from now on, under a new session id."""
    request.session[CONTEXT] = provider_id
    request.session.cycle_key()


def note_input(session: SessionBase, now: datetime) -> None:
    """The person did something: the idle time starts anew."""
    session[LAST_INPUT] = now.timestamp()


def idle(session: SessionBase, rule: IdleRule, now: datetime) -> policy.Idle:
    """How the session stands by the idle rule of its context."""
    return policy.idle(now, _moment(session, LAST_INPUT), rule.minutes, rule.countdown)


def idle_limit(rule: IdleRule) -> int:
    """Seconds from the last input to the end of the session."""
    start = datetime.fromtimestamp(0, UTC)
    return int((policy.idle(start, start, rule.minutes, rule.countdown).ends_at - start).total_seconds())


def over(session: SessionBase, rule: IdleRule, now: datetime) -> Ending | None:
    """Which limit the session has reached, if any."""
    if policy.too_old(now, _moment(session, STARTED)):
        return "limit"
    return "idle" if idle(session, rule, now).state == "expired" else None


def end(request: HttpRequest, account: Account, why: Ending, now: datetime) -> None:
    """Sign out: the session and its id are gone from the server."""
    perform(SignOut, Ended(why), as_account(account), now)
    auth.logout(request)


def _moment(session: SessionBase, key: str) -> datetime:
    return datetime.fromtimestamp(session[key], UTC)
