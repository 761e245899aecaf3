"""What the clock has to act on. For the worker; names nobody."""

from datetime import datetime
from uuid import UUID

from precert.cases.models import InformationRequest
from precert.cases.statuses import COMPLETED

MOST_AT_ONCE = 200


def information(now: datetime) -> list[UUID]:
    """Requests for information that nobody answered in time, of requests that are still under
    review.
    """
    rows = InformationRequest.objects.filter(due_at__lte=now, answer=None).exclude(
        request__state__status=COMPLETED
    )
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
