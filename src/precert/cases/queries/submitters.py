"""Who submitted a request, for notices; names no patient."""

from dataclasses import dataclass
from uuid import UUID

from precert.cases.models import Request


@dataclass(frozen=True)
class Submitter:
    """The account that submitted, and the Case ID."""

    account_id: int
    case_number: str


def submitter_of(request_id: UUID) -> Submitter | None:
    """The submitter of a request."""
    row = Request.objects.filter(pk=request_id).values_list("by_account", "case__number").first()
    return Submitter(*row) if row and row[0] is not None else None
