"""Which stored files may be attached, and by whom; those chosen for something that isn't sent yet;
attaching them.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from precert.cases.models import Attachment, Enclosure, by
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding
from precert.documents import store
from precert.documents.store import StoredFile

WAITS = timedelta(days=30)  # for how long a file that was chosen waits to be sent
RECEIVED = "worker:"  # begins who stored it: nobody chose it, and the worker's own files


def refused(actor: Actor, ids: Collection[UUID], now: datetime) -> list[Finding]:
    """Why these stored files can't be attached; empty when they can.

    A file is its sender's to attach, for as long as it waits to be sent; what the worker received (a
    fax, a message from another system) anybody's on the review side. Each is attached once.
    """
    found = store.find_many(ids) if ids else {}
    theirs = all(one in found and _may(actor, found[one], now) for one in ids)
    once = len(found) == len(ids)
    if theirs and once and not Attachment.objects.filter(file__in=list(ids)).exists():
        return []
    return [
        Finding("no-such-file", "This file is no longer available. Choose it again.", path="files")
    ]


def name_for(actor: Actor, file: UUID, now: datetime) -> str:
    """The name of a stored file for who may attach it; empty for everybody else."""
    stored = store.find(file)
    return stored.name if stored and _may(actor, stored, now) else ""


def _may(actor: Actor, file: StoredFile, now: datetime) -> bool:
    if file.created_by.startswith(RECEIVED):
        return actor.side != "provider"
    return file.created_by == f"{actor.kind}:{actor.id}" and file.created_at > now - WAITS


def drop_unsent(now: datetime, most: int = 1000) -> None:
    """Drop what was chosen and not sent in time, and destroy the files that nothing refers to.

    Those are left a day longer: whoever attaches one just in time is done by then.
    """
    Enclosure.objects.filter(added_at__lte=now - WAITS).delete()
    mine = {"file": OuterRef("pk")}
    old = StoredFile.objects.filter(created_at__lt=now - WAITS - timedelta(days=1))
    unsent = old.exclude(Q(created_by__startswith=RECEIVED) | Q(wrapped_key=b""))
    used = Exists(Attachment.objects.filter(**mine)) | Exists(Enclosure.objects.filter(**mine))
    store.discard(unsent.filter(~used).order_by("pk")[:most])


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
