"""Which stored files may be attached, and by whom; those chosen for something that isn't sent yet;
attaching them.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from precert.cases.models import Attachment, Enclosure, by
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
    return [
        Finding("no-such-file", "This file is no longer available. Choose it again.", path="files")
    ]


def _may(actor: Actor, created_by: str) -> bool:
    received = created_by.partition(":")[0] == "worker"
    return created_by == f"{actor.kind}:{actor.id}" or (received and actor.side != "provider")


def enclosed(actor: Actor, request_id: UUID, verb: str) -> "QuerySet[Enclosure]":
    """The files that the actor has chosen for that verb on that request and not sent yet, oldest
    first.
    """
    mine = Enclosure.objects.filter(request_id=request_id, verb=verb, account=actor.account_id)
    return mine.select_related("file").order_by("added_at", "pk")


def attach(
    actor: Actor,
    request_id: UUID,
    files: Collection[tuple[UUID, str]],
    now: datetime,
    about: tuple[str, str] = ("", ""),
) -> None:
    """Attach stored files, each with its document type, to a request; `about` is kind and id of what
    they were sent for.
    """
    kind, pk = about
    Attachment.objects.bulk_create(
        Attachment(
            request_id=request_id,
            file_id=file,
            document_type=document_type,
            about_kind=kind,
            about_id=pk,
            received_at=now,
            **by(actor),
        )
        for file, document_type in files
    )
    Enclosure.objects.filter(file__in=[file for file, _ in files]).delete()
