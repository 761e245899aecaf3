"""Around every view of every door: a number for the request, who is asking, what was read.

By itself the gate answers machines. The web door derives from it and shows people pages.
"""

import logging
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, QueryDict

from precert.conduct import reading_list
from precert.contracts import queries as contracts
from precert.gate import reading_log
from precert.gate.admission import Denial, plain
from precert.gate.identity import denial, identify
from precert.gate.origin import address_of
from precert.gate.request import Request
from precert.gate.rules import answer_to_machine, rule_of
from precert.journal.recording import address, correlation
from precert.kit import clock

Next = Callable[[HttpRequest], HttpResponseBase]
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
            with contracts.asked_once():
                response = self.get_response(request)
        finally:
            correlation.reset(token)
            address.reset(origin)
        response.headers["X-Request-ID"] = number
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
    ) -> None:
        """On to the view, unless the address itself is none. What is sent as JSON is read by the
        view, which knows its values.
        """
        request.GET, request.POST = _without_nul(request.GET), _without_nul(request.POST)  # type: ignore[assignment] # nobody writes to it
        if "\0" in request.path:
            raise BadRequest("an address with a NUL")


class GateMiddleware:
    """Who is asking, and whether the view is for them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Resolve session, account, context and permissions; end a session that is over."""
        asked = cast("Request", request)
        asked.now = clock.now()
        identify(asked)
        if hasattr(asked, "account"):
            self.furnish(asked)
        response = self.get_response(request)
        if hasattr(asked, "account"):
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let pass, or say why not: to a machine in the view's own format."""
        asked, rule = cast("Request", request), rule_of(view)
        why = denial(asked, rule)
        if why is None:
            return None
        return answer_to_machine(asked, why) or self.refuse(asked, why)

    def furnish(self, request: Request) -> None:
        """What the door's pages need besides, of somebody who is signed in."""

    def refuse(self, request: Request, why: Denial) -> HttpResponseBase:
        """The answer to a person."""
        return plain(request, why)


class ReadingMiddleware:
    """Writes who read what before the response leaves. No record, no page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Collect what queries note, and log it in one INSERT."""
        seen = reading_list.ReadingList()
        token = reading_list.current.set(seen)
        try:
            response = self.get_response(request)
        finally:
            reading_list.current.reset(token)
        if not seen.subjects:
            return response
        try:
            reading_log.write(cast("Request", request), seen)
        except DatabaseError:
            log.exception("the access log can't be written")
            response.close()
            why = Denial("unlogged")
            return answer_to_machine(request, why) or self.refuse(cast("Request", request), why)
        return response

    def refuse(self, request: Request, why: Denial) -> HttpResponseBase:
        """The answer to a person."""
        return plain(request, why)


def _without_nul(sent: QueryDict) -> QueryDict:
    """The same when there is none."""
    if not any("\0" in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return clean
