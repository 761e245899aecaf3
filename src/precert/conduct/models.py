"""The idempotency table: the second time a key is used, the first answer comes back."""

from django.db import models


class FirstAnswer(models.Model):
    """The first answer given under an actor's key for a verb. Written in the action's own
    transaction.
    """

    key = models.CharField(max_length=200)
    actor = models.CharField(max_length=100)
    verb = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "verb", "key"], name="first_answer_once")
        ]
