"""What leaves the house, or lies ready for somebody: one row a thing."""

from typing import ClassVar

from django.db import models


class Delivery(models.Model):
    """One thing to one address by one way, and how far it came. Its text is not kept: a notice can
    be made again from its event, a letter has its file.

    `subject_kind` and `subject_id` say what it is about (a letter, a challenge, the subject of the
    event), `kind` which notice or letter it is. `key` stands for all that makes it one thing, so
    that it is begun once however often it is asked for.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=80)  # the file name of a notice, a letter's template
    entry = models.BigIntegerField(null=True)  # of the journal: the event that asked for it
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=60)
    account = models.BigIntegerField(null=True)  # of people, where it goes to a person of ours
    channel = models.CharField(max_length=10)  # of transport.Channel
    address = models.CharField(max_length=254, blank=True)  # of a phone number the end only
    state = models.CharField(max_length=20)  # of deliveries.RANKS
    error = models.CharField(max_length=200, blank=True)  # without the text and the number
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField()  # somebody is at it until then, or nobody since
    references = models.CharField(
        max_length=330, blank=True
    )  # what the service calls it, newest last
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # when the service took it
    at = models.DateTimeField()  # of the last change

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="delivery_subject"),
            models.Index(fields=["channel", "asked_at"], name="delivery_channel"),
        ]
