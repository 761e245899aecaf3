"""The case file: everything of one case that a page, a summary, a letter or a reviewer's desk
shows. A constant number of queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access, clock, content, deadlines, statuses
from precert.cases.kinds import REVIEW
from precert.cases.models import (
    Answers,
    Attachment,
    Case,
    Content,
    Determination,
    Diagnosis,
    InformationRequest,
    Line,
    LineState,
    Note,
    Request,
)
from precert.cases.numbering import request_name
from precert.cases.standing import of_rows
from precert.cases.subject import Subject
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.contracts.schema import Category
from precert.kit.statements import compiled, flight
from precert.work import queries as work
from precert.work.queries import QueueItem

Row = TypeVar("Row")


@dataclass(frozen=True)
class LineView:
    """A line as asked, with the determination that stands."""

    row: Line
    status: str
    determination: Determination | None
    reason: str
    unit: str
    frequency: str
    history: tuple[Determination, ...] = ()

    @property
    def status_label(self) -> str:
        """The shown status of the line."""
        return statuses.LINE_LABELS[self.status]


@dataclass(frozen=True)
class InformationAsked:
    """One request for information and its answer, if any."""

    row: InformationRequest
    documents: tuple[Attachment, ...] = ()

    @property
    def answer(self) -> Any:
        """The answer's row, None while it is awaited."""
        return getattr(self.row, "answer", None)


@dataclass(frozen=True)
class RequestView:
    """One request of the case."""

    row: Request
    content: Content
    pinned: Pinned
    review: QueueItem | None
    kind: str
    place: str
    service_type: str
    admission_source: str
    urgency: str
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[LineView, ...]
    notes: tuple[Note, ...]
    documents: tuple[Attachment, ...]
    questionnaires: tuple[Answers, ...]
    asked: tuple[InformationAsked, ...]
    due: deadlines.Due
    about: Subject | None  # for what can be done with it

    @property
    def consumer(self) -> dict[str, str]:
        """The person as copied into this request's content."""
        return dict(self.content.consumer)

    @property
    def birth_date(self) -> date:
        """The person's birth date as copied."""
        return date.fromisoformat(self.consumer["birth_date"])

    @property
    def category(self) -> Category:
        """The lists of the contract for its category."""
        return self.pinned.pack.category(self.row.case.category)

    @property
    def providers(self) -> list[dict[str, Any]]:
        """The providers as copied into this request's content, each with its role and what the
        contract calls that (`role_label`).
        """
        labels = {rule.role: rule.label for rule in self.category.roles}
        return [
            one | {"role_label": labels.get(one["role"], one["role"].capitalize())}
            for one in self.content.providers
        ]

    @property
    def reviewer(self) -> str:
        """The name of who reviews it now; empty when nobody does."""
        return self.review.worker if self.review and not self.review.done else ""

    @property
    def reviewer_id(self) -> int | None:
        """The account of who reviews it now."""
        return self.review.worker_id if self.review and not self.review.done else None

    @property
    def level(self) -> str:
        """At which level it is reviewed."""
        return self.review.level if self.review else statuses.NURSE

    @property
    def name(self) -> str:
        """R01, R02 …"""
        return request_name(self.row.number)

    @property
    def status_label(self) -> str:
        """The request's own status."""
        return statuses.LABELS[self.row.state.status]

    @property
    def holder_label(self) -> str:
        """Who has the ball."""
        return statuses.HOLDER_LABELS[self.row.state.holder]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines have which status, by its label, in the order of the labels."""
        found = Counter(line.status for line in self.lines)
        return {
            label: found[status] for status, label in statuses.LINE_LABELS.items() if found[status]
        }

    @property
    def open_question(self) -> InformationAsked | None:
        """The request for information that waits for an answer."""
        return next(
            (
                one
                for one in self.asked
                if one.answer is None and self.row.state.status != statuses.COMPLETED
            ),
            None,
        )


@dataclass(frozen=True)
class CaseFile:
    """One case, as an actor may see it (internal notes only for those who may read them)."""

    row: Case
    requests: tuple[RequestView, ...]

    @property
    def pinned(self) -> Pinned:
        """The contract as the latest request was submitted under it, for what is of the case."""
        return self.current.pinned

    @property
    def consumer(self) -> dict[str, str]:
        """The person as copied into the latest request's content."""
        return self.current.consumer

    @property
    def birth_date(self) -> date:
        """The person's birth date as copied."""
        return self.current.birth_date

    @property
    def providers(self) -> list[dict[str, Any]]:
        """The providers as copied into the latest request's content."""
        return self.current.providers

    @property
    def status(self) -> str:
        """The case's status code."""
        return str(self.row.state.status)

    @property
    def status_label(self) -> str:
        """The case's status."""
        return statuses.LABELS[self.status]

    @property
    def current(self) -> RequestView:
        """The latest request."""
        return self.requests[-1]


def case_file(actor: Actor, number: str) -> CaseFile | None:
    """The case with that Case ID, None when there is none that the actor may see. Notes the
    reading.
    """
    row = next(iter(_numbered(number, *access.sight(actor))), None)
    if row is None:
        return None
    reading_list.note("case", row.pk)
    return _file(row, internal=actor.may("note.internal", row.contract))


@compiled
def _numbered(
    number: str,
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
) -> QuerySet[Case, Case]:
    rows = access.seen_by(contracts, groups, provider, narrow)
    return rows.select_related("state").filter(number=number)


