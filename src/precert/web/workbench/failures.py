"""Letters and notices that could not be made or sent yet: what failed, when it is tried again, and
a way to try now.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from precert.cases.actions.repair_delivery import RepairDelivery, RepairDeliveryInput
from precert.cases.queries import failures
from precert.journal.delivery import Errand, set_aside, why_held
from precert.journal.event import words
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.zone import zone

WHAT = {
    "letters.production.make_letters": "Letters",
    "notices.sending.send_notices": "Email notice",
}
WHY = {  # by the kind of error; what it says can quote what it was about
    "Interrupted": "The worker stopped while working on this",
    "PdfError": "The letter's text has characters that cannot be printed",
    "LetterError": "The letter's template has an error",
    "StorageError": "The file store cannot be reached or is full",
    "BlobMissingError": "A stored file is missing",
    "CryptoError": "A stored file cannot be read",
    "Underway": "Another worker is sending it",
    "Unreached": "The phone service refused it",
    "SMTPAuthenticationError": "The mail server rejected our sign-in",
    "SMTPRecipientsRefused": "The mail server rejected the address",
    "SMTPServerDisconnected": "The mail server dropped the connection",
    "ConnectionRefusedError": "A server cannot be reached",
    "ConnectionResetError": "A server dropped the connection",
    "TimeoutError": "A server did not respond in time",
    "gaierror": "A server's name cannot be found",
    "OperationalError": "The database cannot be reached",
}


@dataclass(frozen=True)
class Failure:
    """One row of the list; without `next_at` it is set aside."""

    pk: int
    what: str
    after: str
    case: str
    attempts: int
    next_at: datetime | None
    why: str
    error: str
    held: bool


@requires("failures.view")
@require_safe
def failures_page(request: Request) -> HttpResponse:
    """What failed at least once and is still open: of the contracts served, and for those who serve
    all of them what belongs to no case.
    """
    return _page(request)


def _page(request: Request, message: str = "", status: int = 200) -> HttpResponse:
    rows = failures.failures(request.actor)
    numbers = failures.numbers(request.actor, rows)
    page = {
        "failures": [_failure(row, numbers.get(row.entry.case_id, "")) for row in rows],
        "count": failures.count(request.actor),
        "zone": zone(request),
        "message": message,
        "everything": request.actor.may(failures.EVERYTHING),
        "may_open": "case.view-all" in request.actor.anywhere,
        "may_repair": "letter.repair" in request.actor.anywhere,
    }
    return render(request, "workbench/failures.html", page, status=status)


def _failure(row: Errand, case: str) -> Failure:
    error, held = row.error.partition(":")[0], why_held(row)
    return Failure(
        pk=row.pk,
        what=WHAT.get(row.consumer, row.consumer),
        after=words(row.entry.verb),
        case=case,
        attempts=row.attempts,
        next_at=None if set_aside(row) else row.next_at,
        why=held or WHY.get(error, "Unexpected error"),
        error=error,
        held=bool(held),
    )


@requires("letter.repair")
@posted("failures")
def again(request: Request, delivery: int) -> HttpResponse:
    """Try one again at once; a held letter as it is, too."""
    data = RepairDeliveryInput(delivery, as_is="as_is" in request.POST)
    result = run(request, RepairDelivery, data)
    return redirect("failures") if result.done else _page(request, result.findings[0].text, 409)
