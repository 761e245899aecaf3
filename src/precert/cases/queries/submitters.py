"""Who submitted a request, for notices; names no patient."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from precert.cases import access
from precert.cases.models import Request
from precert.conduct.actor import Actor


@dataclass(frozen=True)
class Submitter:
    """The account that submitted, and the Case ID."""

    account_id: int
    case_number: str


def submitter_of(request_id: UUID) -> Submitter | None:
    """The submitter of a request."""
    row = Request.objects.filter(pk=request_id).values_list("submitted_by", "case__number").first()
    return Submitter(*row) if row else None


def number_of(actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """The Case IDs of those of the cases that the actor may see."""
    return dict(access.visible(actor).filter(pk__in=list(case_ids)).values_list("pk", "number"))
