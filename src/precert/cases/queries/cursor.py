"""A place in a list that is read page by page: where the next page goes on. It stands in the
address, so anything may come back.
"""

from datetime import datetime
from uuid import UUID

from precert.kit.clock import moment

BETWEEN = "~"


def written(at: datetime, pk: UUID) -> str:
    """The place of a row that stands at that moment under that id."""
    return f"{at.isoformat()}{BETWEEN}{pk}"


def read(text: str) -> tuple[datetime, UUID] | None:
    """Moment and id; None for what `written` never wrote: the list then starts anew."""
    at, _, pk = text.partition(BETWEEN)
    try:
        return moment(at), UUID(pk)
    except ValueError:
        return None
