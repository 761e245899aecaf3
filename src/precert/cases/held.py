"""Loading what an action is about, and holding what its writes depend on; what the actor may not see
is missing.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from precert.cases import access
from precert.cases.models import ConsumerLock, Draft, Request
from precert.conduct.action import Action
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding, refuse
from precert.documents import store

COUNT = """
    INSERT INTO cases_consumerlock (consumer_id, n) VALUES (%s, 1)
    ON CONFLICT (consumer_id) DO UPDATE SET n = cases_consumerlock.n + 1
    RETURNING n
"""


def submissions(consumer_id: int) -> int:
    """How often requests for this person were submitted so far."""
    return ConsumerLock.objects.filter(pk=consumer_id).values_list("n", flat=True).first() or 0


def count_submission(consumer_id: int) -> int:
    """Count one more submission for this person and hold them: until the transaction ends nobody
    else submits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [consumer_id])
        (n,) = cursor.fetchone()
    return int(n)


def draft(actor: Actor, draft_id: UUID) -> Draft:
    """The open draft that the actor may continue.

    Raises Refusal: missing for what is not theirs or was cancelled, conflict for one that was
    submitted meanwhile.
    """
    found = access.drafts(actor).filter(pk=draft_id).first()
    if found is not None:
        return found
    if access.requests(actor).filter(pk=draft_id).exists():
        raise refuse(
            "conflict",
            "already-submitted",
            "This request has been submitted. What was submitted can't be changed here.",
        )
    raise refuse("missing", "no-such-draft", "There is no such request.")


def request(actor: Actor, request_id: UUID) -> Request:
    """The submitted request that the actor may see, with its case and state. Raises
    Refusal("missing").
    """
    found = access.requests(actor).filter(pk=request_id).select_related("case", "state").first()
    if found is None:
        raise refuse("missing", "no-such-request", "There is no such request.")
    return found


def under_contract(action: Action[Any], request_id: UUID) -> Request:
    """The request that an action is about; from here on its actor may what is permitted under the
    case's contract. Raises Refusal.
    """
    found = request(action.actor, request_id)
    action.actor = action.actor.under(found.case.contract)
    return found


def files(actor: Actor, ids: Collection[UUID]) -> list[Finding]:
    """Why these stored files can't be attached: one is not there, or somebody else stored it; empty
    when they can.
    """
    found = store.find_many(ids) if ids else {}
    if all(one in found and found[one].created_by == f"{actor.kind}:{actor.id}" for one in ids):
        return []
    return [
        Finding("no-such-file", "This file is not there any more. Choose it again.", path="files")
    ]
