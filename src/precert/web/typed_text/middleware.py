"""A form that was sent needs nothing kept: its POST carries the page's ticket; a redirect (or 201;
to a script: data) says it was taken.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from precert.people.actions.drop_text import DropText, DropTextInput
from precert.web.door import Request, run
from precert.web.typed_text import ticket
from precert.web.typed_text.views import FORM

log = logging.getLogger(__name__)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class KeptMiddleware:
    """After the door: only a view that ran can have taken the form; a redirect of the door's own
    drops nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A form that is wrong comes back as a page, or with another status."""
        response = self.get_response(request)
        if request.method == "POST" and getattr(request, "kept_seen", False) and _taken(response):
            _drop(cast("Request", request))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """The door let it pass."""
        request.kept_seen = hasattr(request, "account") and request.content_type in FORMS  # type: ignore[attr-defined]


def _taken(response: HttpResponseBase) -> bool:
    return response.status_code in {201, 302, 303} or (
        response.status_code == 200 and isinstance(response, JsonResponse)
    )


def _drop(request: Request) -> None:
    form, _, typed = request.POST.get(ticket.FIELD, "").partition(" ")
    page = ticket.read(request, typed) if FORM.fullmatch(form) else None
    if page is None:
        return
    try:
        run(request, DropText, DropTextInput(page.page, form, page.visit))
    except DatabaseError:
        log.exception(
            "what was kept of a form that was sent can't be dropped"
        )  # the form itself was taken
