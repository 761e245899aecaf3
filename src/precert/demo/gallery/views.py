"""The gallery's page and the small answers its components ask for. Nothing is stored."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from precert.conduct.actor import Actor
from precert.demo.gallery.samples import CODES, SampleForm, lists
from precert.kit.numbers import whole
from precert.web import payload
from precert.web.door import public

AUTHOR = Actor(
    kind="person",
    id="gallery",
    name="Ada Example",
    permissions=frozenset({"case.view", "draft.edit"}),
)
ERRORS = {
    400: "400.html",
    403: "403.html",
    404: "404.html",
    500: "500.html",
    503: "503.html",
    419: "csrf.html",
}


def _as_signed_in(request: HttpRequest) -> None:
    """Gives the page a demonstration actor, so that it looks as it does to a signed-in person."""
    shown: dict[str, Any] = {
        "actor": AUTHOR,
        "account": SimpleNamespace(shortcuts=request.GET.get("keys") != "off"),
        "acting_for": "Sample Hospital (0 - Acute Hospital)",
        "several_contexts": True,
        "idle_seconds": whole(request.GET.get("idle")) or 0,
    }
    for name, value in shown.items():
        setattr(request, name, value)


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    _as_signed_in(request)
    form = SampleForm({"username": ""})
    form.is_valid()
    return render(
        request,
        "gallery/gallery.html",
        lists() | {"form": form, "sort": request.GET.get("sort", "due")},
    )


@public
@require_safe
def codes(request: HttpRequest) -> JsonResponse:
    """Type-ahead rows whose code or text holds the words; "down" answers 503."""
    words = request.GET.get("q", "").casefold()
    if words == "down":
        return JsonResponse({}, status=503)
    return JsonResponse(
        {"rows": [row for row in CODES if words in f"{row['code']} {row['text']}".casefold()]}
    )


@public
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Autosave's answer by what is typed: "theirs" conflicts, "bad" gets a finding, "gone" answers
    410, "down" 503; else it is saved.
    """
    changes = payload.changes(request)
    if changes is None:
        return JsonResponse({"message": "This could not be read."}, status=400)
    typed = {path: new for path, (_, new) in changes.items()}
    if "down" in typed.values():
        return JsonResponse({}, status=503)
    if "gone" in typed.values():
        return JsonResponse({"message": "This request was submitted by Grace Example."}, status=410)
    conflicts = {
        p: {"mine": new, "theirs": "Their words", "by": "Grace Example"}
        for p, new in typed.items()
        if new == "theirs"
    }
    findings = {
        path: "This can't be so: say what to do." for path, new in typed.items() if new == "bad"
    }
    values = {path: new for path, new in typed.items() if path not in conflicts}
    saved_at = datetime(2026, 6, 9, 10, 42, tzinfo=UTC).strftime("%H:%M")
    return JsonResponse(
        {
            "saved_at": saved_at,
            "version": 2,
            "values": values,
            "conflicts": conflicts,
            "findings": findings,
        }
    )


@public
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Refuses file names that hold "bad", takes the others."""
    file = request.FILES.get("file")
    if file is None or "bad" in (file.name or ""):
        return JsonResponse({"message": "The content isn't what the name says."}, status=422)
    return JsonResponse({"message": "Uploaded"}, status=201)


@public
@require_POST
def order(request: HttpRequest) -> JsonResponse:
    """Any order is fine here."""
    return JsonResponse({"fragments": {}})


@public
@require_safe
def fresh(request: HttpRequest) -> JsonResponse:
    """The polled fragment."""
    return JsonResponse({"fragments": {"polled": '<p id="polled">Just asked.</p>'}})


@public
@require_safe
def before_sign_in(request: HttpRequest) -> HttpResponse:
    """The page before sign-in, with both doors."""
    return render(request, "gallery/public.html", {"form": SampleForm()})


@public
@require_safe
def error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page as the server answers it."""
    known = status if status in ERRORS else 404
    return render(request, f"errors/{ERRORS[known]}", status=403 if known == 419 else known)
