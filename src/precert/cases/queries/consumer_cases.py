"""The requests of one consumer as lists show them: grouped by case, those made here beside those
made by others, and drafts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from precert.cases import access, content, statuses
from precert.cases.models import (
    Content,
    Determination,
    Draft,
    Line,
    LineState,
    Request,
)
from precert.cases.numbering import FIRST, request_title
from precert.cases.queries.case_file import LineView, line_view
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.contracts.schema import Category
from precert.registry import identity

MOST_CASES = 200  # of one consumer in a list, the newest
NOT_REVIEWED = "Not reviewed"
PENDING_CASE = "Pending Case ID"


@dataclass(frozen=True)
class ProcedureRow:
    """One line in the View Procedures dialog: approved dates and units where there are any, else
    those asked for.
    """

    code: str
    text: str
    status: str
    reason: str
    start: date | None
    end: date | None
    approved: Decimal | int | None
    requested: Decimal | int | None
    unit: str


@dataclass(frozen=True)
class RequestRow:
    """One request in a list. `letters` and `entries` (what can be done with it) the door adds."""

    id: UUID
    draft: bool
    case_id: UUID | None
    case_number: str
    name: str
    status: str
    submitted_at: datetime | None
    zone: str
    category: str
    service_type: str
    start: date | None
    end: date | None
    counts: tuple[tuple[str, int], ...]
    procedures: tuple[ProcedureRow, ...]
    letters: tuple[Any, ...] = ()
    entries: tuple[Any, ...] = ()


@dataclass(frozen=True)
class CaseGroup:
    """One case in a list; the drafts that will become cases have no number yet."""

    number: str
    rows: tuple[RequestRow, ...]

    @property
    def title(self) -> str:
        """The row above the requests."""
        return f"Case: {self.number}" if self.number else PENDING_CASE


@dataclass(frozen=True)
class ConsumerCases:
    """Submitted Requests (the organisation's own, and its drafts) and Servicing Requests (made by
    others). Newest first.
    """

    submitted: tuple[CaseGroup, ...]
    servicing: tuple[CaseGroup, ...]
    more: bool = False

    @property
    def count(self) -> int:
        """How many cases the rows are of."""
        return len({group.number for group in (*self.submitted, *self.servicing) if group.number})


def rows(actor: Actor, consumer_id: int) -> ConsumerCases:
    """The person's requests that the actor may see, under whichever of their ids they were made. A
    constant number of queries.
    """
    reading_list.note("consumer", consumer_id)
    ids = identity.all_ids(consumer_id)
    visible = access.visible(actor).filter(consumer__in=ids).order_by("-submitted_at", "-number")
    newest = list(visible.values_list("pk", flat=True)[: MOST_CASES + 1])
    shown = newest[:MOST_CASES]
    requests = list(
        Request.objects.filter(case__in=shown)
        .select_related("case", "state")
        .order_by("-case__submitted_at", "-case__number", "number")
    )
    reading_list.note("case", *shown)
    built = _built(requests)
    own = _own(actor, requests)
    mine = [r for r in requests if r.pk in own]
    theirs = [r for r in requests if r.pk not in own]
    drafts = _drafts(actor, ids)
    return ConsumerCases(
        submitted=(*drafts, *_grouped(built[r.pk] for r in mine)),
        servicing=_grouped(built[r.pk] for r in theirs),
        more=len(newest) > MOST_CASES,
    )


def _own(actor: Actor, requests: Iterable[Request]) -> set[UUID]:
    """Those that the actor's organization submitted; for review staff all of them."""
    if actor.side == "review":
        return {one.pk for one in requests}
    at = access.within(actor, "case.view")
    found = Request.objects.filter(pk__in=[one.pk for one in requests], submitted_for__in=at)
    return set(found.values_list("pk", flat=True))


def counts(actor: Actor, consumer_ids: Iterable[int]) -> dict[int, int]:
    """How many cases of each of these persons, under all their ids, the actor may see; two
    queries.
    """
    persons = identity.persons_of(consumer_ids)
    found = access.visible(actor).filter(consumer__in=list(persons)).order_by()
    made: Counter[int] = Counter()
    for pk, n in found.values_list("consumer").annotate(n=Count("pk")):
        made[persons[pk]] += n
    return dict(made)


