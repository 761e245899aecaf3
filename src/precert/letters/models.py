"""Letters: one row per letter made; the file itself is an encrypted document."""

import uuid
from typing import ClassVar

from django.db import models


class Letter(models.Model):
    """One letter of one issue. Numbered per case and template: PA-UMApproval-<case>-01.pdf."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT)
    request = models.ForeignKey("cases.Request", on_delete=models.PROTECT)
    issue = models.ForeignKey("cases.Issue", on_delete=models.PROTECT)
    template = models.CharField(max_length=80)
    audience = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=120)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "template"], name="letter_once"),
            models.UniqueConstraint(
                fields=["case", "template", "number"], name="letter_number_once"
            ),
        ]