def for_letter(case_id: UUID) -> CaseFile:
    """The case for a letter, without internal notes; asked by the worker, not by a person."""
    (row,) = _case(case_id)
    return _file(row, internal=False)


@compiled
def _case(case_id: UUID) -> QuerySet[Case, Case]:
    return Case.objects.select_related("state").filter(pk=case_id)


def _file(row: Case, *, internal: bool) -> CaseFile:
    requests = _requests(row.pk)
    for request in requests:
        request.case = row
    ids = [r.pk for r in requests]
    contents = content.standing(ids)
    parts = _Parts(ids, [c.pk for c in contents.values()], internal=internal)
    return CaseFile(row, tuple(_request(r, contents[r.pk], parts) for r in requests))


class _Parts:
    """Everything below the requests, each kind in one query, grouped by what it belongs to."""

    def __init__(self, requests: list[UUID], contents: list[int], *, internal: bool) -> None:
        with flight():
            notes, asked = _notes.later(requests, internal=internal), _asked.later(requests)
            diagnoses, lines = _diagnoses.later(contents), _lines.later(contents)
            documents, answers = _documents.later(requests), _answers.later(requests)
            determinations, states = _determinations.later(requests), _states.later(requests)
            reviews = work.items_later(REVIEW, requests)
        self.notes = _by("request_id", notes())
        self.diagnoses = _by("content_id", diagnoses())
        self.lines = _by("content_id", lines())
        self.determinations = _by("request_id", determinations())
        self.documents = _by("request_id", documents())
        self.answers = _by("request_id", answers())
        self.asked = _by("request_id", asked())
        self.states = _by("request_id", states())
        self.reviews = reviews()


@compiled
def _states(requests: list[UUID]) -> QuerySet[Any, Any]:
    return LineState.objects.filter(request__in=requests)


@compiled
def _requests(case_id: UUID) -> QuerySet[Any, Any]:
    rows = Request.objects.filter(case=case_id).order_by("number")
    return rows.select_related("state")


@compiled
def _notes(requests: list[UUID], *, internal: bool) -> QuerySet[Any, Any]:
    notes = Note.objects.filter(request_id__in=requests).order_by("id")
    return notes if internal else notes.filter(internal=False)


@compiled
def _diagnoses(contents: list[int]) -> QuerySet[Any, Any]:
    return Diagnosis.objects.filter(content__in=contents).order_by("position")


@compiled
def _lines(contents: list[int]) -> QuerySet[Any, Any]:
    return Line.objects.filter(content__in=contents).order_by("position")


@compiled
def _determinations(requests: list[UUID]) -> QuerySet[Any, Any]:
    return Determination.objects.filter(request__in=requests).order_by("n", "pk")


@compiled
def _documents(requests: list[UUID]) -> QuerySet[Any, Any]:
    rows = Attachment.objects.filter(request_id__in=requests, removed_at=None)
    return rows.select_related("file").order_by("received_at")


@compiled
def _answers(requests: list[UUID]) -> QuerySet[Any, Any]:
    return Answers.objects.filter(request_id__in=requests).order_by("pk")


@compiled
def _asked(requests: list[UUID]) -> QuerySet[Any, Any]:
    rows = InformationRequest.objects.filter(request__in=requests)
    return rows.select_related("answer").order_by("n")


def _by(name: str, rows: Iterable[Row]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _request(row: Request, content: Content, parts: _Parts) -> RequestView:
    pinned = contracts.pinned(row.pack_id)
    category = pinned.pack.category(row.case.category)
    asked = parts.asked[row.pk]
    documents = parts.documents[row.pk]
    states = {one.key: one for one in parts.states[row.pk]}
    review, made = parts.reviews.get(row.pk), parts.determinations[row.pk]
    urgency = {level.code: level.label for level in category.urgency.levels}
    return RequestView(
        row=row,
        content=content,
        pinned=pinned,
        review=review,
        kind=category.label("request_types", row.kind),
        place=category.label("places_of_service", content.place_of_service),
        service_type=category.label("service_types", content.service_type),
        admission_source=category.label("admission_sources", content.admission_source),
        urgency=urgency.get(row.urgency, row.urgency),
        diagnoses=tuple(parts.diagnoses[content.pk]),
        lines=tuple(
            line_view(line, states[line.key], made, category) for line in parts.lines[content.pk]
        ),
        notes=tuple(parts.notes[row.pk]),
        documents=tuple(documents),
        questionnaires=tuple(parts.answers[row.pk]),
        asked=tuple(
            InformationAsked(a, tuple(d for d in documents if d.about_id == str(a.pk)))
            for a in asked
        ),
        due=clock.due(row, row.case.category, content.admission_source, asked, pinned),
        about=None
        if review is None
        else Subject(
            row,
            review,
            pinned,
            asked[-1] if asked else None,
            {row.pk: of_rows(row, parts.states[row.pk], made)},
        ),
    )


def line_view(
    row: Line, state: LineState, determinations: list[Determination], category: Category
) -> LineView:
    """A line as it stands, with those of its request's determinations that are about it."""
    mine = tuple(d for d in determinations if d.line_key == row.key)
    last = next((d for d in mine if d.pk == state.determination_id), None)
    reason = category.reason(last.reason_code) if last else None
    return LineView(
        row=row,
        status=state.status,
        determination=last,
        reason=reason.label if reason else "",
        unit=category.label("unit_qualifiers", row.unit_qualifier) if row.unit_qualifier else "",
        frequency=category.label("frequencies", row.frequency) if row.frequency else "",
        history=mine,
    )


def age(birth: date, day: date) -> int:
    """Age in whole years on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
