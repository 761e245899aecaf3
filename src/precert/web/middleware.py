"""Around every view: a number for the request, who is asking, what was read."""

import logging
import uuid
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.db import DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from precert.conduct import reading
from precert.journal.reading import log_readings
from precert.journal.write import By, address, correlation
from precert.kit import clock
from precert.people.queries import agreed_terms, seat_of, type_shown
from precert.web import error_pages, session
from precert.web.door import BACKGROUND_HEADER, Request, Rule, address_of, is_background, rule_of

Next = Callable[[HttpRequest], HttpResponseBase]
LOGIN, CHOOSE, TERMS = "/login", "/context", "/terms"
BEFORE_TERMS = (
    TERMS,
    CHOOSE,
    "/logout",
    "/session",
    "/help",
)  # open to somebody who hasn't agreed to the terms of use
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

log = logging.getLogger(__name__)


class CorrelationMiddleware:
    """Gives each request a number that stands in the response, in the journal and in the access
    log; these say from where it came, too.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Never taken from outside: a caller could borrow another request's number."""
        number = uuid.uuid4().hex
        token, origin = correlation.set(number), address.set(address_of(request))
        try:
            response = self.get_response(request)
        finally:
            correlation.reset(token)
            address.reset(origin)
        response.headers["X-Request-ID"] = number
        return response


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


class NulMiddleware:
    """Takes NULs out of what a form or a query says, and refuses an address with one: not every
    database bears to be asked for it.

    No keyboard types one; it comes along in text that is pasted, and means nothing there.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the address is known to be one."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """On to the view, unless the address itself is none. What is sent as JSON is read by the
        view, which knows its values.
        """
        request.GET, request.POST = _without_nul(request.GET), _without_nul(request.POST)  # type: ignore[assignment] # nobody writes to it
        return error_pages.bad_request(request) if "\0" in request.path else None


class DoorMiddleware:
    """Who is asking, read anew from the database each time, and whether the view is for them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Resolve session, account, context and permissions; end a session that is over."""
        asked = cast("Request", request)
        asked.now = clock.now()
        _identify(asked)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = error_pages.not_allowed(request, response)
        if hasattr(asked, "account"):
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse, send to the login, or let pass; a person's own doing keeps the session alive."""
        asked, rule = cast("Request", request), rule_of(view)
        if not hasattr(asked, "account"):
            return None if rule.public else _sign_in_first(asked)
        if not is_background(asked, rule):
            session.note_input(asked.session, asked.now)
        return None if rule.public else _terms_first(asked) or _admit(asked, rule)


class ReadingMiddleware:
    """Writes who read what before the response leaves. No record, no page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Collect what queries note, and log it in one INSERT."""
        seen = reading.ReadingList()
        token = reading.current.set(seen)
        try:
            response = self.get_response(request)
        finally:
            reading.current.reset(token)
        if not seen.subjects:
            return response
        try:
            _log(cast("Request", request), seen)
        except DatabaseError:
            log.exception("the access log can't be written")
            response.close()
            return error_pages.unavailable(request)
        return response


def _without_nul(sent: QueryDict) -> QueryDict:
    """The same when there is none."""
    if not any("\0" in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return clean


def _identify(request: Request) -> None:
    """Set seat, actor and account, unless nobody is signed in or the session is over."""
    found = session.opened(request.session)
    if found is None:
        return
    account = found.account
    if (
        found.ended
        or not account.is_active
        or account.locked_at is not None
        or account.removed_at is not None
    ):
        request.session.flush()
        request.META["precert.ended"] = "elsewhere"
        return
    seat = seat_of(account, session.context(request.session), request.now)
    if why := session.over(request.session, seat.idle, request.now):
        session.end(request, account, found.id, why, request.now)
        request.META["precert.ended"] = why
        return
    request.account, request.seat, request.actor, request.session_id = (
        account,
        seat,
        seat.actor,
        found.id,
    )
    request.several_contexts = seat.several
    request.acting_for = (
        f"{seat.provider.name} ({type_shown(seat.provider)})" if seat.provider else ""
    )
    request.idle_seconds = session.idle_limit(seat.idle)


def _admit(request: Request, rule: Rule) -> HttpResponseBase | None:
    if not rule.permissions or rule.permissions & request.actor.anywhere:
        return None
    if (
        request.actor.side != "review"
        and session.context(request.session) is None
        and request.several_contexts
    ):
        return HttpResponseRedirect(f"{CHOOSE}?{urlencode({'next': _place(request)})}")
    return error_pages.forbidden(request)


def _terms_first(request: Request) -> HttpResponseBase | None:
    """To the terms of use and back, unless all of the context's are agreed to. Only a session that
    doesn't know yet asks the database.
    """
    if not session.pending(request.session, request.seat.terms) or _lies_in(
        BEFORE_TERMS, request.path
    ):
        return None
    session.agreed(request.session, agreed_terms(request.account.pk))
    if not session.pending(request.session, request.seat.terms):
        return None
    return _elsewhere(request, f"{TERMS}?{urlencode({'next': _place(request)})}", signed_out=False)


def _lies_in(places: tuple[str, ...], path: str) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _sign_in_first(request: Request) -> HttpResponseBase:
    """To the login page and back."""
    found = {"next": _place(request)}
    if why := request.META.get("precert.ended"):
        found["ended"] = str(why)
    return _elsewhere(request, f"{LOGIN}?{urlencode(found)}", signed_out=True)


def _elsewhere(request: Request, where: str, *, signed_out: bool) -> HttpResponseBase:
    """Send a person there; tell a script with 401, so that what is typed in the page stays there."""
    if _by_script(request):
        return JsonResponse({"signed_out": signed_out, "login": where}, status=401)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": where})
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
    if (
        request.method == "GET"
        and not request.headers.get("HX-Request")
        and not request.headers.get(BACKGROUND_HEADER)
    ):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _log(request: Request, seen: reading.ReadingList) -> None:
    actor = getattr(request, "actor", None)
    by = (
        By(actor.kind, actor.id, actor.name, actor.provider_id)
        if actor
        else By("person", "unknown", "")
    )
    page = request.resolver_match.view_name if request.resolver_match else ""
    subjects = {kind: sorted(ids) for kind, ids in seen.subjects.items()}
    log_readings(subjects, by=by, at=request.now, page=page[:80], address=address_of(request))
