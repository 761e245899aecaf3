"""Letters and notices that could not be made or sent yet: what failed, when it is tried again, and a way to try now."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from precert.cases.actions.repair_delivery import RepairDelivery, RepairDeliveryInput
from precert.cases.queries import failures
from precert.cases.queries.submitters import number_of
from precert.journal.delivery import set_aside
from precert.web.door import Request, requires, run

WHAT = {"letters.making.make_letters": "Letters", "messages.sending.send_notices": "E-mail notice"}


@dataclass(frozen=True)
class Failure:
    """One row of the list; without `next_at` it is set aside."""

    pk: int
    what: str
    verb: str
    case: str
    attempts: int
    next_at: datetime | None
    error: str


@requires("failures.view")
@require_GET
def failures_page(request: Request) -> HttpResponse:
    """What failed at least once and is still open: of the contracts served, and for those who serve all of them what belongs to no case."""
    return _page(request)


def _page(request: Request, message: str = "", status: int = 200) -> HttpResponse:
    rows = failures.failures(request.actor)
    numbers = number_of(request.actor, [row.entry.case_id for row in rows if row.entry.case_id])
    found = [
        Failure(row.pk, WHAT.get(row.consumer, row.consumer), row.entry.verb, numbers.get(row.entry.case_id, ""), row.attempts,
                None if set_aside(row) else row.next_at,
                row.error.partition(":")[0])  # the kind of error only: its text can quote what it was about
        for row in rows
    ]  # fmt: skip
    everything = request.actor.may(failures.EVERYTHING)
    page = {"failures": found, "message": message, "everything": everything, "may_repair": "letter.repair" in request.actor.anywhere}
    return render(request, "workbench/failures.html", page, status=status)


@requires("letter.repair")
@require_POST
def again(request: Request, delivery: int) -> HttpResponse:
    """Try one again at once."""
    result = run(request, RepairDelivery, RepairDeliveryInput(delivery))
    return redirect("failures") if result.done else _page(request, result.findings[0].text, 409)
