"""A draft is one document; notes, files and answers point to it by the uuid that its request
will have, and still do after submission.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from precert.cases.models.authored import Authored, Completed, Modified

Json = models.JSONField


class Draft(Authored, Modified):
    """Everything typed before submission. `values` maps a path to what was typed; `version` counts
    every write.

    The same uuid becomes the request's at submission. The columns beside the document are written
    in the same UPDATE.
    """

    OPEN, SUBMITTED, CANCELLED = "open", "submitted", "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contract = models.CharField(max_length=60)
    category = models.CharField(max_length=12)
    provider = models.ForeignKey("registry.Provider", on_delete=models.PROTECT)
    consumer = models.ForeignKey("registry.Consumer", on_delete=models.PROTECT)
    case_id = models.UUIDField(null=True)  # of an extension
    state = models.CharField(max_length=10, default=OPEN)
    format = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    values = Json(default=dict)
    service_type = models.CharField(max_length=40, blank=True)
    missing = Json(default=list)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "-modified_at"], name="draft_open", condition=Q(state="open")
            ),
            models.Index(fields=["consumer"], name="draft_consumer", condition=Q(state="open")),
        ]


class Note(Authored):
    """A note on a draft or request; never changed or deleted. Internal ones are for staff only."""

    request_id = models.UUIDField()
    type = models.CharField(max_length=40)
    text = models.TextField()
    internal = models.BooleanField(default=False)
    step = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["request_id", "id"], name="note_request")]


class Attachment(Authored):
    """A stored file on a draft or request. `about` is what it was sent for, when it was sent for
    something: kind and id. Removal is possible until submission and leaves the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT)
    document_type = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["request_id", "received_at"], name="attachment_request")
        ]


class Enclosure(models.Model):
    """A stored file that somebody has chosen for a verb on a request and not sent yet; gone once it
    is attached or taken away.
    """

    request_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    document_type = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["request_id", "verb", "account"], name="enclosure_of")
        ]


class Answers(Authored, Completed):
    """Answers to one questionnaire of a draft or request; `completed_at` locks them."""

    request_id = models.UUIDField()
    questionnaire = models.CharField(max_length=200)  # canonical url
    questionnaire_version = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    pack = models.ForeignKey("contracts.ContractVersion", on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)
    values = Json(default=dict)
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request_id", "questionnaire"], name="answers_once")
        ]
