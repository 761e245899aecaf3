"""The numbers of a request, for rooms that write about it. Names nobody."""

from dataclasses import dataclass
from uuid import UUID

from precert.cases.models import Request


@dataclass(frozen=True)
class RequestNumbers:
    """Its case with the public Case ID, and its number there."""

    id: UUID
    number: int
    case_id: UUID
    case_number: str


def numbers_of(request_id: UUID) -> RequestNumbers:
    """Raises LookupError."""
    row = Request.objects.filter(pk=request_id).select_related("case").first()
    if row is None:
        raise LookupError(f"no request {request_id}")
    return RequestNumbers(row.pk, row.number, row.case_id, row.case.number)
