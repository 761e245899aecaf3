"""The numbers of a request, for rooms that write about it. Names nobody."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases.models import Request
from precert.kit.statements import Later, compiled


@dataclass(frozen=True)
class RequestNumbers:
    """Its case with the public Case ID, and its number there."""

    id: UUID
    number: int
    case_id: UUID
    case_number: str


def numbers_of(request_id: UUID) -> RequestNumbers:
    """Raises LookupError."""
    return numbers_later(request_id)()


def numbers_later(request_id: UUID) -> Later[RequestNumbers]:
    """The same, asked now and read later."""
    rows = _numbers.later(request_id)

    def read() -> RequestNumbers:
        for row in rows():
            return RequestNumbers(*row)
        raise LookupError(f"no request {request_id}")

    return read


@compiled
def _numbers(request_id: UUID) -> QuerySet[Any, Any]:
    rows = Request.objects.filter(pk=request_id)
    return rows.values_list("pk", "number", "case_id", "case__number")
