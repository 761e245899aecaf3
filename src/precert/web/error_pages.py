"""The pages for what can't be shown. A missing object, a foreign one and an unknown address get the same bytes."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseServerError
from django.shortcuts import render

NOT_ALLOWED = "Your role here does not include this page."
SAID_BY_DJANGO = {"", "None"}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not permitted, with the reason an action gave."""
    said = str(exception) if exception else ""
    return _page(request, "errors/403.html", 403, reason=NOT_ALLOWED if said in SAID_BY_DJANGO else said)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such thing, or not for this person; says nothing of what was asked for."""
    return _page(request, "errors/404.html", 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no page of ours sends."""
    return _page(request, "errors/400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was opened before signing in anew, or that another site sent."""
    return _page(request, "errors/csrf.html", 403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: something that must work doesn't (the access log), so nothing is shown."""
    return _page(request, "errors/503.html", 503)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: without the database, and without anything that could fail again."""
    return HttpResponseServerError(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Something went wrong</title>"
        "<h1>Something went wrong</h1><p>What you saved before is safe. Go back and try again; if it happens again, call our support "
        "and give the number of this request.</p>"
    )


def _page(request: HttpRequest, template: str, status: int, **more: str) -> HttpResponse:
    layout = "base.html" if hasattr(request, "account") else "base_public.html"
    return render(request, template, {"layout": layout, **more}, status=status)
