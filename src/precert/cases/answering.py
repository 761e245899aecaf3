"""The questionnaire a request needs, and its answers' row; made when it is first opened."""

from datetime import datetime
from uuid import UUID

from precert.cases.draft.parse import parse
from precert.cases.models import Answers, Draft
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts.queries import Pinned
from precert.questionnaires.model import Questionnaire


def needed(draft: Draft, pinned: Pinned, ref_id: str) -> Questionnaire:
    """The questionnaire `ref_id`, if the draft as it stands asks for it. Raises Refusal("missing")."""
    typed = parse(draft.values)
    codes = tuple(line.code for line in typed.lines if line.kind == "procedure")
    for ref in pinned.pack.questionnaires_for(draft.category, typed.service_type or "", codes):
        if ref.id == ref_id:
            return pinned.questionnaire(ref.file)
    raise refuse(
        "missing",
        "no-such-questionnaire",
        "This request does not need that questionnaire any more.",
    )


def row_of(
    draft: Draft,
    pinned: Pinned,
    ref_id: str,
    definition: Questionnaire,
    actor: Actor,
    now: datetime,
) -> Answers:
    """The answers' row, made empty when there is none."""
    row, _ = Answers.objects.get_or_create(
        request_id=draft.pk,
        questionnaire=ref_id,
        defaults={
            "questionnaire_version": definition.version,
            "name": definition.title,
            "pack_id": pinned.version_pk,
            "created_at": now,
            "created_by_name": actor.name,
        },
    )
    return row


def still_open(request_id: UUID, row: Answers) -> None:
    """Raises Refusal("conflict") when the answers are locked."""
    if row.completed_at is not None:
        raise refuse(
            "conflict", "completed", "This questionnaire is complete and can't be changed any more."
        )
