"""A case file as its pages show it: the closed lines of the ribbons, the due time, files in the
shape of the file list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from precert.cases import deadlines, statuses
from precert.cases.queries.case_file import CaseFile, InformationAsked, LineView, RequestView, age
from precert.cases.queries.copies import Copies
from precert.cases.queries.timeline import REVIEW_ORGANISATION
from precert.conduct.actor import Actor
from precert.contracts.schema import NoteType
from precert.kit.clock import local_text

OWN_NOTES = {
    "referral": "Referral to a physician",
    "reassignment": "Reassignment",
}  # types that no contract lists: an action writes them
OPEN_STATUSES = (statuses.SUBMITTED, statuses.ACTIVE_REVIEW)


@dataclass(frozen=True)
class ListedFile:
    """A document in the shape of the file list."""

    name: str
    url: str
    kind: str
    size: int
    at: datetime
    by: str
    request: str


@dataclass(frozen=True)
class ListedNote:
    """What somebody said on a request: a note, a question, an answer with its documents. `label`
    says which.
    """

    label: str
    request: str
    author: str
    at: datetime
    text: str
    internal: bool = False
    files: tuple[ListedFile, ...] = ()


@dataclass(frozen=True)
class Clock:
    """The clock of the case as the header shows it: that of its open request that is due first."""

    request: RequestView
    due: deadlines.Due
    overdue: bool
    today: bool


def zone(file: CaseFile | RequestView) -> ZoneInfo:
    """The contract's time zone."""
    return ZoneInfo(file.pinned.pack.time_zone)


def ages(file: CaseFile | RequestView, now: datetime) -> tuple[date, int]:
    """Birth date, and the age in years on the present day of the contract's time zone."""
    born = date.fromisoformat(file.consumer["birth_date"])
    return born, age(born, now.astimezone(zone(file)).date())


def open_requests(file: CaseFile) -> list[RequestView]:
    """The requests that are not decided yet."""
    return [one for one in file.requests if one.row.state.status in OPEN_STATUSES]


def clock(file: CaseFile, now: datetime) -> Clock | None:
    """None when nothing is open any more."""
    running = open_requests(file)
    if not running:
        return None
    first = min(running, key=lambda one: (one.due.at is None, one.due.at or now))
    pack = file.pinned.pack
    return Clock(
        first,
        first.due,
        deadlines.is_overdue(first.due.at, now),
        deadlines.due_today(first.due.at, now, pack),
    )


def decided_at(requests: Iterable[RequestView]) -> datetime | None:
    """When the last determination was made."""
    return max(
        (line.determination.at for one in requests for line in one.lines if line.determination),
        default=None,
    )


def documents(file: CaseFile, request: RequestView | None = None) -> list[ListedFile]:
    """The documents of the case, or of one of its requests, oldest first."""
    return [
        _listed(row, one.category.label("document_types", row.document_type), one.name)
        for one in file.requests
        if request is None or one is request
        for row in one.documents
    ]


def answered_with(
    file: CaseFile, asked: InformationAsked, request: RequestView
) -> list[ListedFile]:
    """The documents sent with an answer."""
    wanted = {reverse("document", kwargs={"attachment": row.pk}) for row in asked.documents}
    return [one for one in documents(file, request) if one.url in wanted]


def _listed(row: Any, kind: str, request: str) -> ListedFile:
    url = reverse("document", kwargs={"attachment": row.pk})
    return ListedFile(
        row.file.name, url, kind, row.file.size, row.received_at, row.by_name, request
    )


def lines(file: CaseFile, copies: Copies, letters: int) -> dict[str, str]:
    """What each ribbon says while it is closed."""
    current, here = file.current, zone(file)
    notes = [note.at for one in file.requests for note in one.notes]
    done, open_ones = questionnaire_counts(file)
    told = current.row.notification_at.astimezone(here)
    return {
        "consumer": f"Location: {location(file) or 'not given'}",
        "providers": " · ".join(
            f"{one.role_label}: {one.name}/{one.npi or 'no NPI'}" for one in copies.providers
        ),
        "clinical": (
            f"Service Type: {current.service_type} · Request Type: {current.kind} · "
            f"Notification Date: {told:%m/%d/%Y} · Notification Time: {told:%H:%M %Z}"
        ),
        "service": f"{current.service_type} · {current.place}",
        "questionnaires": f"Complete: {done} · Incomplete: {open_ones}",
        "attachments": (
            f"Documents: {sum(len(one.documents) for one in file.requests)} · Letters: {letters}"
        ),
        "communications": (
            f"Most recent note: {max(notes).astimezone(here):%m/%d/%Y}" if notes else "No notes"
        ),
    }


