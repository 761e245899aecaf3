"""Between the right password and the second factor: what the (still anonymous) session keeps.
Nothing of it leaves the server.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from precert.people.actors import Account
from precert.people.policy import SIGN_IN_LIMIT
from precert.people.queries import account
from precert.web.door import Request
from precert.web.session_state import SessionState


@dataclass(frozen=True)
class Pending:
    """A sign-in under way: whose, by which password (its stamp), and the page to go to afterwards.

    `way` is how the code was sent last (email, sms, voice), `shown` the masked address or number,
    `challenge` its row; `passkey` what the browser was asked last, good for one answer.
    """

    account: int
    stamp: str
    next: str
    challenge: int = 0
    way: str = ""
    shown: str = ""
    passkey: dict[str, Any] | None = None


PENDING = SessionState("pending", Pending, SIGN_IN_LIMIT)


@dataclass(frozen=True)
class UnderWay:
    """The sign-in under way and the account whose password was right."""

    pending: Pending
    account: Account


Step = Callable[[Request, UnderWay], HttpResponse]


def begin(request: Request, owner: Account, wanted: str) -> UnderWay:
    """Start over under a new session id; whatever the session held of an earlier try is gone."""
    started = Pending(owner.pk, owner.get_session_auth_hash(), wanted)
    request.session.cycle_key()
    PENDING.keep(request.session, started, request.now)
    return UnderWay(started, owner)


def change(request: Request, **changes: Any) -> None:
    """Remember what was sent or asked. The time for signing in goes on."""
    PENDING.change(request.session, request.now, **changes)


def forget(request: HttpRequest) -> None:
    """The sign-in is over."""
    PENDING.forget(request.session)


def step(view: Step) -> Callable[[Request], HttpResponse]:
    """A step after the password: without one, too late, or for an account that can't be used now it
    is the login page instead.
    """

    @wraps(view)
    def guarded(request: Request) -> HttpResponse:
        if not PENDING.begun(request.session):
            return redirect("login")
        found = _current(request)
        if found is None:
            return _over(request, "late")
        owner = found.account
        if owner.locked_at is not None or not owner.is_active or owner.removed_at is not None:
            return _over(request, "stopped")
        return view(request, found)

    return guarded


def safe_next(request: HttpRequest, wanted: str) -> str:
    """The page asked for, if it is one of ours; else nothing. Other sites and the login itself are
    no place to go to.
    """
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return (
        wanted
        if local and not wanted.startswith(("/login", "/logout", "/session")) and len(wanted) <= 500
        else ""
    )


def _current(request: Request) -> UnderWay | None:
    """What the session keeps, unless it began too long ago or the password was changed since."""
    pending = PENDING.find(request.session, request.now)
    if pending is None:
        return None
    owner = account(pending.account)
    return (
        UnderWay(pending, owner)
        if constant_time_compare(owner.get_session_auth_hash(), pending.stamp)
        else None
    )


def _over(request: HttpRequest, why: str) -> HttpResponse:
    forget(request)
    return redirect(f"{reverse('login')}?ended={why}")
