"""The pages for what can't be shown. A missing object, a foreign one and an unknown address get the same bytes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

UNSAID = {"", "None"}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not permitted; with the reason that an action gave."""
    said = "" if exception is None else str(exception)
    return render(request, "errors/403.html", {"reason": "" if said in UNSAID else said}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such thing, or not for this person; says nothing of what was asked for."""
    return render(request, "errors/404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that can't be read, or whose session was replaced while it was under way."""
    return render(request, "errors/400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was opened before signing in anew, or that another site sent."""
    return render(request, "errors/csrf.html", status=403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: something that must work doesn't (the access log), so nothing is shown."""
    return render(request, "errors/503.html", status=503)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without the request and the database, either of which may be what failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
