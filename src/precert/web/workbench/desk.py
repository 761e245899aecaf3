"""The reviewer's desk as a page: the facts, the decision as far as it is typed or as it was issued,
and what was refused.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from precert.cases import deadlines, offers
from precert.cases.actions.issue_determination import IssueDetermination
from precert.cases.actions.save_decision import SaveDecision
from precert.cases.queries.review import Desk, desk
from precert.conduct.refusal import Finding
from precert.kit.clock import local_day
from precert.web.cases import presentation as case_shown
from precert.web.cases.entries import entries
from precert.web.door import Request, Result
from precert.web.workbench.presentation import errors_of, shown


def desk_page(request: Request, request_id: UUID, result: Result | None = None) -> HttpResponse:
    """The desk; `result` is an Issue that was refused: why stands above, and beside the fields."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    refusal = result.refusal if result else None
    offered = _offered(request, request_id)
    unissued = found.findings if refusal and refusal.kind == "invalid" else []
    page = (
        offered
        | _due(request, found)
        | {
            "desk": found,
            "lines": [] if found.completed else shown(found, errors_of(unissued)),
            "issued": {"explained": case_shown.explained(found.request)},
            "decided_at": case_shown.decided_at([found.request]),
            "findings": _both(refusal.findings if refusal else [], unissued),
            "documents": case_shown.documents(found.case, found.request),
            "today": local_day(request.now, found.request.pinned.pack.time_zone),
        }
    )
    status = 200 if refusal is None else 409 if refusal.kind == "conflict" else 422
    return render(request, "workbench/review.html", page, status=status)


def _offered(request: Request, request_id: UUID) -> dict[str, Any]:
    """What can be done here, what can't be done now, and whether a decision can be typed and issued."""
    mine = entries(request, [request_id]).get(request_id, [])
    return {
        "entries": mine,
        "shut": [one for one in mine if not one.open],
        "decidable": not offers.why(SaveDecision, request.actor, request_id, request.now),
        "issuable": any(one.open and one.verb == IssueDetermination.verb for one in mine),
    }


def _due(request: Request, found: Desk) -> dict[str, bool]:
    pack, due = found.request.pinned.pack, found.request.due.at
    return {
        "overdue": deadlines.is_overdue(due, request.now),
        "due_today": deadlines.due_today(due, request.now, pack),
        "due_soon": deadlines.due_soon(due, request.now),
    }


def _both(first: list[Finding], more: list[Finding]) -> list[Finding]:
    """Each finding once."""
    return [*first, *(one for one in more if one not in first)]
