"""Case IDs and what belongs to a case, for who reads the audit trail: numbers and ids, nothing of
what a case is about.
"""

from collections.abc import Iterable
from uuid import UUID

from precert.cases.models import Attachment, Case, Request
from precert.conduct.actor import Actor


def case_id_of(actor: Actor, number: str) -> UUID | None:
    """The case with that Case ID."""
    return (
        Case.objects.filter(number=number).values_list("pk", flat=True).first()
        if actor.may("audit.view")
        else None
    )


def case_numbers(actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The Case IDs of these cases."""
    return (
        dict(Case.objects.filter(pk__in=list(case_ids)).values_list("pk", "number"))
        if actor.may("audit.view")
        else {}
    )


def subjects_of(actor: Actor, case_id: UUID) -> list[tuple[str, str]]:
    """Kind and id of what belongs to the case: its requests, the drafts that they were, their
    documents.
    """
    if not actor.may("audit.view"):
        return []
    requests = list(Request.objects.filter(case=case_id).values_list("pk", flat=True))
    documents = Attachment.objects.filter(request_id__in=requests).values_list("pk", flat=True)
    return [
        *((kind, str(pk)) for pk in requests for kind in ("request", "draft")),
        *(("document", str(pk)) for pk in documents),
    ]
