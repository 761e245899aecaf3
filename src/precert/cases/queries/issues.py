"""An issue of determinations, for the room that writes letters about it. Names nobody."""

from dataclasses import dataclass
from uuid import UUID

from precert.cases.models import Issue


@dataclass(frozen=True)
class IssueOf:
    """Where an issue belongs."""

    id: UUID
    request_id: UUID
    case_id: UUID
    case_number: str


def issue_of(issue_id: UUID) -> IssueOf:
    """The issue's request and case. Raises LookupError."""
    row = Issue.objects.filter(pk=issue_id).select_related("request__case").first()
    if row is None:
        raise LookupError(f"no issue {issue_id}")
    return IssueOf(row.pk, row.request_id, row.request.case_id, row.request.case.number)
