"""A submitted request is rows that never change beside small mutable rows of how it stands."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from precert.cases.models.authored import Authored

Json = models.JSONField
OPEN = Q(status__in=["submitted", "active-review"])  # of a request's state: work is left
CLOSED_LINE = ("denied", "void")  # a line with one of these keeps nobody else from asking


class Case(models.Model):
    """One authorization file of a consumer, from its first submission on. Frozen; what moves is in
    CaseState.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=12, unique=True)
    contract = models.CharField(max_length=60)
    consumer = models.ForeignKey("registry.Consumer", on_delete=models.PROTECT)
    category = models.CharField(max_length=12)
    submitted_at = models.DateTimeField()  # of its first request

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["consumer", "-submitted_at"], name="case_consumer")
        ]


class CaseState(models.Model):
    """What moves of a case: its status (the least advanced of its requests) and its authorization
    number.
    """

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    status = models.CharField(max_length=20)
    authorization = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - unique needs NULL, not ""
    changed_at = models.DateTimeField()


class Request(Authored):
    """R01, R02 … of a case, each an authorization request of its own: under the contract version
    that it was submitted under, by the way it came. Frozen; what moves is in RequestState.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    pack = models.ForeignKey("contracts.ContractVersion", on_delete=models.PROTECT)
    origin = models.CharField(max_length=10)  # one of statuses.ORIGINS
    kind = models.CharField(max_length=30)
    urgency = models.CharField(max_length=20, blank=True)
    urgency_reason = models.TextField(blank=True)
    notification_at = models.DateTimeField()
    received_at = models.DateTimeField()  # what the clock counts from
    submitted_at = models.DateTimeField()
    submitted_for = models.ForeignKey(
        "registry.Provider", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="request_number_once")
        ]


class RequestState(models.Model):
    """What moves of a request: status, who has the ball, which content version stands. Who reviews
    it and until when is its work item's.
    """

    request = models.OneToOneField(
        Request, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    contract = models.CharField(max_length=60)
    provider = models.ForeignKey(
        "registry.Provider", on_delete=models.PROTECT, related_name="+"
    )  # submitted for
    status = models.CharField(max_length=20)
    holder = models.CharField(max_length=20, blank=True)
    content = models.PositiveSmallIntegerField(default=1)
    issues = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)  # counts whatever came to the request
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provider", "holder"], name="open_of_provider", condition=OPEN),
        ]


class Content(Authored):
    """One version of what was asked. Copies consumer and providers as the registry had them at that
    moment.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="contents")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    consumer = Json()
    providers = Json()
    place_of_service = models.CharField(max_length=40, blank=True)
    service_type = models.CharField(max_length=40, blank=True)
    admission_source = models.CharField(max_length=40, blank=True)
    admit_date = models.DateField(null=True)
    fips = models.CharField(max_length=5, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "n"], name="content_version_once")
        ]


class Diagnosis(models.Model):
    """One diagnosis of a content version; position 1 is the primary one."""

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="diagnoses")
    position = models.PositiveSmallIntegerField()
    system = models.CharField(max_length=20)
    code = models.CharField(max_length=10)
    text = models.CharField(max_length=400)


class Line(models.Model):
    """One procedure, or the length of stay (kind "los"), of a content version. `key` is stable
    across versions.
    """

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    system = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=12)
    text = models.CharField(max_length=400)
    modifiers = Json(default=list)
    unit_qualifier = models.CharField(max_length=40, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    duration = models.PositiveIntegerField(null=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    frequency = models.CharField(max_length=40, blank=True)
    rate = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content", "key"], name="line_key_once")
        ]


class LineState(models.Model):
    """How a line of a request stands: the one row of a line that moves, beside what was asked.

    Lists, counts, duplicates and expiry read it; whatever decides on the line writes it.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="line_states")
    key = models.CharField(max_length=20)
    consumer = models.ForeignKey("registry.Consumer", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    system = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=12)
    service_type = models.CharField(max_length=40, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    status = models.CharField(max_length=20)  # one of statuses.LINE_LABELS
    determination = models.ForeignKey(
        "cases.Determination", null=True, on_delete=models.PROTECT, related_name="+"
    )  # the one that stands
    approved_start = models.DateField(null=True)
    approved_end = models.DateField(null=True)
    approved_days = models.PositiveIntegerField(null=True)
    approved_units = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    used_units = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # when told

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "key"], name="line_state_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["consumer", "start"],
                name="line_state_standing",
                condition=~Q(status__in=CLOSED_LINE),
            ),
            models.Index(
                fields=["approved_end"],
                name="line_state_expiry",
                condition=Q(approved_end__isnull=False),
            ),
        ]


class Party(models.Model):
    """A provider named in a content version, by role: what makes the case visible to its group."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    n = models.PositiveSmallIntegerField()
    provider = models.ForeignKey("registry.Provider", on_delete=models.PROTECT)
    role = models.CharField(max_length=12)
    submitted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provider", "-submitted_at", "case"], name="party_provider")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "request", "n", "provider", "role"], name="party_once"
            )
        ]
