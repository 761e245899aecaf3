"""What happened, append-only; who is still to be told, who read what, and the seals over all that."""

from django.db import models

from precert.journal.id_lists import ListIndex


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
    address = models.CharField(max_length=45, default="")
    seal = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["case_id", "id"],
                name="entry_of_case",
                condition=models.Q(case_id__isnull=False),
            ),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_of_subject"),
            models.Index(fields=["at", "id"], name="entry_at"),
            models.Index(fields=["actor_id", "at"], name="entry_by"),
            models.Index(fields=["verb", "at"], name="entry_verb"),
            models.Index(
                fields=["context_provider", "at"],
                name="entry_for",
                condition=models.Q(context_provider__isnull=False),
            ),
            models.Index(fields=["address", "at"], name="entry_from"),
            models.Index(fields=["correlation"], name="entry_request"),
            models.Index(fields=["seal"], name="entry_seal"),
            models.Index(
                fields=["id"], name="entry_unsealed", condition=models.Q(seal__isnull=True)
            ),
        ]


class Errand(models.Model):
    """One consumer that is to be told of one entry: claimed with a lease, done after the effect.

    `attempts` are those begun; `unended` those in a row whose end nobody reported: the worker died
    in them, or is at the last one now.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    consumer = models.CharField(max_length=80)
    attempts = models.PositiveIntegerField(default=0)
    unended = models.PositiveSmallIntegerField(default=0)
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
    seal = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="reading_at"),
            models.Index(fields=["actor_id", "at"], name="reading_by"),
            ListIndex(fields=["subject_kind", "at", "id", "subject_ids"], name="reading_of"),
            models.Index(
                fields=["context_provider", "at"],
                name="reading_for",
                condition=models.Q(context_provider__isnull=False),
            ),
            models.Index(fields=["address", "at"], name="reading_from"),
            models.Index(fields=["correlation"], name="reading_request"),
            models.Index(fields=["seal"], name="reading_seal"),
            models.Index(
                fields=["id"], name="reading_unsealed", condition=models.Q(seal__isnull=True)
            ),
        ]


class Seal(models.Model):
    """A list of rows with their digests, chained to the seal before and authenticated by a key that
    the database doesn't hold.

    `rows` is packed (see `seals`), `digest` covers everything but `mac`, `mac` authenticates the
    digest. A row's column `seal` says which seal lists it; it only leads there, what counts is the
    list.
    """

    number = models.BigIntegerField(primary_key=True)  # from 1, without gaps
    form = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    rows = models.BinaryField()
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=32)
    mac = models.CharField(max_length=64)
