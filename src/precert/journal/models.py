"""What happened, append-only; who is still to be told, and who read what."""

from django.db import models


class Entry(models.Model):
    """One event. The payload is ids and codes, never names or clinical values."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=150)
    context_provider = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=60)
    case_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    correlation = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["case_id", "id"],
                name="entry_of_case",
                condition=models.Q(case_id__isnull=False),
            ),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_of_subject"),
        ]


class Delivery(models.Model):
    """One consumer that is to be told of one entry: claimed with a lease, done after the effect."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    consumer = models.CharField(max_length=80)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    lease = models.CharField(max_length=40, default="")
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "consumer"], name="told_once")]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="delivery_open",
                condition=models.Q(done_at__isnull=True),
            )
        ]


class Reading(models.Model):
    """One reading of protected health information: who, for which provider, what, when, from where."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=60)
    context_provider = models.BigIntegerField(null=True)
    page = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=30)
    subject_ids = models.JSONField()
    address = models.CharField(max_length=45, default="")
    correlation = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [models.Index(fields=["at"], name="reading_at")]
