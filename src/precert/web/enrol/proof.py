"""A fresh proof: who changes their second factors shows one of those they have, whatever they did
to sign in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.door import Request
from precert.web.session_state import SessionState

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class FreshProof:
    """A factor was shown, by this way."""

    way: str


PROOF = SessionState("proved", FreshProof, SIGN_IN_LIMIT)


def proved(view: View) -> View:
    """The view is for those who have shown a factor just now; others do that first, and come back."""

    @wraps(view)
    def page(request: Request, **named: int) -> HttpResponse:
        if PROOF.find(request.session, request.now):
            return view(request, **named)
        there = request.path if request.method == "GET" else reverse("security")
        return redirect(f"{reverse('security_prove')}?{urlencode({'next': there})}")

    return page
