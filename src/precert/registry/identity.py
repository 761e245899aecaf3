"""Merged persons: a consumer merged into another is an alias of the one who remains, over any
number of steps.

Everything that asks for "the same person" asks here: the page, counts, duplicates, submissions.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from precert.kit.statements import Later, compiled
from precert.registry.models import Consumer

# UNION, not UNION ALL: it ends even on a loop, which `merge` makes impossible.
UP = """
    WITH RECURSIVE up(asked, id, into_id) AS (
        SELECT id, id, merged_into_id FROM registry_consumer WHERE id IN ({})
        UNION
        SELECT up.asked, one.id, one.merged_into_id
        FROM registry_consumer one JOIN up ON one.id = up.into_id
    )
    SELECT asked, id FROM up WHERE into_id IS NULL
"""
DOWN = """
    WITH RECURSIVE down(remains, id) AS (
        SELECT id, id FROM registry_consumer WHERE id IN ({})
        UNION
        SELECT down.remains, one.id
        FROM registry_consumer one JOIN down ON one.merged_into_id = down.id
    )
    SELECT id, remains FROM down ORDER BY id
"""
FAMILY = """
    WITH RECURSIVE up(id, into_id) AS (
        SELECT id, merged_into_id FROM registry_consumer WHERE id = %s
        UNION
        SELECT one.id, one.merged_into_id
        FROM registry_consumer one JOIN up ON one.id = up.into_id
    ), down(remains, id) AS (
        SELECT id, id FROM up WHERE into_id IS NULL
        UNION
        SELECT down.remains, one.id
        FROM registry_consumer one JOIN down ON one.merged_into_id = down.id
    )
    SELECT remains, id FROM down ORDER BY id
"""


class MergeError(ValueError):
    """These two can't be merged: one person already, of two contracts, or unknown."""


def remaining(consumer_id: int) -> int:
    """The one who remains of this consumer; the id itself when there is no such consumer."""
    return remaining_of([consumer_id]).get(consumer_id, consumer_id)


def family(consumer_id: int) -> tuple[int, list[int]]:
    """The one who remains of this consumer, and all ids of that person in order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(FAMILY, [consumer_id])
        rows = cursor.fetchall()
    return (rows[0][0], [pk for _, pk in rows]) if rows else (consumer_id, [])


def remains_later(consumer_id: int) -> Later[bool]:
    """Whether this one, who remained, still does: nobody merged them since. Asked now, read later."""
    rows = _unmerged.later(consumer_id)
    return lambda: bool(rows())


@compiled
def _unmerged(consumer_id: int) -> QuerySet[Any, Any]:
    return Consumer.objects.filter(pk=consumer_id, merged_into=None).values_list("pk", flat=True)


def remaining_of(ids: Iterable[int]) -> dict[int, int]:
    """The one who remains, by the id asked for; one query. Unknown ids are left out."""
    return _pairs(UP, sorted(set(ids)))


def all_ids(consumer_id: int) -> list[int]:
    """All ids of the person, whichever of them is asked for, in order; two queries."""
    return sorted(persons_of([remaining(consumer_id)]))


def persons_of(remaining_ids: Iterable[int]) -> dict[int, int]:
    """Every id that these persons ever had, with the one who remains; one query."""
    return _pairs(DOWN, sorted(set(remaining_ids)))


def merge(consumer_id: int, into: int) -> int:
    """Make the one who remains of `consumer_id` an alias of the one who remains of `into`, whose id
    is returned. Call inside a transaction.

    Both are locked first, in the order of their ids, and both must remain: so of two merges in
    opposite directions the second finds one person already. Raises MergeError.
    """
    ends = remaining_of([consumer_id, into])
    one, other = ends.get(consumer_id), ends.get(into)
    if one is None or other is None:
        raise MergeError("Consumer not found.")
    if one == other:
        raise MergeError("They are already one person.")
    with transaction.atomic():
        rows = Consumer.objects.select_for_update().filter(pk__in=[one, other]).order_by("pk")
        found = {row.pk: row for row in rows}
        if any(row.merged_into_id is not None for row in found.values()):
            raise MergeError("One of them has just been merged. Reload the page.")
        if found[one].customer != found[other].customer:
            raise MergeError("They are members of two contracts.")
        Consumer.objects.filter(pk=one, merged_into=None).update(merged_into=other)
    return other


def _pairs(statement: str, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(", ".join(["%s"] * len(ids))), ids)
        return dict(cursor.fetchall())
