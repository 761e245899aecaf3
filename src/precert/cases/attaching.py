"""Which stored files may be attached, and by whom."""

from collections.abc import Collection
from uuid import UUID

from precert.cases.models import Attachment
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding
from precert.documents import store


def refused(actor: Actor, ids: Collection[UUID]) -> list[Finding]:
    """Why these stored files can't be attached; empty when they can.

    A file is its sender's to attach; what the worker received (a fax, a message from another
    system) anybody's on the review side. Each is attached once.
    """
    found = store.find_many(ids) if ids else {}
    theirs = all(one in found and _may(actor, found[one].created_by) for one in ids)
    if theirs and not Attachment.objects.filter(file__in=list(ids)).exists():
        return []
    return [Finding("no-such-file", "This file is no longer here. Choose it again.", path="files")]


def _may(actor: Actor, created_by: str) -> bool:
    received = created_by.partition(":")[0] == "worker"
    return created_by == f"{actor.kind}:{actor.id}" or (received and actor.side != "provider")
