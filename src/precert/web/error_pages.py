"""The pages for what can't be shown. A missing object, a foreign one and an unknown address get the
same bytes.
"""

import sys

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from precert.gate.admission import Denial
from precert.gate.rules import answer_to_machine
from precert.people.passwords import BusyError
from precert.web.payload import UNREADABLE
from precert.web.uploads import CutOffError

PASSING = (OperationalError, InterfaceError, BusyError)  # works again by itself
RETRY_AFTER = 30  # seconds
BUSY = "Not saved. The service is busy or under maintenance. Try again in a minute."
UNSAID = {"", "None"}
FORBIDDEN = "Your role does not allow this."
TOO_MANY_FILES = "Nothing was saved. Send at most {} files at once."
OUTDATED = (
    "Not saved. Someone else signed in with this browser, or you changed the context. Copy what"
    " you typed, then reload this page."
)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not permitted; with the reason that an action gave."""
    if answer := answer_to_machine(request, Denial("forbidden")):
        return answer
    said = "" if exception is None else str(exception)
    reason = "" if said in UNSAID else said
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"message": reason or FORBIDDEN}, status=403)
    return render(request, "errors/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such thing, or not for this person; says nothing of what was asked for."""
    if answer := answer_to_machine(request, Denial("missing")):
        return answer
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: an address that only takes what a form sends. `refused`: the answer that says which
    methods it takes.
    """
    answer = render(request, "errors/405.html", status=405)
    answer.headers["Allow"] = refused.headers.get("Allow", "")
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that can't be read, or whose session was replaced while it was under way; 413
    when it brings more than is read at once.
    """
    reason, status = str(exception) if isinstance(exception, CutOffError) else "", 400
    if isinstance(exception, TooManyFilesSent):
        reason, status = TOO_MANY_FILES.format(settings.DATA_UPLOAD_MAX_NUMBER_FILES), 413
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"message": reason or UNREADABLE}, status=status)
    return render(request, "errors/400.html", {"reason": reason}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a page opened before signing in anew or acting for somebody else, or another site, sent
    this. The header tells our scripts.

    A script whose page's owner is signed out is told just that (401).
    """
    if told := answer_to_machine(request, Denial("forbidden")):
        return told
    if request.headers.get("Accept") != "application/json":
        answer = render(request, "errors/csrf.html", status=403)
    elif hasattr(request, "account"):
        answer = JsonResponse({"message": OUTDATED}, status=403)
    else:
        return JsonResponse({"signed_out": True}, status=401)
    answer.headers["X-Precert-Outdated"] = "1"
    return answer


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: something that must work doesn't now (the access log, the database), so nothing is shown
    or done. Without the request and the database.

    A page that sent this by script keeps what was typed; the browser sends a form again by Reload.
    """
    if request.headers.get("Accept") == "application/json":
        answer: HttpResponse = JsonResponse({"state": "busy", "message": BUSY}, status=503)
    else:
        answer = HttpResponse(render_to_string("errors/503.html"), status=503)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when what failed works again by itself. Without the request and the database,
    either of which may be what failed.
    """
    if isinstance(sys.exception(), PASSING):
        return unavailable(request)
    return HttpResponse(render_to_string("errors/500.html"), status=500)
