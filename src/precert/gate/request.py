"""What a request carries behind the gate."""

from datetime import datetime

from django.http import HttpRequest

from precert.conduct.actor import Actor
from precert.people.actors import Account
from precert.people.queries import Seat


class Request(HttpRequest):
    """A request behind the gate. For typing: the middleware sets these on Django's own request.

    `now` is there always; `ended` says why the session that it came with is over, empty when it
    isn't; the others are there only when somebody is signed in.
    """

    now: datetime
    ended: str
    seat: Seat
    actor: Actor
    account: Account
    session_id: int
