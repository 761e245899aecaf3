"""Letters and notices that could not be made or sent yet: what failed, when it is tried again, and a way to try now."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from precert.cases.actions.repair_delivery import RepairDelivery, RepairDeliveryInput
from precert.cases.queries.submitters import number_of
from precert.journal.delivery import failing
from precert.web.door import Request, requires, run

WHAT = {"letters.making.make_letters": "Letters", "messages.sending.send_notices": "E-mail notice"}


@dataclass(frozen=True)
class Failure:
    """One row of the list."""

    pk: int
    what: str
    verb: str
    case: str
    attempts: int
    next_at: datetime
    error: str


@requires("failures.view")
@require_GET
def failures_page(request: Request) -> HttpResponse:
    """Everything that failed at least once and is still open."""
    return _page(request)


def _page(request: Request, message: str = "", status: int = 200) -> HttpResponse:
    rows = failing()
    numbers = number_of(request.actor, [row.entry.case_id for row in rows if row.entry.case_id])
    found = [
        Failure(row.pk, WHAT.get(row.consumer, row.consumer), row.entry.verb, numbers.get(row.entry.case_id, ""), row.attempts,
                row.next_at, row.error.partition(":")[0])  # the kind of error only: its text can quote what it was about
        for row in rows
    ]  # fmt: skip
    page = {"failures": found, "message": message, "may_repair": request.actor.may("letter.repair")}
    return render(request, "workbench/failures.html", page, status=status)


@requires("letter.repair")
@require_POST
def again(request: Request, delivery: int) -> HttpResponse:
    """Try one again at once."""
    result = run(request, RepairDelivery, RepairDeliveryInput(delivery))
    return redirect("failures") if result.done else _page(request, result.findings[0].text, 409)
