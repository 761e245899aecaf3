"""A thread a request, its messages and who has read them. All of it is frozen."""

import uuid
from typing import ClassVar

from django.db import models


class Thread(models.Model):
    """What the two sides say to each other about one request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField("cases.Request", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="thread_case")]


class Message(models.Model):
    """What one side wrote: everybody of the other side may read it. `n` counts in the thread.

    By whom needs no person: a rule, the worker and another system write, too; `by_account` is there
    where somebody has one. `cause_kind` and `cause_id` name what asked for it (a request for
    information), so that it can be answered from here.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    n = models.PositiveIntegerField()
    side = models.CharField(max_length=10)  # that wrote it: conduct.actor.Side
    by_kind = models.CharField(max_length=10)  # conduct.actor.ActorKind
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=160)
    by_account = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.ForeignKey(
        "registry.Provider", null=True, on_delete=models.PROTECT, related_name="+"
    )  # acted for
    subject = models.CharField(max_length=200)
    text = models.TextField()
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    cause_kind = models.CharField(max_length=30, blank=True)
    cause_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "n"], name="message_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["side", "-id"], name="message_side")]


class ReadMark(models.Model):
    """An account has read a message: it leaves their Message Center, and stays on the case."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="marks")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "message"], name="read_once")
        ]