def diagnosis_line(request: RequestView) -> str:
    """The primary diagnosis, and how many more there are."""
    if not request.diagnoses:
        return "No diagnosis"
    first, more = request.diagnoses[0], len(request.diagnoses) - 1
    return f"{first.code} {first.text}" + (f" and {more} more" if more else "")


def location(file: CaseFile) -> str:
    """Where the consumer lived at submission, in one line."""
    copy = file.consumer
    town = " ".join(part for part in (copy.get("state", ""), copy.get("postal_code", "")) if part)
    return ", ".join(part for part in (copy.get("address", ""), copy.get("city", ""), town) if part)


def questionnaire_counts(file: CaseFile) -> tuple[int, int]:
    """Complete ones and incomplete ones."""
    found = [row for one in file.requests for row in one.questionnaires]
    done = sum(row.completed_at is not None for row in found)
    return done, len(found) - done


def explained(request: RequestView) -> list[LineView]:
    """The lines whose determination says more than its reason: a denial, or less than was asked
    for.
    """
    return [
        line
        for line in request.lines
        if line.determination
        and (
            line.determination.rationale
            or line.determination.criteria
            or line.determination.alternative
        )
    ]


def refused(requests: Iterable[RequestView]) -> bool:
    """Whether anything was denied or approved in part, so that the ways to answer are told."""
    return any(
        line.status in {statuses.DENIED, statuses.PARTIAL} for one in requests for line in one.lines
    )


def note_types(actor: Actor, file: CaseFile) -> list[NoteType]:
    """The types of note that the actor may write."""
    found = file.pinned.pack.category(file.row.category).note_types
    return [one for one in found if one.audience == "external" or actor.may("note.internal")]


def notes(file: CaseFile) -> list[ListedNote]:
    """The notes of all requests in the order they were written, those for staff only, too, if the
    reader has them in the file.
    """
    labels = OWN_NOTES | {
        one.code: one.label for one in file.pinned.pack.category(file.row.category).note_types
    }
    found = sorted(
        ((row, one.name) for one in file.requests for row in one.notes), key=lambda pair: pair[0].pk
    )
    return [
        ListedNote(
            labels.get(row.type, row.type), name, row.by_name, row.at, row.text, row.internal
        )
        for row, name in found
    ]


def said(file: CaseFile) -> list[ListedNote]:
    """What both sides may read of what was said, in order: notes, the review organization's
    questions, the answers.
    """
    asked = [
        one
        for request in file.requests
        for question in request.asked
        for one in _question(file, request, question)
    ]
    return sorted(
        [*(one for one in notes(file) if not one.internal), *asked], key=lambda one: one.at
    )


def _question(
    file: CaseFile, request: RequestView, asked: InformationAsked
) -> Iterator[ListedNote]:
    row, answer = asked.row, asked.answer
    until = local_text(row.due_at, file.pinned.pack.time_zone)
    awaited = [] if answer else [f"Not answered yet. Due {until}."]
    yield ListedNote(
        "Information requested",
        request.name,
        REVIEW_ORGANISATION,
        row.asked_at,
        "\n".join([*row.items, *awaited]),
    )
    if answer and answer.missed:
        yield ListedNote("No answer", request.name, "", answer.at, f"No answer by {until}.")
    elif answer and answer.not_needed:
        yield ListedNote(
            "No longer needed",
            request.name,
            REVIEW_ORGANISATION,
            answer.at,
            "The determination was issued without an answer.",
        )
    elif answer:
        files = tuple(answered_with(file, asked, request))
        yield ListedNote(
            "Answer", request.name, answer.by_name, answer.at, answer.note, files=files
        )
