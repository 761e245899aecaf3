"""Who read what, through whichever door, written before the response leaves."""

from precert.conduct.reading_list import ReadingList
from precert.gate.origin import address_of
from precert.gate.request import Request
from precert.journal.access_log import log_readings
from precert.journal.recording import By

LONGEST_PAGE = 80  # of the journal's column


def write(request: Request, seen: ReadingList) -> None:
    """One INSERT for all that a request read. Raises DatabaseError: no record, no page."""
    actor = getattr(request, "actor", None)
    by = (
        By(actor.kind, actor.id, actor.name, actor.provider_id)
        if actor
        else By("person", "unknown", "")
    )
    page = request.resolver_match.view_name if request.resolver_match else ""
    subjects = {kind: sorted(ids) for kind, ids in seen.subjects.items()}
    log_readings(
        subjects, by=by, at=request.now, page=page[:LONGEST_PAGE], address=address_of(request)
    )
