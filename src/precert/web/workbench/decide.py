"""The reviewer's desk: autosave of the decision, release, refer, ask for information, Issue, and the letter as it would be."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.actions.save_decision import SaveDecision, SaveDecisionInput
from precert.cases.queries.review import as_issued, desk
from precert.kit.clock import local_day
from precert.kit.pdf import PdfError
from precert.letters.preview import preview as letter_of
from precert.web.cases import shown as case_shown
from precert.web.door import Request, Result, background, requires, run
from precert.web.workbench.shown import shown


@requires("queue.view")
@require_GET
def review_page(request: Request, request_id: UUID) -> HttpResponse:
    """Facts and documents, criteria, decision."""
    return _page(request, request_id)


def _page(request: Request, request_id: UUID, result: Result | None = None, typed: dict[str, str] | None = None) -> HttpResponse:
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    refusal = result.refusal if result else None
    status = 200 if refusal is None else 409 if refusal.kind == "conflict" else 422
    zone = found.case.pinned.pack.time_zone
    today, due = local_day(request.now, zone), found.request.due.at
    page = {
        "desk": found,
        "lines": shown(found),
        "findings": refusal.findings if refusal else [],
        "typed": typed or {},
        "asking": (typed or {}).get("open") == "ask",
        "referring": (typed or {}).get("open") == "refer",
        "documents": case_shown.documents(found.case, found.request),
        "today": today,
        "overdue": due is not None and due <= request.now,
        "due_today": due is not None and local_day(due, zone) == today,
        "may_take": request.actor.may("request.take", found.case.row.contract),
    }
    return render(request, "workbench/review.html", page, status=status)


@requires("request.determine")
@background("POST")
@require_POST
def save(request: Request, request_id: UUID) -> JsonResponse:
    """Autosave: `{changes: {path: [seen, new]}}` in, what is saved, what conflicts and what is missing out."""
    try:
        sent = json.loads(request.body)
        changes = {str(path): (pair[0], pair[1]) for path, pair in sent["changes"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return JsonResponse({"message": "This could not be read."}, status=400)
    result = run(request, SaveDecision, SaveDecisionInput(request_id, changes))
    if not result.done:
        return JsonResponse({"message": result.findings[0].text}, status=409)
    answer = dict(result.answer)
    answer["findings"] = dict(answer["findings"]) | answer.pop("refused")
    answer["all_findings"] = True
    answer["fragments"] = _still_to_do(request, request_id)
    return JsonResponse(answer)


def _still_to_do(request: Request, request_id: UUID) -> dict[str, str]:
    """What keeps each line from being issued, by the id of its place on the page."""
    found = desk(request.actor, request_id)
    lines = shown(found) if found else []
    return {line.todo_id: render_to_string("workbench/todo.html", {"shown": line}) for line in lines}


@requires("request.release")
@require_POST
def release(request: Request, request_id: UUID) -> HttpResponse:
    """Back to the queue."""
    result = run(request, Release, ReleaseInput(request_id))
    return redirect("queue") if result.done else _page(request, request_id, result)


@requires("request.determine")
@require_POST
def refer(request: Request, request_id: UUID) -> HttpResponse:
    """On to the physicians."""
    reason = request.POST.get("reason", "")
    result = run(request, ReferToPhysician, ReferToPhysicianInput(request_id, reason))
    return redirect("queue") if result.done else _page(request, request_id, result, {"reason": reason, "open": "refer"})


@requires("information.request")
@require_POST
def ask(request: Request, request_id: UUID) -> HttpResponse:
    """Ask the provider; one line of the text is one item."""
    items = request.POST.get("items", "")
    result = run(request, RequestInformation, RequestInformationInput(request_id, tuple(items.splitlines())))
    return redirect("review", request_id=request_id) if result.done else _page(request, request_id, result, {"items": items, "open": "ask"})


@requires("determination.issue")
@require_POST
def issue(request: Request, request_id: UUID) -> HttpResponse:
    """Issue what is decided; the key makes a second click the same act."""
    version = request.POST.get("version", "")
    data = IssueDeterminationInput(request_id, int(version) if version.isdigit() else -1)
    result = run(request, IssueDetermination, data, key=request.POST.get("key", "")[:100])
    if not result.done:
        return _page(request, request_id, result)
    found = desk(request.actor, request_id)
    return redirect("case_page", number=found.case.row.number) if found else redirect("queue")


@requires("queue.view")
@require_GET
def letter_preview(request: Request, request_id: UUID, audience: str) -> HttpResponse:
    """The letter as it would be if the decision were issued now."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    try:
        issued = as_issued(found, request.actor.name)
        if issued is None:
            raise LookupError("Choose a determination for each line; then the letter can be shown.")
        made = letter_of(found.case, issued, audience, request.now)
    except (PdfError, LookupError) as error:
        text = str(error) if isinstance(error, LookupError) else "The letter can't be made from this text. Support has been told."
        return render(request, "workbench/no_preview.html", {"text": text, "desk": found}, status=422)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response
