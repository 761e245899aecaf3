"""What the review organization writes: working decisions, determinations, questions."""

import uuid
from typing import ClassVar

from django.db import models

from precert.cases.models.authored import Authored
from precert.cases.models.requests import Request

Json = models.JSONField


class WorkingDecision(models.Model):
    """What a reviewer has ticked and typed so far, before Issue. `version` counts every write."""

    request = models.OneToOneField(Request, primary_key=True, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)
    values = Json(default=dict)
    modified_at = models.DateTimeField()


class Issue(Authored):
    """One act of issuing determinations of a request; letters and notices follow from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="issued")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "n"], name="issue_once")
        ]


class Determination(Authored):
    """The answer to one line as a content version asks for it; append-only, `n` counts per line,
    the latest one stands.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="determinations")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="determinations")
    content = models.ForeignKey("cases.Content", on_delete=models.PROTECT, related_name="+")
    line_key = models.CharField(max_length=20)
    n = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    review_action = models.CharField(max_length=2)  # X12 306
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    duration = models.PositiveIntegerField(null=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    rate = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    alternative = models.TextField(blank=True)
    reason_code = models.CharField(max_length=40)
    criteria = Json(default=list)  # [{"text", "met", "evidence"}]
    rationale = models.TextField(blank=True)
    by_role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "line_key", "n"], name="determination_once")
        ]


class InformationRequest(Authored):
    """What the reviewer asked the provider for; stops the clock where the contract says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="information_requests"
    )
    n = models.PositiveSmallIntegerField()
    items = Json()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stops_clock = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "n"], name="information_request_once")
        ]


class InformationAnswer(Authored):
    """The provider's answer, or what ended the wait for one; starts the clock again."""

    ANSWERED, MISSED, NOT_NEEDED = "answered", "missed", "not-needed"

    information_request = models.OneToOneField(
        InformationRequest, primary_key=True, on_delete=models.PROTECT, related_name="answer"
    )
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    @property
    def missed(self) -> bool:
        """True when its time was over."""
        return self.outcome == self.MISSED

    @property
    def not_needed(self) -> bool:
        """True when the determination was issued before anybody answered."""
        return self.outcome == self.NOT_NEEDED
