"""The audit trail as one list: what was done and what was read, newest first. For the door that
asks for `audit.view`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from precert.journal.canonical import ENTRY, READING
from precert.journal.models import Entry, Reading, Seal
from precert.journal.seals import unsealed
from precert.kit import clock
from precert.kit.count import EXACT_TO

PIECE = 1_000  # rows of an export read at a time
READ = "read"  # the verb under which readings stand in the list
SEALED = {
    "sealed": "(sealed)"
}  # what an event carries for its reader alone, in place of which this stands
ORDER = {ENTRY: 1, READING: 0}  # of what happened in the same microsecond


@dataclass(frozen=True)
class TrailFilters:
    """What the list is narrowed to; empty means all.

    `only` is the letter of a table: events or readings. `verbs` are of events: with one of them
    there are no readings. `subjects` are kind and id; a row fits when it is about any of them, or
    of the case `case_id`.
    """

    since: datetime | None = None
    until: datetime | None = None
    actors: tuple[str, ...] = ()
    providers: tuple[int, ...] = ()
    only: str = ""
    verbs: tuple[str, ...] = ()
    case_id: UUID | None = None
    subjects: tuple[tuple[str, str], ...] = ()
    address: str = ""
    request: str = ""


@dataclass(frozen=True)
class TrailLine:
    """One row: an event, or the reading of some things of one kind on a page. `request` is the
    number of the web request.
    """

    letter: str
    id: int
    at: datetime
    verb: str
    actor_kind: str
    actor_id: str
    actor_name: str
    provider_id: int | None
    subject_kind: str
    subject_ids: tuple[str, ...]
    case_id: UUID | None
    page: str
    data: dict[str, Any]
    address: str
    request: str
    seal: int | None

    @property
    def key(self) -> str:
        """Where a list goes on after this row."""
        return f"{self.at.isoformat()}|{self.letter}|{self.id}"


@dataclass(frozen=True)
class TrailPage:
    """One page; `count` is one more than `EXACT_TO` when there are more, `after` continues the list
    (empty at its end).
    """

    lines: list[TrailLine]
    count: int
    after: str


@dataclass(frozen=True)
class SealingState:
    """How far the trail is sealed: the moment of the newest seal, rows not sealed yet and when the
    oldest of them happened.
    """

    sealed_at: datetime | None
    seals: int
    waiting: int
    waiting_since: datetime | None
    verified_at: datetime | None
    verified_rows: int
    verified_flaws: int


def find(filters: TrailFilters, *, after: str = "", size: int = 25) -> TrailPage:
    """One page of the list, by a constant number of queries. Raises ValueError when `after` isn't
    what a page before gave.
    """
    rows = _tables(filters)
    lines = _page(rows, after, size + 1)
    count = sum(len(of.values_list("pk", flat=True)[: EXACT_TO + 1]) for of in rows.values())
    return TrailPage(
        lines[:size], min(count, EXACT_TO + 1), lines[size - 1].key if len(lines) > size else ""
    )


def everything(filters: TrailFilters) -> Iterator[TrailLine]:
    """All rows that fit, newest first, read in pieces."""
    rows, after = _tables(filters), ""
    while lines := _page(rows, after, PIECE):
        yield from lines
        after = lines[-1].key


def state(verified: str) -> SealingState:
    """How far the trail is sealed; `verified` is the verb under which verifications are kept."""
    last = Seal.objects.order_by("-number").values_list("number", "at").first() or (0, None)
    waiting = [rows.aggregate(oldest=Min("at"))["oldest"] for rows in unsealed().values()]
    count = sum(
        len(rows.values_list("pk", flat=True)[: EXACT_TO + 1]) for rows in unsealed().values()
    )
    check = Entry.objects.filter(verb=verified).order_by("-at").values_list(
        "at", "data"
    ).first() or (None, {})
    oldest = min((at for at in waiting if at), default=None)
    rows, flaws = int(check[1].get("rows", 0)), int(check[1].get("flaws", 0))
    return SealingState(last[1], last[0], min(count, EXACT_TO + 1), oldest, check[0], rows, flaws)


def _tables(filters: TrailFilters) -> "dict[str, QuerySet[Any]]":
    """The rows of each table that fit."""
    found: dict[str, QuerySet[Any]] = {}
    if filters.only != READING:
        rows = _narrowed(Entry.objects.all(), filters).filter(_events_about(filters))
        found[ENTRY] = rows.filter(verb__in=filters.verbs) if filters.verbs else rows
    if filters.only != ENTRY and not filters.verbs:
        found[READING] = _narrowed(Reading.objects.all(), filters).filter(_readings_of(filters))
    return found


def _narrowed(rows: "QuerySet[Any]", filters: TrailFilters) -> "QuerySet[Any]":
    conditions = {
        "at__gte": filters.since, "at__lte": filters.until, "actor_id__in": filters.actors, "context_provider__in": filters.providers,
        "address": filters.address, "correlation": filters.request,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in conditions.items() if value})


def _events_about(filters: TrailFilters) -> Q:
    about = Q(case_id=filters.case_id) if filters.case_id else Q()
    for kind, pk in filters.subjects:
        about |= Q(subject_kind=kind, subject_id=pk)
    return about


def _readings_of(filters: TrailFilters) -> Q:
    about = (
        Q(subject_kind="case", subject_ids__lists=str(filters.case_id)) if filters.case_id else Q()
    )
    for kind, pk in filters.subjects:
        about |= Q(subject_kind=kind, subject_ids__lists=pk)
    return about


def _page(rows: "dict[str, QuerySet[Any]]", after: str, size: int) -> list[TrailLine]:
    """The newest `size` rows of both tables after that place."""
    lines: list[TrailLine] = []
    for letter, of in rows.items():
        ordered = of.filter(_beyond(letter, after)).order_by("-at", "-id")[:size]
        lines += [_event(row) if letter == ENTRY else _reading(row) for row in ordered]
    return sorted(lines, key=lambda line: (line.at, ORDER[line.letter], line.id), reverse=True)[
        :size
    ]


def _beyond(letter: str, after: str) -> Q:
    """The rows of a table that stand behind a place of the whole list."""
    if not after:
        return Q()
    at, _, rest = after.partition("|")
    of, _, pk = rest.partition("|")
    moment = clock.moment(at)
    if of not in ORDER:
        raise ValueError(f"{after!r} is no place in the list")
    if of == letter:
        same = Q(at=moment, id__lt=int(pk))
    elif ORDER[letter] < ORDER[of]:
        same = Q(at=moment)
    else:
        same = Q(pk__in=[])
    return Q(at__lte=moment) & (Q(at__lt=moment) | same)


def _event(row: Entry) -> TrailLine:
    data = {name: SEALED.get(name, value) for name, value in row.data.items()}
    return TrailLine(
        ENTRY, row.pk, row.at, row.verb, row.actor_kind, row.actor_id, row.actor_name, row.context_provider, row.subject_kind,
        (row.subject_id,), row.case_id, "", data, row.address, row.correlation, row.seal,
    )  # fmt: skip


def _reading(row: Reading) -> TrailLine:
    return TrailLine(
        READING, row.pk, row.at, READ, row.actor_kind, row.actor_id, "", row.context_provider, row.subject_kind,
        tuple(str(one) for one in row.subject_ids), None, row.page, {}, row.address, row.correlation, row.seal,
    )  # fmt: skip
