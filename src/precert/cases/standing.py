"""Where submitted requests stand for the windows of what can be done with them, from their lines and
determinations. Two statements, whatever their number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import statuses
from precert.cases.models import Determination, LineState, Request
from precert.cases.windows import RequestStanding, WindowMoments
from precert.contracts import queries as contracts
from precert.contracts.schema import Category
from precert.kit.statements import compiled

REFUSED = (statuses.DENIED, statuses.PARTIAL)  # outcomes that leave something to ask again for


class _LineNow(NamedTuple):
    """What counts of a line as it stands."""

    status: str
    last_day: date | None
    reason: str


class _Decided(NamedTuple):
    """What counts of a determination."""

    outcome: str
    at: datetime


class Standings:
    """The standing of each of these requests (with case and state), by id: read for all of them when
    the first is asked for, since many verbs have no window.
    """

    def __init__(self, requests: Collection[Request]) -> None:
        self._requests = requests

    def __getitem__(self, request_id: UUID) -> RequestStanding:
        return self._found[request_id]

    @cached_property
    def _found(self) -> dict[UUID, RequestStanding]:
        lines: dict[UUID, list[_LineNow]] = defaultdict(list)
        decided: dict[UUID, list[_Decided]] = defaultdict(list)
        ids = [one.pk for one in self._requests]
        for pk, start, end, approved_end, status, reason in _lines(ids):
            lines[pk].append(_LineNow(status, approved_end or end or start, reason or ""))
        for pk, outcome, at in _determinations(ids):
            decided[pk].append(_Decided(outcome, at))
        return {one.pk: _standing(one, lines[one.pk], decided[one.pk]) for one in self._requests}


def of_rows(
    request: Request, lines: Iterable[LineState], made: Collection[Determination]
) -> RequestStanding:
    """The standing of a request whose lines and determinations have been read."""
    reasons: dict[int | None, str] = {one.pk: one.reason_code for one in made}
    now = [
        _LineNow(
            one.status,
            one.approved_end or one.end or one.start,
            reasons.get(one.determination_id, ""),
        )
        for one in lines
    ]
    return _standing(request, now, [_Decided(one.outcome, one.at) for one in made])


@compiled
def _lines(requests: list[UUID]) -> QuerySet[Any, Any]:
    return LineState.objects.filter(request__in=requests).values_list(
        "request", "start", "end", "approved_end", "status", "determination__reason_code"
    )


@compiled
def _determinations(requests: list[UUID]) -> QuerySet[Any, Any]:
    rows = Determination.objects.filter(request__in=requests)
    return rows.values_list("request", "outcome", "at")


def _standing(request: Request, lines: list[_LineNow], decided: list[_Decided]) -> RequestStanding:
    pack = contracts.pinned(request.pack_id).pack
    return RequestStanding(
        WindowMoments(
            submitted=request.submitted_at,
            determined=max((one.at for one in decided), default=None),
            denied=min((one.at for one in decided if one.outcome in REFUSED), default=None),
            service_end=max((one.last_day for one in lines if one.last_day), default=None),
        ),
        grounds=frozenset(_grounds(lines, pack.category(request.case.category))),
    )


def _grounds(lines: Iterable[_LineNow], category: Category) -> Iterable[str]:
    for line in lines:
        reason = category.reason(line.reason) if line.status in REFUSED else None
        if reason is not None and reason.ground is not None:
            yield reason.ground
