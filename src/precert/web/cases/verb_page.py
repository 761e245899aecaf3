"""The page of a verb on a submitted request: what it asks for, the second look where it can't be
undone, the sending. Every verb of the shelf that has no page of its own has this one, on both sides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from precert.cases import offers
from precert.cases.offers import Offer, Verb
from precert.cases.queries.case_file import CaseFile, RequestView, case_file
from precert.conduct.action import why_not
from precert.conduct.refusal import Finding, Refusal
from precert.web import error_pages, uploads
from precert.web.cases import case_page, presentation, verb_form
from precert.web.cases.entries import OWN_PAGES, MenuEntry, entry
from precert.web.cases.verb_form import VerbForm
from precert.web.door import Request, requires, run


@dataclass(frozen=True)
class Place:
    """A verb on a request of a case: the address of its page, where Cancel leads, and what follows
    once it is done.
    """

    kind: Verb
    file: CaseFile
    request: RequestView
    entry: MenuEntry
    back: str
    done: Callable[[], HttpResponse]
    work: tuple[str, UUID] | None = None

    @property
    def offer(self) -> Offer:
        """The verb as it stands."""
        return self.entry.offer


def admitted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the verb itself for its name, before the method is looked at. Http404 when there
    is none, PermissionDenied for those whom no role allows it: whatever the request, so that
    nothing is told of it.
    """

    @wraps(view)
    def inner(request: Request, verb: str, **ids: Any) -> HttpResponse:
        kind = offers.verbs().get(verb)
        if kind is None:
            raise Http404
        if kind.permission not in request.actor.anywhere:
            raise PermissionDenied
        return view(request, verb=kind, **ids)

    return inner


@requires("case.view")
@admitted
@require_http_methods(["GET", "POST"])
def request_verb(request: Request, number: str, n: int, verb: Verb) -> HttpResponse:
    """The page as it is reached from a case."""
    file = case_file(request.actor, number)
    one = next((one for one in file.requests if one.row.number == n), None) if file else None
    if file is None or one is None:
        return error_pages.not_found(request)
    back = reverse("case_page", kwargs={"number": number})
    return answer(request, verb, file, one, back, lambda: redirect(back))


def answer(
    request: Request,
    kind: Verb,
    file: CaseFile,
    one: RequestView,
    back: str,
    done: Callable[[], HttpResponse],
    work: tuple[str, UUID] | None = None,
) -> HttpResponse:
    """The page, or what follows what was sent; a verb with a page of its own leads there. `work` is
    the piece of work that it is about, if it is another than the review.
    """
    offer = offers.offer(kind, request.actor, one.row.pk, request.now, work)
    if offer is None:
        return error_pages.not_found(request)
    found = entry(offer, staff=request.actor.side == "review")
    if kind.verb in OWN_PAGES:
        return redirect(found.url)
    place = Place(kind, file, one, found, back, done, work)
    if request.method != "POST":
        return _page(request, place, verb_form.opened(request, offer))
    try:
        return _sent(request, place, verb_form.read(request, offer))
    except Refusal:
        return error_pages.not_found(request)


def _sent(request: Request, place: Place, form: VerbForm) -> HttpResponse:
    """By `step`: "file" stores one for the page's script; "add", "remove" and "change" show the form
    again, "look" as it will be sent; anything else sends it. Raises Refusal("missing") for a form
    that names something else.
    """
    step = "remove" if "remove" in request.POST else request.POST.get("step", "")
    if step == "file":
        return _file(request, form)
    if step not in {"add", "remove", "change", "look"}:
        return _send(request, place, form)
    verb_form.change_files(request, form)
    if step == "look" and not form.problems:
        form.findings = _wrong(request, place, form)
        form.confirming = not form.findings
    return _page(request, place, form)


def _send(request: Request, place: Place, form: VerbForm) -> HttpResponse:
    result = run(request, place.kind, place.kind.read(form.input), key=form.key)
    if result.done:
        return place.done()
    pk, work = place.request.row.pk, place.work
    offer = offers.offer(place.kind, request.actor, pk, request.now, work) or place.offer
    form = replace(form, offer=offer, findings=result.findings)
    if any(one.code == "changed" for one in form.findings):
        form.texts = form.renewed()
    conflict = result.refusal is not None and result.refusal.kind == "conflict"
    return _page(
        request,
        replace(place, entry=replace(place.entry, offer=offer)),
        form,
        status=409 if conflict else 422,
    )


def _wrong(request: Request, place: Place, form: VerbForm) -> list[Finding]:
    """What keeps it from being sent as it is."""
    data, found = place.kind.read(form.input), place.offer.subject
    refusal = why_not(place.kind, request.actor, request.now, found=found, data=data)
    return refusal.findings if refusal else []


def _file(request: Request, form: VerbForm) -> HttpResponse:
    if not (form.offer.dialog.documents and request.FILES.getlist("files")):
        return uploads.told(uploads.NO_FILE, 422)
    verb_form.change_files(request, form)
    if form.problems:
        said = [one.text for one in form.findings] + [one.text for one in form.refused]
        return uploads.told(" ".join(said), form.status)
    listed = render_to_string("cases/_enclosed.html", {"form": form}, request)
    kind = dict(form.document_types)[form.document_type]
    return uploads.told(f"Uploaded as {kind}", 201, {"enclosed": listed})


def _page(request: Request, place: Place, form: VerbForm, status: int = 0) -> HttpResponse:
    context: dict[str, Any] = case_page.header(request, place.file)
    born, age = presentation.ages(place.request, request.now)
    context |= {"pack": place.request.pinned.pack, "born": born, "age": age}
    context |= {"place": place, "form": form, "dialog": place.offer.dialog}
    with timezone.override(presentation.zone(place.request)):
        return render(request, "cases/verb.html", context, status=status or form.status)
