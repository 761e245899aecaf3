"""The reviewer's desk: autosave of the decision, Issue, and the letter as it would be."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.actions.save_decision import SaveDecision, SaveDecisionInput
from precert.cases.queries.review import as_issued, desk
from precert.kit.numbers import whole
from precert.kit.pdf import PdfError
from precert.letters.preview import preview as letter_of
from precert.web import autosave
from precert.web.autosave import Around, Saved
from precert.web.door import Request, background, requires, run
from precert.web.posting import posted
from precert.web.workbench.desk import desk_page
from precert.web.workbench.presentation import errors_of, shown
from precert.web.zone import zone

GONE = "This request is no longer available to you. Reload the page."


@requires("queue.view")
@require_safe
def review_page(request: Request, request_id: UUID) -> HttpResponse:
    """Facts and documents, criteria, decision."""
    return desk_page(request, request_id)


@requires("request.determine")
@background("POST")
@require_POST
def save(request: Request, request_id: UUID) -> JsonResponse:
    """Autosave; the answer carries what keeps the decision from being issued, beside the fields and
    in each line's place for it.
    """
    return autosave.answer(
        request,
        lambda changes: autosave.saved_by(
            run(request, SaveDecision, SaveDecisionInput(request_id, changes))
        ),
        lambda saved: _around(request, request_id, saved),
        gone=GONE,
    )


def _around(request: Request, request_id: UUID, saved: Saved) -> Around:
    """Beside a field stands only what is wrong with what was chosen or typed there; what is still to
    be done is listed in the line's place for it.
    """
    found = desk(request.actor, request_id)
    if found is None:
        return Around(zone(request))
    todo = {
        line.todo_id: render_to_string("workbench/todo.html", {"shown": line})
        for line in shown(found)
    }
    touched = found.values.keys() | saved.applied
    errors = errors_of(one for one in found.findings if one.path in touched)
    return Around(found.case.pinned.pack.time_zone, errors, everything=True, fragments=todo)


@requires("determination.issue")
@posted("review", "request_id")
def issue(request: Request, request_id: UUID) -> HttpResponse:
    """Issue what is decided; the key makes a second click the same act."""
    data = IssueDeterminationInput(
        request_id,
        version=whole(request.POST.get("version")),
        revision=whole(request.POST.get("revision")),
        confirmed="confirmed" in request.POST,
    )
    result = run(request, IssueDetermination, data, key=request.POST.get("key", "")[:100])
    if not result.done:
        return desk_page(request, request_id, result)
    found = desk(request.actor, request_id)
    return redirect("case_page", number=found.case.row.number) if found else redirect("queue")


@requires("queue.view")
@require_safe
def letter_preview(request: Request, request_id: UUID, audience: str) -> HttpResponse:
    """The letter as it would be if the decision were issued now."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    try:
        issued = as_issued(found, request.actor.name)
        if issued is None:
            raise LookupError("Choose a determination for each line to preview the letter.")
        made = letter_of(found.case, issued, audience, request.now)
    except (PdfError, LookupError) as error:
        text = (
            str(error)
            if isinstance(error, LookupError)
            else "The letter cannot print some characters in this text. Replace them."
        )
        return render(
            request, "workbench/no_preview.html", {"text": text, "desk": found}, status=422
        )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response
