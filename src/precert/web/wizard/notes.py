"""Add a Note, from the dialog of a step or in Communications."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.wizard import outline, shell


@requires("note.add")
@posted("draft_page", "draft")
def add_note(request: Request, draft: UUID) -> HttpResponse:
    """Add it, then back to the step; a script gets the address, or the reason with the text still
    in the page.
    """
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    step = outline.step_of(str(request.POST.get("step", "")) or "communications")
    text = str(request.POST.get("text", ""))
    data = AddNoteInput(draft, str(request.POST.get("type", "")), text, step=step.key)
    done = run(request, AddNote, data, key=str(request.POST.get("key", ""))[:64])
    by_script = "application/json" in request.headers.get("Accept", "")
    back = f"{reverse('wizard_step', args=[draft, step.key])}#notes-button"
    if done.done:
        return JsonResponse({"location": back}) if by_script else HttpResponseRedirect(back)
    if by_script:
        return JsonResponse(
            {"message": " ".join(finding.text for finding in done.findings)}, status=422
        )
    context = shell.frame(request, file, step.key, step.number) | {
        "problems": done.findings,
        "text": text,
        "type": data.type,
        "step": step,
    }
    return render(request, "wizard/note.html", context, status=422)
