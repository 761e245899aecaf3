"""The addresses that the telephone service asks us at: each names one message or call by a signed
token that expires.

The pages behind them are `web.telephone`. A token says nothing to a stranger and can't be made by
one; besides it the service has to sign each request.
"""

from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer

Use = Literal["call", "state"]
PLACES: dict[Use, str] = {"call": "/telephone/call/", "state": "/telephone/state/"}
LIVES: dict[Use, timedelta] = {
    "call": timedelta(minutes=15),  # longer than any code lives
    "state": timedelta(days=1),  # carriers report late
}


def call_url(message_id: int, now: datetime) -> str:
    """Where a call that was picked up gets its words."""
    return _url("call", message_id, now)


def state_url(message_id: int, now: datetime) -> str:
    """Where it is told what becomes of a message or call."""
    return _url("state", message_id, now)


def opened(use: Use, token: str, now: datetime) -> int | None:
    """The message or call that a token names; None when it is no token of ours for that use, or is
    too old.
    """
    try:
        said = _signer(use).unsign_object(token)
        message_id, until = int(said["m"]), int(said["t"])
    except (BadSignature, ValueError, TypeError, KeyError):
        return None
    return message_id if now.timestamp() < until else None


def _url(use: Use, message_id: int, now: datetime) -> str:
    token = _signer(use).sign_object({"m": message_id, "t": int((now + LIVES[use]).timestamp())})
    return f"{settings.SITE_URL}{PLACES[use]}{token}"


def _signer(use: Use) -> Signer:
    return Signer(salt=f"precert.telephone.{use}", sep=".")
