"""Parts of a step that the page asks for by itself: a line unfolded, the diagnoses put in order."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from precert.cases.draft.edit import order_diagnoses
from precert.cases.queries import drafts
from precert.web import payload
from precert.web.door import Request, requires
from precert.web.wizard import lines, shell
from precert.web.wizard.fields import Form


@requires("draft.edit")
@require_safe
def line(request: Request, draft: UUID, key: str) -> HttpResponse:
    """The fields of one line."""
    file = drafts.draft_file(request.actor, draft, request.now)
    found = file.line(key) if file else None
    if file is None or found is None:
        raise Http404
    return render(
        request,
        "wizard/line_fields.html",
        {"row": lines.row(file, Form(file), found, unfolded=True)},
    )


@requires("draft.edit")
@require_POST
def order(request: Request, draft: UUID) -> JsonResponse:
    """`{"order": ["icd10cm/M54.50", …]}`: the first is the primary diagnosis."""
    file = drafts.draft_file(request.actor, draft, request.now)
    if file is None:
        return JsonResponse({"message": shell.GONE}, status=410)
    try:
        wanted = [str(one).partition("/") for one in payload.body(request)["order"]]
    except (TypeError, KeyError):
        return JsonResponse({"message": payload.UNREADABLE}, status=400)
    changes = order_diagnoses(file.values, [(system, code) for system, _, code in wanted])
    saved = shell.change(request, draft, changes) if changes else None
    if saved is not None and not saved.whole:
        return JsonResponse(
            {"message": "A colleague has just changed the list. Reload the page."}, status=409
        )
    fresh = drafts.draft_file(request.actor, draft, request.now)
    return JsonResponse(
        {"fragments": shell.fragments(request, fresh, "diagnoses") if fresh else {}}
    )
