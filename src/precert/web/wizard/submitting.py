"""11 Submit Case: the review, the edits' findings, the disclaimer, the Case ID."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.kit.numbers import whole
from precert.web.door import Request, Result, requires, run
from precert.web.wizard import outline, shell

MOVED = frozenset(
    {"changed", "already-submitted", "already-closed", "key-reused", "busy"}
)  # nothing the edits say
UNCONFIRMED = "Check this box to submit with warnings."
GROUPS = (
    ("error", "Please correct this before you submit"),
    ("warning", "Please review"),
    ("information", "For your information"),
)


@requires("draft.submit")
@require_http_methods(["GET", "POST"])
def submit_case(request: Request, draft: UUID) -> HttpResponse:
    """The review; posted, the request as it was reviewed is submitted. Sent twice under one key it
    is submitted once.
    """
    if request.method == "POST":
        return _submit(request, draft)
    file = shell.opened(request, draft)
    return file if isinstance(file, HttpResponse) else _review(request, file)


def _submit(request: Request, draft: UUID) -> HttpResponse:
    post = request.POST
    data = SubmitInput(
        draft,
        whole(post.get("version")) or 0,
        agreed="agreed" in post,
        confirmed="confirmed" in post,
    )
    done = run(request, Submit, data, key=str(post.get("key", ""))[:64])
    if done.done:
        return HttpResponseRedirect(
            f"{reverse('case_page', args=[done.answer['case']])}?notice=submitted"
        )
    file = drafts.draft_file(request.actor, draft, request.now)
    if file is None:
        opened = shell.opened(request, draft)
        return opened if isinstance(opened, HttpResponse) else _review(request, opened, done)
    return _review(request, file, done)


def _review(request: Request, file: DraftFile, refused: Result | None = None) -> HttpResponse:
    """The cards with what the edits say now; after a refusal also why, and the disclaimer when that
    is all that lacks.
    """
    found = [
        (kind, title, [f for f in _linked(file) if f.severity == kind]) for kind, title in GROUPS
    ]
    why = refused.findings if refused else []
    moved = [one for one in why if one.code in MOVED]
    stopped = not found[0][2] and any(one.severity == "warning" for one in why)
    context: dict[str, Any] = shell.frame(request, file, outline.SUBMIT, outline.LAST) | {
        "groups": [group for group in found if group[2]],
        "blocked": bool(found[0][2]),
        "warned": bool(found[1][2]),
        "confirmed": "confirmed" in request.POST,
        "unconfirmed": UNCONFIRMED if stopped and "confirmed" not in request.POST else "",
        "moved": moved,
        "refused": refused is not None,
        "disclaimer_open": any(one.code == "disclaimer" for one in why),
        "key_once": shell.request_key(),
    }
    return render(
        request,
        "wizard/submit.html",
        context,
        status=200 if refused is None else 409 if moved else 422,
    )


def _linked(file: DraftFile) -> list[Finding]:
    return outline.linked(file, list(file.findings))
