"""A piece of work for the review organization: what it is about, who does it, until when."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

NOT_DONE = Q(done_at=None)


class WorkItem(models.Model):
    """One piece of work: of which kind, about what (`subject_kind` and `subject`, an id of the room
    that owns the kind).

    It is free, taken by a worker, or waiting for the other side; once done it stays done, and the
    same subject may get another item.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=30)
    subject = models.UUIDField()
    contract = models.CharField(max_length=60)
    category = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    worker = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    waits = models.BooleanField(default=False)  # for the other side
    due_at = models.DateTimeField(null=True)
    due_rule = models.CharField(max_length=120, blank=True)
    queue_at = models.DateTimeField()  # the due time, or the end of days while there is none
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], name="work_open_once", condition=NOT_DONE
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["queue_at", "id"], name="work_due", condition=NOT_DONE),
            models.Index(fields=["worker", "queue_at"], name="work_mine", condition=NOT_DONE),
            models.Index(fields=["subject", "kind"], name="work_subject"),
        ]
