"""Counting the submissions for a person, so that two at once can't overlook each other."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from precert.cases.models import ConsumerLock
from precert.kit.statements import Later, compiled

COUNT = """
    INSERT INTO cases_consumerlock (consumer_id, n) VALUES (%s, 1)
    ON CONFLICT (consumer_id) DO UPDATE SET n = cases_consumerlock.n + 1
    RETURNING n
"""


def count_later(remaining_id: int) -> Later[int]:
    """How often requests for this person, by the id that remains, were submitted so far; asked now,
    read later.
    """
    found = _counts.later(remaining_id)
    return lambda: next(iter(found()), 0)


@compiled
def _counts(consumer_id: int) -> QuerySet[Any, Any]:
    return ConsumerLock.objects.filter(pk=consumer_id).values_list("n", flat=True)


def count_one(remaining_id: int) -> int:
    """Count one more submission for this person, by the id that remains, and hold them: until the
    transaction ends nobody else submits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [remaining_id])
        (n,) = cursor.fetchone()
    return int(n)
