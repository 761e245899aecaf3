"""Notices sent: one row per event, notice, way and recipient, so that none is sent twice knowingly
and none is lost.
"""

from typing import ClassVar

from django.db import models


class SentNotice(models.Model):
    """A notice that was handed to the transport, or that it refused for good. Its text is not kept:
    it can be made again from the event.
    """

    entry_id = models.BigIntegerField()
    notice = models.CharField(max_length=60)
    account = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    message_id = models.CharField(max_length=120)  # stands for event, notice, way and recipient
    sent_at = models.DateTimeField()
    refused = models.CharField(
        max_length=200, blank=True
    )  # why it never will be sent; empty when it was

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry_id", "notice", "channel", "message_id"], name="notice_once"
            ),
        ]


class TelephoneMessage(models.Model):
    """One try to send a text message or to call, and its last known state. Neither number nor text
    is kept.
    """

    challenge = models.BigIntegerField(null=True)  # people's
    channel = models.CharField(max_length=10)
    sid = models.CharField(max_length=64, blank=True)  # what the service calls it
    status = models.CharField(max_length=20)  # of telephone_states.RANKS
    error = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()  # of the last change

    class Meta:
        indexes: ClassVar = [models.Index(fields=["challenge", "at"], name="telephone_challenge")]
