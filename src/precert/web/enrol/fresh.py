"""A fresh proof: who changes their second factors shows one of those they have, whatever they did
to sign in.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.door import Request

KEY = "proved"
View = Callable[..., HttpResponse]


def note(session: SessionBase, now: datetime) -> None:
    """A factor was shown at this moment."""
    session[KEY] = now.timestamp()


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Whether that was not long ago."""
    return bool(now.timestamp() < session.get(KEY, 0) + SIGN_IN_LIMIT.total_seconds())


def proved(view: View) -> View:
    """The view is for those who have shown a factor just now; others do that first, and come back."""

    @wraps(view)
    def page(request: Request, **named: int) -> HttpResponse:
        if is_fresh(request.session, request.now):
            return view(request, **named)
        there = request.path if request.method == "GET" else reverse("security")
        return redirect(f"{reverse('security_prove')}?{urlencode({'next': there})}")

    return page
