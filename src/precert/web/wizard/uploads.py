"""Files of a draft: stored first, outside every transaction, then attached; and taken off again."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.remove_document import RemoveDocument, RemoveDocumentInput
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.documents.store import StoredFile
from precert.web import uploads
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.uploads import Received
from precert.web.wizard import outline, shell
from precert.web.wizard.fields import Form
from precert.web.wizard.steps.s09_attachments import table

STEP = "attachments"
TYPE_FIRST = "Choose a document type."


@requires("document.upload")
@posted("wizard_step", "draft", step=STEP)
def upload(request: Request, draft: UUID) -> HttpResponse:
    """One file from the page's script, answered as JSON; or several from a plain form: those
    refused are listed with the reason.
    """
    by_script = "application/json" in request.headers.get("Accept", "")
    if by_script and not drafts.is_open(request.actor, draft):
        submitted = drafts.case_of(request.actor, draft) is not None
        return JsonResponse(
            {"message": shell.SUBMITTED if submitted else shell.GONE},
            status=409 if submitted else 410,
        )
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    received = _take(request, file)
    refused = received.refused
    if by_script:
        why = refused[0].text if refused else "" if request.FILES else uploads.NO_FILE
        return _told(request, draft, why, received.status if received.refused or not why else 422)
    if received.stored and not refused:
        return redirect("wizard_step", draft, STEP)
    problems = [Finding(one.code, f"{one.name}: {one.text}") for one in refused]
    problems = problems or [Finding("no-file", uploads.NO_FILE)]
    status = received.status if refused else 422
    fresh = drafts.draft_file(request.actor, file.id, request.now) or file
    return shell.show(request, fresh, outline.step_of(STEP), Form(fresh), problems, status=status)


def _take(request: Request, file: DraftFile) -> Received:
    """Store and attach what came. Sent twice under one key, a file is attached once."""
    kind = str(request.POST.get("document_type", ""))
    if kind not in {one.code for one in file.rules.document_types}:
        received = Received()
        for sent in request.FILES.getlist("file"):
            received.refuse(sent.name or "", "document-type", TYPE_FIRST)
        return received
    there = [one.file for one in drafts.attachments(file.id)]
    received = uploads.receive(request, "file", uploads.limits(file.pack), there)
    key = str(request.POST.get("key", ""))[:64]
    for stored in list(received.stored):
        if why := _attach(request, file, stored, kind, key):
            received.stored.remove(stored)
            received.refuse(stored.name, why[0].code, " ".join(finding.text for finding in why))
    for stored in received.duplicates if key else ():
        if not _attach(request, file, stored, kind, key):
            received.repeated(stored)
    return received


def _attach(
    request: Request, file: DraftFile, stored: StoredFile, kind: str, key: str
) -> list[Finding]:
    given = AttachDocumentInput(file.id, stored.pk, kind)
    return uploads.why_not(run(request, AttachDocument, given, key=key))


def _told(request: Request, draft: UUID, why: str, status: int) -> JsonResponse:
    if why:
        return uploads.told(why, status)
    file = drafts.draft_file(request.actor, draft, request.now)
    fragments: dict[str, str] = {}
    if file is not None:
        context = table(file) | {"file": file, "zone": file.pack.time_zone}
        fragments = shell.fragments(request, file, STEP)
        fragments["files"] = render_to_string("wizard/files.html", context, request)
    return uploads.told("Uploaded", status, fragments)


@requires("document.upload")
@require_POST
def remove(request: Request, draft: UUID, attachment: UUID) -> HttpResponse:
    """Take a file off the draft; one that is off already is no mistake."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    if any(one.pk == attachment for one in drafts.attachments(draft)):
        run(request, RemoveDocument, RemoveDocumentInput(draft, attachment))
    return redirect("wizard_step", draft, STEP)
