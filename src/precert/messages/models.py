"""Notices sent: one row per event, notice and recipient, so that none is sent twice knowingly and none is lost."""

from typing import ClassVar

from django.db import models


class SentNotice(models.Model):
    """A notice that was handed to the transport. Its text is not kept: it can be made again from the event."""

    entry_id = models.BigIntegerField()
    notice = models.CharField(max_length=60)
    account = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    message_id = models.CharField(max_length=120)
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry_id", "notice", "account", "channel"], name="notice_once"),
        ]
