"""The current content of a request and its lines, as reviewers decide on them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from precert.cases.decision import LineAsked
from precert.cases.draft.durations import counts_last_day
from precert.cases.models import Content, Line, Request
from precert.contracts.queries import Pinned
from precert.contracts.schema import CriteriaSheet
from precert.kit.statements import compiled


def current(request: Request) -> Content:
    """The content version of the request that stands."""
    return standing([request.pk])[request.pk]


def standing(requests: Iterable[UUID]) -> dict[UUID, Content]:
    """The content version that stands of each of these requests; one query. The only place that
    says which version that is.
    """
    return {row.request_id: row for row in _standing(list(requests))}


@compiled
def asked_for(requests: list[UUID]) -> QuerySet[Any, Any]:
    """Of each of these requests: its id, the person as copied, the service type; one query."""
    return _versions(requests).values_list("request", "consumer", "service_type")


@compiled
def _standing(requests: list[UUID]) -> QuerySet[Any, Any]:
    return _versions(requests)


def _versions(requests: list[UUID]) -> "QuerySet[Content]":
    return Content.objects.filter(request__in=requests, n=F("request__state__content"))


def sheets(
    request: Request, content: Content, lines: list[Line], pinned: Pinned
) -> tuple[CriteriaSheet, ...]:
    """The criteria sheets of the pinned pack that fit the request."""
    codes = tuple(line.code for line in lines if line.kind == "procedure")
    return pinned.pack.criteria_for(request.case.category, content.service_type, codes)


def coded(content: Content) -> list[tuple[str, str]]:
    """Code and description of each diagnosis and line of the version."""
    diagnoses, lines = content.diagnoses.order_by("position"), content.lines.order_by("position")
    return [*diagnoses.values_list("code", "text"), *lines.values_list("code", "text")]


def asked(request: Request, content: Content, pinned: Pinned) -> list[LineAsked]:
    """The lines as they were asked for, each with the criteria that may be cited."""
    lines = list(content.lines.order_by("position"))
    criteria = {
        f"{sheet.id}.{item.code}": item.text
        for sheet in sheets(request, content, lines, pinned)
        for item in sheet.items
    }
    return [_asked(line, criteria, pinned) for line in lines]


def _asked(line: Line, criteria: dict[str, str], pinned: Pinned) -> LineAsked:
    last = counts_last_day(pinned.pack, line.kind)
    return LineAsked(
        line.key,
        line.kind,
        line.code,
        line.start,
        line.end,
        line.duration,
        line.quantity,
        line.rate,
        last,
        criteria,
    )
