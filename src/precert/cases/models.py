"""A draft is one document; a submitted request is rows that never change beside one small mutable
row of its state.
"""

import uuid
from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

Json = models.JSONField
OPEN = Q(status__in=["submitted", "active-review"])  # of a request's state: work is left
END_OF_DAYS = datetime(9999, 12, 31, tzinfo=UTC)


class Draft(models.Model):
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
    created_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField()
    modified_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "-modified_at"], name="draft_open", condition=Q(state="open")
            ),
            models.Index(fields=["consumer"], name="draft_consumer", condition=Q(state="open")),
        ]


class Case(models.Model):
    """One authorization file of a consumer, from its first submission on. Frozen; what moves is in
    CaseState.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=12, unique=True)
    contract = models.CharField(max_length=60)
    pack = models.ForeignKey("contracts.ContractVersion", on_delete=models.PROTECT)
    consumer = models.ForeignKey("registry.Consumer", on_delete=models.PROTECT)
    category = models.CharField(max_length=12)
    origin = models.CharField(max_length=10)
    submitted_at = models.DateTimeField()

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


class Request(models.Model):
    """R01, R02 … of a case. Frozen; what moves is in RequestState."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    urgency = models.CharField(max_length=20, blank=True)
    urgency_reason = models.TextField(blank=True)
    notification_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    submitted_for = models.ForeignKey(
        "registry.Provider", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="request_number_once")
        ]


class RequestState(models.Model):
    """What moves of a request: status, holder, level, reviewer, due time, current content version."""

    request = models.OneToOneField(
        Request, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    contract = models.CharField(max_length=60)
    category = models.CharField(max_length=12)
    provider = models.ForeignKey(
        "registry.Provider", on_delete=models.PROTECT, related_name="+"
    )  # submitted for
    status = models.CharField(max_length=20)
    holder = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=12)
    reviewer = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.PositiveSmallIntegerField(default=1)
    issues = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    due_rule = models.CharField(max_length=120, blank=True)
    queue_at = (
        models.DateTimeField()
    )  # the due time, or the end of days while there is none: what the queue sorts by
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["queue_at", "request"], name="queue_due", condition=OPEN),
            models.Index(fields=["reviewer", "queue_at"], name="queue_mine", condition=OPEN),
            models.Index(fields=["provider", "holder"], name="open_of_provider", condition=OPEN),
        ]


class Content(models.Model):
    """One version of what was asked. Copies consumer and providers as the registry had them at that
    moment.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="contents")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
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


class WorkingDecision(models.Model):
    """What a reviewer has ticked and typed so far, before Issue. `version` counts every write."""

    request = models.OneToOneField(Request, primary_key=True, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)
    values = Json(default=dict)
    modified_at = models.DateTimeField()


class Issue(models.Model):
    """One act of issuing determinations of a request; letters and notices follow from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="issued")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: a rule

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "n"], name="issue_once")
        ]


class Determination(models.Model):
    """The answer to one line; append-only, `n` counts per line, the latest one stands."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="determinations")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="determinations")
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
    by = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: a rule
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "line_key", "n"], name="determination_once")
        ]


class InformationRequest(models.Model):
    """What the reviewer asked the provider for; stops the clock where the contract says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="information_requests"
    )
    n = models.PositiveSmallIntegerField()
    items = Json()
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stops_clock = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "n"], name="information_request_once")
        ]


class InformationAnswer(models.Model):
    """The provider's answer, or the end of waiting for one (`missed`: its time was over;
    `not_needed`); starts the clock again.
    """

    information_request = models.OneToOneField(
        InformationRequest, primary_key=True, on_delete=models.PROTECT, related_name="answer"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    missed = models.BooleanField(default=False)

    @property
    def not_needed(self) -> bool:
        """True when nobody answered in time because the determination was issued first."""
        return not self.missed and not self.by_name


class Note(models.Model):
    """A note on a draft or request; never changed or deleted. Internal ones are for staff only."""

    request_id = models.UUIDField()
    type = models.CharField(max_length=40)
    text = models.TextField()
    internal = models.BooleanField(default=False)
    step = models.CharField(max_length=30, blank=True)
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["request_id", "id"], name="note_request")]


class Attachment(models.Model):
    """A stored file on a draft or request. Removal is possible until submission and leaves the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT)
    document_type = models.CharField(max_length=40)
    information_request = models.ForeignKey(InformationRequest, null=True, on_delete=models.PROTECT)
    received_at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["request_id", "received_at"], name="attachment_request")
        ]


class Answers(models.Model):
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
    created_by_name = models.CharField(max_length=160)
    completed_at = models.DateTimeField(null=True)
    completed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request_id", "questionnaire"], name="answers_once")
        ]


class DayCounter(models.Model):
    """The last case sequence of a day (`day` is YYDDD in the contract's time zone)."""

    day = models.CharField(max_length=5, primary_key=True)
    last = models.PositiveIntegerField()


class ConsumerLock(models.Model):
    """One row a consumer; submit updates it first, so that two duplicates can't pass each other
    unseen.
    """

    consumer = models.OneToOneField("registry.Consumer", primary_key=True, on_delete=models.PROTECT)
    n = models.PositiveIntegerField(default=0)
