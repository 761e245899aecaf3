"""Requests for the races: drafts ready to submit, submitted requests ready to decide, each of
another person.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Draft
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from tests import world as w

HOME_HEALTH: dict[str, Any] = {  # what differs under MS State UM
    "contract": w.MS, "service/type": "home-health", "service/place": "12", "request/urgency": None, "line/k1/system": "hcpcs",
    "line/k1/code": "G0299", "line/k1/unit_qualifier": "VS",
}  # fmt: skip


def ready(
    consumer: int, actor: Actor, now: datetime, *, contract: str = w.CO, **changes: Any
) -> UUID:
    """A complete outpatient draft for that person."""
    made = UUID(
        perform(CreateDraft, CreateDraftInput(contract, "outpatient", consumer), actor, now).answer[
            "draft"
        ]
    )
    current = Draft.objects.get(pk=made).values
    values = w.OUTPATIENT | changes
    w.perform(
        w.SaveDraft,
        w.SaveDraftInput(made, {p: (current.get(p), v) for p, v in values.items()}),
        actor,
        now,
    )
    return made


def version_of(draft: UUID) -> int:
    """The draft's version."""
    return Draft.objects.get(pk=draft).version


def submit(draft: UUID, version: int, actor: Actor, now: datetime, key: str = "") -> dict[str, Any]:
    """Submit that version."""
    answer: dict[str, Any] = perform(
        Submit, SubmitInput(draft, version, agreed=True, confirmed=True), actor, now, key=key
    ).answer
    return answer


def submitted(world: w.World, consumer: int, now: datetime) -> UUID:
    """A submitted request of Ada's for that person."""
    draft = ready(consumer, world.ada, now)
    submit(draft, version_of(draft), world.ada, now)
    return draft
