"""What was handed to a service that reports back: one row a try."""

from typing import ClassVar

from django.db import models


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
