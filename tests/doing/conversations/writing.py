"""Messages as the two sides leave them, for tests of reading them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from precert.cases.models import Request
from precert.conduct.actor import Actor
from precert.conversations.models import Message, ReadMark, Thread


def write(
    request_id: UUID, actor: Actor, now: datetime, subject: str = "Question", **more: Any
) -> Message:
    """A message of the actor's side in the request's thread."""
    request = Request.objects.get(pk=request_id)
    thread, _ = Thread.objects.get_or_create(
        request=request, defaults={"case_id": request.case_id, "begun_at": now}
    )
    return Message.objects.create(
        thread=thread,
        n=thread.messages.count() + 1,
        side=actor.side,
        by_kind=actor.kind,
        by_id=actor.id,
        by_name=actor.name,
        by_account_id=actor.account_id,
        provider_id=actor.provider_id,
        subject=subject,
        text="What about it?",
        at=now,
        **more,
    )


def read(message: Message, actor: Actor, now: datetime) -> None:
    """The actor has opened it."""
    ReadMark.objects.create(message=message, account_id=actor.person_id, at=now)
