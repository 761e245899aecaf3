"""The reviewer's desk as a page: the facts, the decision as far as it is typed or as it was issued,
and what was refused.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from precert.cases import deadlines
from precert.cases.offers import Offer, offered
from precert.cases.queries.review import Desk, desk
from precert.conduct.refusal import Finding
from precert.kit.clock import local_day
from precert.web.cases import presentation as case_shown
from precert.web.door import Request, Result
from precert.web.workbench.shown import errors_of, shown


@dataclass(frozen=True)
class Refused:
    """What was typed in a dialog and refused: the dialog opens again with it, the reasons in it and
    beside its field.
    """

    typed: str
    findings: list[Finding]

    @property
    def error(self) -> str:
        """What is wrong with what was typed."""
        return " ".join(one.text for one in self.findings if one.path)


def offers_of(request: Request, found: Desk) -> dict[str, Offer]:
    """What may be done with the desk's request, by verb."""
    pk = found.request.row.pk
    return {one.verb: one for one in offered(request.actor, [pk], request.now).get(pk, [])}


def desk_page(
    request: Request,
    request_id: UUID,
    result: Result | None = None,
    *,
    dialog: str = "",
    typed: str = "",
) -> HttpResponse:
    """The desk; `result` is what was refused, `dialog` ("ask", "refer") where `typed` was typed."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    refusal = result.refusal if result else None
    findings = list(refusal.findings) if refusal else []
    unissued = (
        found.findings
        if refusal and refusal.kind == "invalid" and not dialog and found.decidable
        else []
    )
    pack, due = found.request.pinned.pack, found.request.due.at
    page: dict[str, Any] = {
        "desk": found,
        "offers": offers_of(request, found),
        "lines": [] if found.completed else shown(found, errors_of(unissued)),
        "issued": {"explained": case_shown.explained(found.request)},
        "decided_at": case_shown.decided_at([found.request]),
        "findings": (
            [] if dialog else [*findings, *(one for one in unissued if one not in findings)]
        ),
        "documents": case_shown.documents(found.case, found.request),
        "today": local_day(request.now, pack.time_zone),
        "overdue": deadlines.is_overdue(due, request.now),
        "due_today": deadlines.due_today(due, request.now, pack),
        "due_soon": deadlines.due_soon(due, request.now),
    }
    if dialog:
        page[dialog] = Refused(typed, findings)
    return render(
        request,
        "workbench/review.html",
        page,
        status=200 if refusal is None else 409 if refusal.kind == "conflict" else 422,
    )
