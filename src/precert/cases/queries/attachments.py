"""One document of a request or draft, for whoever may open it."""

from uuid import UUID

from precert.cases import access
from precert.cases.models import Attachment
from precert.conduct import reading_list
from precert.conduct.actor import Actor


def attachment(actor: Actor, attachment_id: UUID) -> Attachment | None:
    """The attachment with its stored file, None when there is none that the actor may open. Notes
    the reading.
    """
    row = (
        Attachment.objects.select_related("file").filter(pk=attachment_id, removed_at=None).first()
    )
    if row is None or not _within_reach(actor, row):
        return None
    reading_list.note("document", row.pk)
    return row


def _within_reach(actor: Actor, row: Attachment) -> bool:
    contract = (
        access.requests(actor)
        .filter(pk=row.request_id)
        .values_list("case__contract", flat=True)
        .first()
    )
    if contract is not None:
        return actor.may("document.view", contract)
    return actor.may("document.view") and access.drafts(actor).filter(pk=row.request_id).exists()
