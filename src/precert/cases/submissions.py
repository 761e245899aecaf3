"""Counting the submissions for a person, so that two at once can't overlook each other."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from precert.cases.models import ConsumerLock
from precert.kit.statements import compiled
from precert.registry import identity

COUNT = """
    INSERT INTO cases_consumerlock (consumer_id, n) VALUES (%s, 1)
    ON CONFLICT (consumer_id) DO UPDATE SET n = cases_consumerlock.n + 1
    RETURNING n
"""


def count(consumer_id: int) -> int:
    """How often requests for this person, under any of their ids, were submitted so far."""
    return next(iter(_counts(identity.remaining(consumer_id))), 0)


@compiled
def _counts(consumer_id: int) -> QuerySet[Any, Any]:
    return ConsumerLock.objects.filter(pk=consumer_id).values_list("n", flat=True)


def count_one(consumer_id: int) -> int:
    """Count one more submission for this person and hold them: until the transaction ends nobody
    else submits for them.
    """
    remains = identity.remaining(consumer_id)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [remains])
        (n,) = cursor.fetchone()
    return int(n)
