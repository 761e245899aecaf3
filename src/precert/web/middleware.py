"""Around every page: what the gate found, said to people."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from precert.gate import middleware as gate
from precert.gate import session
from precert.gate.admission import Denial
from precert.gate.request import Request
from precert.gate.rules import BACKGROUND_HEADER, rule_of
from precert.people.queries import type_shown
from precert.web import error_pages
from precert.web.door import Request as WebRequest

Next = Callable[[HttpRequest], HttpResponseBase]
LOGIN, CHOOSE, TERMS = "/login", "/context", "/terms"
NO_PAGE_NEEDS = (
    "camera",
    "microphone",
    "geolocation",
    "payment",
    "usb",
    "serial",
    "hid",
    "midi",
    "display-capture",
    "browsing-topics",
)
PASSKEYS_NEED = ("publickey-credentials-get", "publickey-credentials-create")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in NO_PAGE_NEEDS), *(f"{name}=(self)" for name in PASSKEYS_NEED)]
)


class PermissionsMiddleware:
    """Says which of the browser's devices no page here needs, so that nothing that gets into one
    can ask for them.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The header of every response."""
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class DoorMiddleware(gate.GateMiddleware):
    """The gate, with the pages that people are led to or shown."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """As the gate's; a wrong method has its page."""
        response = super().__call__(request)
        match = request.resolver_match
        if isinstance(response, HttpResponseNotAllowed) and not (
            match and rule_of(match.func).machine
        ):
            found = error_pages.not_allowed(request, response)
            found.headers["Cache-Control"] = response.headers["Cache-Control"]
            return found
        return response

    def furnish(self, request: Request) -> None:
        """What the frame of every page shows."""
        page, seat = cast("WebRequest", request), request.seat
        page.several_contexts = seat.several
        page.acting_for = (
            f"{seat.provider.name} ({type_shown(seat.provider)})" if seat.provider else ""
        )
        page.idle_seconds = session.idle_limit(seat.idle)

    def refuse(self, request: Request, why: Denial) -> HttpResponseBase:
        """To the login page, the terms of use or the choice of a context, and back; or the page
        that says no.
        """
        asked = {"next": _place(request)}
        if why.why == "unknown":
            ended = {"ended": why.ended} if why.ended else {}
            return _elsewhere(request, f"{LOGIN}?{urlencode(asked | ended)}", signed_out=True)
        if why.why == "terms":
            return _elsewhere(request, f"{TERMS}?{urlencode(asked)}", signed_out=False)
        if why.why == "context":
            return _elsewhere(request, f"{CHOOSE}?{urlencode(asked)}", signed_out=False)
        return error_pages.forbidden(request)


class ReadingMiddleware(gate.ReadingMiddleware):
    """The gate's, with a page for when nothing can be shown."""

    def refuse(self, request: Request, why: Denial) -> HttpResponseBase:
        """503."""
        return error_pages.unavailable(request)


def _elsewhere(request: Request, where: str, *, signed_out: bool) -> HttpResponseBase:
    """Send a person there; tell a script with 401, so that what is typed in the page stays there."""
    if _by_script(request):
        return JsonResponse({"signed_out": signed_out, "login": where}, status=401)
    response = HttpResponseRedirect(where)
    patch_vary_headers(response, ["Cookie"])
    return response


def _by_script(request: HttpRequest) -> bool:
    json = "application/json"
    return (
        request.headers.get(BACKGROUND_HEADER) == "1"
        or request.content_type == json
        or json in request.headers.get("Accept", "")
    )


def _place(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose form or script sent this request."""
    if request.method == "GET" and not request.headers.get(BACKGROUND_HEADER):
        return request.get_full_path()
    came_from = request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
