"""Letters: one row per letter made; the file itself is an encrypted document."""

import uuid
from typing import ClassVar

from django.db import models


class Letter(models.Model):
    """One letter about one request. Numbered per case and template: PA-UMApproval-<case>-01.pdf.

    `cause_kind` and `cause_id` say what it was made about: an issue of determinations, later the
    outcome of a review or a revision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT)
    request = models.ForeignKey("cases.Request", on_delete=models.PROTECT)
    cause_kind = models.CharField(max_length=30)
    cause_id = models.CharField(max_length=60)
    template = models.CharField(max_length=80)
    audience = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=120)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cause_kind", "cause_id", "template"], name="letter_once"
            ),
            models.UniqueConstraint(
                fields=["case", "template", "number"], name="letter_number_once"
            ),
        ]
