"""Files of a draft: stored first, outside every transaction, then attached; and taken off again."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.remove_document import RemoveDocument, RemoveDocumentInput
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.documents import store
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.wizard import outline, shell
from precert.web.wizard.fields import Form
from precert.web.wizard.steps.s09_attachments import table, upload_rules

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
    sent = request.FILES.getlist("file")
    refused = [(one.name or "", why) for one in sent if (why := _take(request, file, one))]
    if by_script:
        return _told(
            request,
            draft,
            refused[0][1]
            if refused
            else ""
            if sent
            else "No file was received. Choose a file and try again.",
        )
    if not refused and sent:
        return redirect("wizard_step", draft, STEP)
    problems = [Finding("upload", f"{name}: {why}") for name, why in refused] or [
        Finding("upload", "Choose at least one file.")
    ]
    return shell.show(
        request, _fresh(request, file), outline.step_of(STEP), Form(file), problems, status=422
    )


def _fresh(request: Request, file: DraftFile) -> DraftFile:
    return drafts.draft_file(request.actor, file.id, request.now) or file


def _take(request: Request, file: DraftFile, sent: "UploadedFile[Any]") -> str:
    """Store and attach one file; why not, if it is refused. Sent twice under one key, it is
    attached once.
    """
    kind = str(request.POST.get("document_type", ""))
    if kind not in {one.code for one in file.rules.document_types}:
        return TYPE_FIRST
    actor = request.actor
    try:
        stored = store.store(
            sent.name or "",
            sent.content_type or "",
            sent,  # type: ignore[arg-type] # it reads like a file
            upload_rules(file),
            request.now,
            f"{actor.kind}:{actor.id}",
        )
    except store.Refused as refused:
        return " ".join(problem.text for problem in refused.problems)
    key = str(request.POST.get("key", ""))[:64]
    done = run(request, AttachDocument, AttachDocumentInput(file.id, stored.pk, kind), key=key)
    again = any(
        finding.code == "key-reused" for finding in done.findings
    )  # its first answer was lost on the way
    return "" if done.done or again else " ".join(finding.text for finding in done.findings)


def _told(request: Request, draft: UUID, why: str) -> JsonResponse:
    if why:
        return JsonResponse({"message": why}, status=422)
    file = drafts.draft_file(request.actor, draft, request.now)
    fragments: dict[str, Any] = {}
    if file is not None:
        fragments = shell.fragments(request, file, STEP)
        fragments["files"] = render_to_string(
            "wizard/files.html", table(file) | {"file": file, "zone": file.pack.time_zone}, request
        )
    return JsonResponse({"message": "Uploaded", "fragments": fragments}, status=201)


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
