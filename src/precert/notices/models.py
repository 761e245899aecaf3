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