def _built(requests: list[Request]) -> dict[UUID, RequestRow]:
    ids = [r.pk for r in requests]
    contents = content.standing(ids)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(content__in=[c.pk for c in contents.values()]).order_by(
        "position"
    ):
        lines[line.content_id].append(line)
    states: dict[UUID, dict[str, LineState]] = defaultdict(dict)
    rows = LineState.objects.filter(request__in=ids).select_related("determination")
    for state in rows:
        states[state.request_id][state.key] = state
    return {r.pk: _row(r, contents[r.pk], lines[contents[r.pk].pk], states[r.pk]) for r in requests}


def _row(
    request: Request,
    asked: Content,
    lines: list[Line],
    states: dict[str, LineState],
) -> RequestRow:
    pack = contracts.pinned(request.pack_id).pack
    category = pack.category(request.case.category)
    views = [_view(line, states[line.key], category) for line in lines]
    reviewed = request.state.status != statuses.SUBMITTED
    return RequestRow(
        id=request.pk,
        draft=False,
        case_id=request.case_id,
        case_number=request.case.number,
        name=request_title(request.number),
        status=statuses.LABELS[request.state.status],
        submitted_at=request.submitted_at,
        zone=pack.time_zone,
        category=request.case.category.capitalize(),
        service_type=category.label("service_types", asked.service_type),
        start=asked.start,
        end=asked.end,
        counts=_counts(views, reviewed),
        procedures=tuple(_procedure(view) for view in views),
    )


def _view(line: Line, state: LineState, category: Category) -> LineView:
    made: list[Determination] = [state.determination] if state.determination else []
    return line_view(line, state, made, category)


def _counts(views: list[LineView], reviewed: bool) -> tuple[tuple[str, int], ...]:
    """A line without a determination is pending while somebody reviews it, not reviewed before."""
    labels = [v.status_label if v.determination or reviewed else NOT_REVIEWED for v in views]
    found = Counter(labels)
    return tuple(
        (label, found[label])
        for label in (*statuses.LINE_LABELS.values(), NOT_REVIEWED)
        if found[label]
    )


def _procedure(view: LineView) -> ProcedureRow:
    line, made = view.row, view.determination
    approved = None if made is None else made.duration if line.quantity is None else made.quantity
    return ProcedureRow(
        code=line.code,
        text=line.text,
        status=view.status_label,
        reason=view.reason,
        start=(made.start if made else None) or line.start,
        end=(made.end if made else None) or line.end,
        approved=approved,
        requested=line.duration if line.quantity is None else line.quantity,
        unit="days" if line.quantity is None else view.unit,
    )


def _drafts(actor: Actor, ids: list[int]) -> tuple[CaseGroup, ...]:
    found: QuerySet[Draft] = (
        access.drafts(actor).filter(consumer__in=ids).order_by("-modified_at", "pk")[:MOST_CASES]
    )
    drafts = list(found)
    reading_list.note("draft", *(d.pk for d in drafts))
    packs = {one.pack.id: one.pack for one in contracts.all_current()} if drafts else {}
    return tuple(
        CaseGroup(
            "",
            (
                _draft(
                    d, packs[d.contract].category(d.category).label("service_types", d.service_type)
                ),
            ),
        )
        for d in drafts
    )


def _draft(draft: Draft, service_type: str) -> RequestRow:
    return RequestRow(
        id=draft.pk,
        draft=True,
        case_id=None,
        case_number="",
        name=request_title(FIRST),
        status=statuses.LABELS[statuses.UNSUBMITTED],
        submitted_at=None,
        zone="UTC",
        category=draft.category.capitalize(),
        service_type=service_type,
        start=None,
        end=None,
        counts=(),
        procedures=(),
    )


def _grouped(found: Iterable[RequestRow]) -> tuple[CaseGroup, ...]:
    groups: dict[str, list[RequestRow]] = {}
    for row in found:
        groups.setdefault(row.case_number, []).append(row)
    return tuple(CaseGroup(number, tuple(rows_of)) for number, rows_of in groups.items())
