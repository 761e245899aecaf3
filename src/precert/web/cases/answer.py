"""Answer a request for information: note and documents, looked at once more before they are sent.

Files are stored when they are chosen, one by one, so that a refused one costs the others nothing.
Which files belong to the answer stands in the form, signed for this question and this person:
nobody can name somebody else's file.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.queries.case_file import Asked, CaseFile, RequestView, case_file
from precert.conduct.refusal import Finding
from precert.documents import store
from precert.documents.rules import UploadRules
from precert.web import error_pages, uploads
from precert.web.cases import case_page, presentation
from precert.web.door import Request, requires, run
from precert.web.uploads import RefusedFile


@dataclass(frozen=True)
class KeptFile:
    """A file stored for the answer; `token` names it in the form."""

    id: UUID
    type: str
    name: str
    token: str


@dataclass
class AnswerForm:
    """The answer as typed so far."""

    key: str
    note: str = ""
    type: str = ""
    kept: list[KeptFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    confirming: bool = False

    @property
    def problems(self) -> list[Finding]:
        """Everything that keeps it from being sent, for the summary."""
        return [
            *self.findings,
            *(
                Finding(one.code, f"{one.name} was not stored: {one.text}", path="files")
                for one in self.refused
            ),
        ]

    @property
    def note_error(self) -> str:
        """What is wrong with the note."""
        return " ".join(f.text for f in self.findings if f.path == "note")

    @property
    def type_error(self) -> str:
        """What is wrong with the document type."""
        return " ".join(f.text for f in self.findings if f.path == "document_type")


@dataclass(frozen=True)
class Question:
    """The request for information that is being answered, and its place."""

    file: CaseFile
    request: RequestView
    asked: Asked

    @property
    def document_types(self) -> list[tuple[str, str]]:
        """What kinds of document there are."""
        return [(t.code, t.label) for t in self.request.category.document_types]

    @property
    def rules(self) -> UploadRules:
        """The contract's limits for one file."""
        uploads = self.request.pinned.pack.uploads
        return UploadRules(uploads.max_bytes, uploads.strictly_below, uploads.extensions)


@requires("information.answer")
@require_http_methods(["GET", "POST"])
def answer_information(request: Request, number: str, asked: UUID) -> HttpResponse:
    """The form, the second look, the sending."""
    question = _question(request, number, asked)
    if question is None:
        return error_pages.not_found(request)
    if request.method == "GET":
        return _page(request, question, AnswerForm(uuid4().hex))
    form = _read(request, question)
    step = request.POST.get("step", "")
    if step == "send":
        return _send(request, question, form)
    _store_chosen(request, question, form)
    if not step and request.FILES:  # by the page's script, each file by itself
        return _told(question, form)
    if step == "look" and not form.refused and not form.findings:
        _look(form)
    return _page(request, question, form)


def _question(request: Request, number: str, asked: UUID) -> Question | None:
    file = case_file(request.actor, number)
    for one in file.requests if file else ():
        for found in one.asked:
            if file and found.row.pk == asked:
                return Question(file, one, found)
    return None


def _read(request: Request, question: Question) -> AnswerForm:
    kept = {
        found.id: found
        for token in request.POST.getlist("kept")
        if (found := _opened(request, question, token))
    }
    post = request.POST
    key = post.get("key", "")[:64] or uuid4().hex
    return AnswerForm(
        key, note=post.get("note", ""), type=post.get("type", ""), kept=list(kept.values())
    )


def _look(form: AnswerForm) -> None:
    if form.note.strip() or form.kept:
        form.confirming = True
    else:
        form.findings.append(
            Finding(
                "empty", "Enter a note or add a document before you send your answer.", path="note"
            )
        )


def _store_chosen(request: Request, question: Question, form: AnswerForm) -> None:
    """Store what was chosen in the page, each file by itself."""
    chosen = request.FILES.getlist("files")
    if chosen and form.type not in dict(question.document_types):
        form.findings.append(
            Finding(
                "document-type",
                "Choose a document type for these files, then choose the files again.",
                path="document_type",
            )
        )
        return
    there = store.find_many(one.id for one in form.kept).values()
    received = uploads.receive(request, "files", question.rules, there)
    form.refused += received.refused
    form.kept += [_kept(request, question, one.pk, form.type, one.name) for one in received.stored]


def _told(question: Question, form: AnswerForm) -> JsonResponse:
    """The field that names the stored file in the form, or why it was not stored."""
    if form.findings:
        return uploads.told(form.findings[0].text, 422)
    if form.refused:
        return uploads.told(form.refused[0].text, form.refused[0].status)
    message = f"Uploaded as {dict(question.document_types)[form.type]}"
    return uploads.told(message, 201, fields={"kept": form.kept[-1].token})


def _send(request: Request, question: Question, form: AnswerForm) -> HttpResponse:
    data = AnswerInformationInput(
        question.asked.row.pk, form.note, tuple((one.id, one.type) for one in form.kept)
    )
    done = run(request, AnswerInformation, data, key=form.key)
    if done.done:
        return redirect("case_page", number=question.file.row.number)
    form.findings = done.findings
    return _page(request, question, form)


def _page(request: Request, question: Question, form: AnswerForm) -> HttpResponse:
    born, age = presentation.ages(question.request, request.now)
    context: dict[str, Any] = case_page.header(request, question.file) | {
        "pack": question.request.pinned.pack,
        "born": born,
        "age": age,
        "question": question,
        "form": form,
    }
    status = 422 if form.findings else max((one.status for one in form.refused), default=200)
    with timezone.override(presentation.zone(question.request)):
        return render(request, "cases/answer.html", context, status=status)


def _salt(request: Request, question: Question) -> str:
    return f"answer:{question.asked.row.pk}:{request.account.pk}"


def _kept(request: Request, question: Question, file: UUID, kind: str, name: str) -> KeptFile:
    return KeptFile(
        file, kind, name, signing.dumps([str(file), kind, name], salt=_salt(request, question))
    )


def _opened(request: Request, question: Question, token: str) -> KeptFile | None:
    try:
        file, kind, name = signing.loads(token, salt=_salt(request, question))
    except signing.BadSignature:
        return None
    return KeptFile(UUID(file), kind, name, token)
