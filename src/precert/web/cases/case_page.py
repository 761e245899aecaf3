"""The case page: header, ribbons, timeline; the part that keeps itself fresh; Add a Note."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_information import AnswerInformation
from precert.cases.queries.answers import kind_of
from precert.cases.queries.case_file import CaseFile, RequestView, case_file
from precert.cases.queries.copies import copies, own
from precert.cases.queries.search import WantedNumber
from precert.cases.queries.timeline import timeline
from precert.conduct.refusal import Finding
from precert.web import error_pages
from precert.web.cases import letters, presentation
from precert.web.cases.entries import MenuEntry, entries_about
from precert.web.cases.other_context import not_associated
from precert.web.door import Request, background, requires, run
from precert.web.posting import posted

FRAGMENTS = {
    "case-header": "cases/_header.html",
    "case-activity": "cases/_activity.html",
    "case-letters": "cases/_letters.html",
}


@dataclass(frozen=True)
class NoteForm:
    """Add a Note as it was typed, and what is wrong with it."""

    key: str
    type: str = ""
    text: str = ""
    request: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def type_error(self) -> str:
        """What is wrong with the type."""
        return self._error("type")

    @property
    def text_error(self) -> str:
        """What is wrong with the text."""
        return self._error("text")

    def _error(self, path: str) -> str:
        return " ".join(f.text for f in self.findings if f.path == path)


@requires("case.view")
@require_safe
def case_page(request: Request, number: str) -> HttpResponse:
    """Everything of one case."""
    file = _opened(request, number)
    if file is None:
        return not_associated(request, WantedNumber(case=number))
    return _page(request, file, NoteForm(uuid4().hex))


@requires("case.view")
@background("GET")
@require_safe
def case_activity(request: Request, number: str) -> HttpResponse:
    """The parts of the page that change by themselves: header, timeline, letters."""
    file = _opened(request, number)
    if file is None:
        return error_pages.not_found(request)
    with timezone.override(presentation.zone(file)):
        context = header(request, file) | activity(request, file)
        return JsonResponse(
            {
                "fragments": {
                    key: render_to_string(name, context, request) for key, name in FRAGMENTS.items()
                }
            }
        )


@requires("note.add")
@posted("case_page", "number")
def add_note(request: Request, number: str) -> HttpResponse:
    """Append a note to a request of the case; what was typed stays when it is refused."""
    file = _opened(request, number)
    asked = _request_of(file, request.POST.get("request", "")) if file else None
    if file is None or asked is None:
        return error_pages.not_found(request)
    form = NoteForm(
        request.POST.get("key", ""),
        request.POST.get("type", ""),
        request.POST.get("text", ""),
        str(asked.row.pk),
    )
    done = run(
        request, AddNote, AddNoteInput(asked.row.pk, form.type, form.text), key=form.key[:64]
    )
    if done.done:
        return redirect(f"{reverse('case_page', kwargs={'number': number})}#notes")
    refused = NoteForm(form.key, form.type, form.text, form.request, tuple(done.findings))
    return _page(request, file, refused)


def _opened(request: Request, number: str) -> CaseFile | None:
    """The case; from here on the request's actor may what is permitted under its contract."""
    file = case_file(request.actor, number)
    if file is not None:
        request.actor = request.actor.under(file.row.contract)
    return file


def _request_of(file: CaseFile, wanted: str) -> RequestView | None:
    try:
        return next((one for one in file.requests if one.row.pk == UUID(wanted)), None)
    except ValueError:
        return None


def _page(request: Request, file: CaseFile, note: NoteForm) -> HttpResponse:
    with timezone.override(presentation.zone(file)):
        now_there = activity(request, file)
        context = (
            header(request, file)
            | now_there
            | ribbons(request, file, now_there["letters_filed"])
            | {"note": note}
        )
        return render(request, "cases/page.html", context, status=422 if note.findings else 200)


def header(request: Request, file: CaseFile) -> dict[str, Any]:
    """What the header card shows."""
    born, years = presentation.ages(file, request.now)
    subjects = [one.about for one in file.requests if one.about]
    offered = entries_about(request, subjects)
    by_request = {one.id: mine for one, mine in zip(subjects, offered, strict=True)}
    questions = [
        (one, one.open_question, _answering(by_request.get(one.row.pk, [])))
        for one in file.requests
        if one.open_question
    ]
    return {
        "case": file,
        "pack": file.pinned.pack,
        "born": born,
        "age": years,
        "clock": presentation.clock(file, request.now),
        "decided_at": presentation.decided_at(file.requests),
        "questions": questions,
        "offered": offered,
        "several": len(file.requests) > 1,
        "to_review": presentation.open_requests(file) if request.actor.may("queue.view") else [],
    }


def _answering(found: list[MenuEntry]) -> MenuEntry | None:
    """The way to answer a question; None for those who don't."""
    return next((one for one in found if one.verb == AnswerInformation.verb and one.open), None)


def activity(request: Request, file: CaseFile) -> dict[str, Any]:
    """Timeline and letters."""
    made = letters.of_case(request.actor, file) if request.actor.may("letter.view") else []
    return {
        "timeline": letters.named(timeline(request.actor, file.row.pk), made),
        "letters": [*made, *letters.being_made(file)],
        "letters_filed": len(made),
    }


def ribbons(request: Request, file: CaseFile, filed: int) -> dict[str, Any]:
    """What the ribbons show, and their closed lines."""
    copied, requests = copies(file), [_clinical(file, one) for one in file.requests]
    types = presentation.note_types(request.actor, file) if request.actor.may("note.add") else []
    return {
        "copies": copied,
        "lines": presentation.lines(file, copied, filed),
        "requests": requests,
        "varied": any(one["own"] for one in requests),
        "documents": presentation.documents(file),
        "notes": presentation.notes(file),
        "questionnaires": [
            (one.name, row, kind_of(row)) for one in file.requests for row in one.questionnaires
        ],
        "note_types": [
            (one.code, f"{one.label} (internal)" if one.audience == "internal" else one.label)
            for one in types
        ],
        "request_choices": [
            (str(one.row.pk), f"{one.name} {one.kind}") for one in reversed(file.requests)
        ],
    }


def _clinical(file: CaseFile, one: RequestView) -> dict[str, Any]:
    return {
        "request": one,
        "own": own(file, one),
        "diagnosis_line": presentation.diagnosis_line(one),
        "counts": list(one.counts.items()),
        "explained": presentation.explained(one),
        "refused": presentation.refused([one]),
        "asked": [(asked, presentation.answered_with(file, asked, one)) for asked in one.asked],
    }
