"""The statuses and every way between them: the one table. Pure.

Source: DOMAIN "Status and who holds the ball". What is neither listed here nor declared by the file
of its action cannot happen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

UNSUBMITTED, SUBMITTED, ACTIVE_REVIEW, COMPLETED = (
    "un-submitted",
    "submitted",
    "active-review",
    "completed",
)
LABELS = {
    UNSUBMITTED: "Un-Submitted",
    SUBMITTED: "Submitted",
    ACTIVE_REVIEW: "Active Review",
    COMPLETED: "Completed",
}
ORDER = (SUBMITTED, ACTIVE_REVIEW, COMPLETED)

PROVIDER, REVIEWER, NOBODY = "provider", "review-organisation", ""
HOLDER_LABELS = {PROVIDER: "Provider", REVIEWER: "Review organization", NOBODY: "Nobody"}

ORIGINS = ("portal", "fax", "phone", "mail", "fhir", "x12")  # how a request came
NURSE, PHYSICIAN = "nurse", "physician"


APPROVED, PARTIAL, DENIED, VOID = "approved", "partial", "denied", "void"
PENDING, APPEAL = "pending", "appeal"
LINE_LABELS = {
    APPROVED: "Approved",
    PARTIAL: "Approved in part",
    DENIED: "Denied",
    VOID: "Void",
    PENDING: "Pending",
    APPEAL: "Appeal",
}
REVIEW_ACTIONS = {
    APPROVED: "A1",
    PARTIAL: "A6",
    DENIED: "A3",
    VOID: "A3",
    PENDING: "A4",
}  # X12 code source 306


def decider(may_deny: bool) -> str:
    """As whom a reviewer decides."""
    return PHYSICIAN if may_deny else NURSE


@dataclass(frozen=True)
class Step:
    """One way: the verb takes a request from any of `sources` to `target`; then `holder` has the
    ball.
    """

    verb: str
    sources: frozenset[str]
    target: str | None  # None: unchanged
    holder: str | None  # None: unchanged


TABLE: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("submit", frozenset({UNSUBMITTED}), SUBMITTED, REVIEWER),
        Step("take", frozenset({SUBMITTED, ACTIVE_REVIEW}), ACTIVE_REVIEW, None),
        Step("reassign", frozenset({SUBMITTED, ACTIVE_REVIEW}), ACTIVE_REVIEW, None),
        Step("release", frozenset({ACTIVE_REVIEW}), SUBMITTED, None),
        Step("refer_to_physician", frozenset({ACTIVE_REVIEW}), None, None),
        Step("request_information", frozenset({ACTIVE_REVIEW}), None, PROVIDER),
        Step("answer_information", frozenset({SUBMITTED, ACTIVE_REVIEW}), None, REVIEWER),
        Step("miss_information", frozenset({SUBMITTED, ACTIVE_REVIEW}), None, REVIEWER),
        Step("deny_unanswered", frozenset({SUBMITTED, ACTIVE_REVIEW}), COMPLETED, NOBODY),
        Step("save_decision", frozenset({ACTIVE_REVIEW}), None, None),
        Step("issue_determination", frozenset({ACTIVE_REVIEW}), COMPLETED, NOBODY),
    )
}


def declare(step: Step) -> Step:
    """Add the step of an action that brings its own. Raises ValueError where the table has another
    one of that verb.
    """
    if TABLE.setdefault(step.verb, step) != step:
        raise ValueError(f"the step {step.verb!r} is in the table already")
    return step


class IllegalStepError(Exception):
    """A way between statuses that the table doesn't have."""


def step(verb: str, status: str) -> Step:
    """The step of `verb` from `status`; raises IllegalStepError when the table has no such way."""
    found = TABLE.get(verb)
    if found is None or status not in found.sources:
        raise IllegalStepError(f"{verb} does not start from {status}")
    return found


def can(verb: str, status: str) -> bool:
    """True when `verb` may start from `status`."""
    found = TABLE.get(verb)
    return found is not None and status in found.sources


def case_status(requests: Iterable[str]) -> str:
    """The least advanced status of a case's submitted requests; un-submitted when there is none."""
    return min(requests, key=ORDER.index, default=UNSUBMITTED)
