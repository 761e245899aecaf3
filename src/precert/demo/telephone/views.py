"""The stand-in's two faces: the service's address, and the page with the telephone. In the
demonstration only.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from precert.demo.telephone import calling, exchange, service
from precert.web.door import Request, public

SECONDS = 5  # between two looks when the page looks by itself
View = Callable[..., HttpResponse]


def in_demonstration(view: View) -> View:
    """Open to everybody who reaches the demonstration, and to nobody anywhere else."""

    @public
    @wraps(view)
    def checked(request: Request, **words: str) -> HttpResponse:
        if settings.MODE != "demo":
            raise Http404
        return view(request, **words)

    return checked


@csrf_exempt  # machines: Basic authentication, no cookie
@in_demonstration
@require_POST
def messages(request: Request, account: str) -> HttpResponse:
    """Take a text message."""
    return _taken(request, account, lambda: service.message(request.POST, request.now))


@csrf_exempt
@in_demonstration
@require_POST
def calls(request: Request, account: str) -> HttpResponse:
    """Take a call."""
    events = request.POST.getlist("StatusCallbackEvent")
    return _taken(
        request, account, lambda: service.call(request.POST, events, settings.SITE_URL, request.now)
    )


def _taken(request: Request, account: str, read: Callable[[], exchange.PhoneLine]) -> HttpResponse:
    """Its state is reported before we answer, as can happen with the real service: whoever asks
    must bear that.
    """
    try:
        service.admit(
            request.headers.get("Authorization", ""),
            account,
            settings.TELEPHONE_SID,
            settings.TELEPHONE_TOKEN,
        )
        line = read()
    except service.ServiceRefused as refused:
        return JsonResponse(refused.body, status=refused.status)
    calling.send(_folder(), line)
    return JsonResponse(service.shown(line, account), status=201)


@in_demonstration
@require_safe
def phone(request: Request) -> HttpResponse:
    """Calls that ring and are talked in, then all messages and calls, newest first."""
    lines = exchange.newest(_folder())
    page = {
        "open": [line for line in lines if line.open],
        "lines": [line for line in lines if not line.open],
        "keys": calling.KEYS,
        "most": exchange.MOST,
        "seconds": SECONDS,
    }
    response = render(request, "telephone_stand_in/phone.html", page)
    if "watch" in request.GET:
        response.headers["Refresh"] = str(SECONDS)
    return response


@in_demonstration
@require_POST
def use(request: Request, sid: str) -> HttpResponse:
    """Answer a call, press a key, hang up."""
    line = exchange.find(_folder(), sid)
    if line is None:
        raise Http404
    key = request.POST.get("key", "")
    if "answer" in request.POST:
        calling.answer(_folder(), line)
    elif key:
        calling.press(_folder(), line, key)
    elif "end" in request.POST:
        calling.end(_folder(), line)
    return redirect("demo_phone")


def _folder() -> Path:
    return Path(settings.TELEPHONE_FOLDER)
