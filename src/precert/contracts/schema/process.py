"""How a request runs: durations, extensions, uploads, actions and their windows, turnaround, rules."""

from typing import Literal

from pydantic import Field

from precert.contracts.schema.part import (
    Applies,
    Asset,
    CategoryId,
    ClockKind,
    CodeId,
    CodePattern,
    Ground,
    Part,
    Slug,
    Span,
    Unit,
    UrgencyId,
    Words,
    matches_any,
)

LARGEST_UPLOAD = 32 * 1_048_576  # bytes: files are held in memory while they are checked


class Duration(Part):
    """How a duration in days follows from dates."""

    los_counts_last_day: bool = Field(
        description="Length of stay: does the last day count? (7th to 10th is 4 days if so, else 3)"
    )
    procedures_count_last_day: bool = Field(description="Procedures: does the last day count?")


class Extension(Part):
    """Start values of an extension."""

    start: Literal["same-day", "next-day"] = Field(
        description="Pre-filled start: the last end date, or the day after it."
    )
    notification_editable: bool = Field(
        default=False, description="May notification date and time be edited on an extension?"
    )


class Uploads(Part):
    """Files that may be uploaded. The number of files has no limit."""

    max_bytes: int = Field(
        gt=0, le=LARGEST_UPLOAD, description="Largest size of one file in bytes (1 MB = 1,048,576)."
    )
    strictly_below: bool = Field(
        default=False, description="True: a file of exactly `max_bytes` is too large."
    )
    extensions: tuple[Slug, ...] = Field(
        min_length=1, description="Allowed file name extensions, lower case, no dot."
    )


class Window(Span):
    """How long an action is open."""

    from_: Literal["determination", "initial-denial", "submission", "service-end"] = Field(
        alias="from", description="The moment the window opens."
    )


class ActionRule(Part):
    """One thing that can be done with a submitted request. A verb that isn't listed doesn't exist
    under the contract.
    """

    channels: tuple[Literal["action", "note", "message", "extension"], ...] = Field(
        min_length=1,
        description=(
            "How the provider asks; staff get the same work item whichever way. Only `action` has a"
            " button."
        ),
    )
    window: Window | None = Field(
        default=None, description="How long it is open; always if absent."
    )
    grounds: tuple[Ground, ...] = Field(
        default=(), description="Grounds of denial that qualify; empty: no denial is needed."
    )
    document_mandatory: bool = Field(default=False, description="Is a document required?")
    after: tuple[Slug, ...] = Field(
        default=(),
        description=(
            "Actions of which one must be upheld, or all be out of their window, before this one"
            " opens."
        ),
    )
    offered_times: int = Field(
        default=0,
        ge=0,
        le=10,
        description="Minimum number of preferred dates and times that the asker must offer.",
    )
    asker: Literal["any", "ordering"] = Field(
        default="any",
        description=(
            "People who may ask: anyone of a provider on the case, or the ordering provider only."
        ),
    )


class ExternalAppeal(Part):
    """The appeal outside the review organization."""

    who: tuple[Words, ...] = Field(min_length=1, description="People who may file it.")
    form: Words = Field(description="Title of the form.")
    address: tuple[Words, ...] = Field(min_length=2, description="Postal address, line by line.")
    after: tuple[Slug, ...] = Field(default=(), description="Actions that must be used first.")


class Turnaround(Part):
    """One rule of how soon a decision is due. Empty conditions fit all; the rule with the most
    conditions wins, then the first.
    """

    rule: Words = Field(description="Name of the rule as shown next to the due time.")
    amount: int = Field(gt=0, le=1000, description="How many units after receipt.")
    unit: Unit = Field(description="Unit of the amount.")
    category: CategoryId | None = Field(default=None, description="Only for this category.")
    kind: ClockKind | None = Field(
        default=None, description="Only for this kind of request or review."
    )
    urgency: UrgencyId | None = Field(default=None, description="Only for this urgency.")
    source: CodeId | None = Field(default=None, description="Only for this admission source code.")
    citation: str = Field(
        default="", description="Regulation, standard or contract document that sets it."
    )

    def fits(self, *, category: str, kind: str, urgency: str, source: str) -> bool:
        """Do all conditions of the rule hold?"""
        asked = (
            (self.category, category),
            (self.kind, kind),
            (self.urgency, urgency),
            (self.source, source),
        )
        return all(wanted is None or wanted == found for wanted, found in asked)

    @property
    def weight(self) -> int:
        """How specific the rule is: a condition on the kind outweighs all others, then the number
        of conditions counts.
        """
        return 10 * (self.kind is not None) + sum(
            one is not None for one in (self.category, self.urgency, self.source)
        )


class InformationRule(Part):
    """What asking the provider for information does to the clock."""

    stops_clock: bool = Field(description="Is the review clock paused until the provider answers?")
    due: Span = Field(description="How long the provider has to answer.")
    on_miss: Literal["deny-lack-of-information", "decide-on-file", "nothing"] = Field(
        description="Effect of a missing answer."
    )


class DeterminationRule(Part):
    """What a reviewer may decide."""

    more_than_requested: tuple[Literal["quantity", "duration", "rate"], ...] = Field(
        default=(),
        description=(
            "Amounts of which more may be approved than was requested; `duration` also allows a"
            " later end."
        ),
    )
    reviewer_denies: tuple[Literal["lack-of-information", "administrative"], ...] = Field(
        default=(),
        description=(
            "Grounds for which a clinical reviewer may deny. Medical necessity is always the"
            " physician's."
        ),
    )


class Federal(Part):
    """National rules that bind beside the contract's own."""

    applies: bool = Field(
        description=(
            "Do the CMS-0057-F limits (expedited 72 hours, standard 7 calendar days) bind this"
            " payer?"
        )
    )
    urgent_concurrent_hours: Literal[24, 72] | None = Field(
        default=None, description="Limit for an urgent concurrent request in hours, if one binds."
    )


class NoAuthorization(Applies):
    """A service that needs no authorization. Every condition given must hold; at least one must be
    given.
    """

    reason: Words = Field(description="Text shown to the provider.")
    diagnoses: tuple[CodePattern, ...] = Field(
        default=(), description="Only with one of these as primary diagnosis."
    )

    def fits(self, code: str, service_type: str, category: str, diagnosis: str) -> bool:
        """Do all conditions hold for a line with this procedure code (empty for the length of
        stay)?
        """
        return self.holds(category, service_type, (code,)) and (
            not self.diagnoses or matches_any(self.diagnoses, diagnosis)
        )


class DuplicateRule(Part):
    """Whether the same service asked twice is looked for."""

    applies: bool = Field(
        default=True, description="Look for another case of the same person, service and time."
    )


class EligibilityRule(Part):
    """Whether coverage is checked."""

    applies: bool = Field(
        default=True, description="Check for active coverage over the requested dates."
    )


class Rules(Part):
    """Rules the edits at submission follow."""

    servicing_types: dict[CodeId, tuple[CodeId, ...]] = Field(
        default_factory=dict,
        description=(
            "Provider types that may serve a service type; a service type that isn't listed is open"
            " to all."
        ),
    )
    requesting_types: dict[CodeId, tuple[CodeId, ...]] = Field(
        default_factory=dict,
        description=(
            "Provider types that may request a service type; a service type that isn't listed is"
            " open to all."
        ),
    )
    no_authorization: tuple[NoAuthorization, ...] = Field(
        default=(), description="Services that need no authorization."
    )
    duplicate: DuplicateRule = Field(default=DuplicateRule(), description="Duplicate rule.")
    eligibility: EligibilityRule = Field(default=EligibilityRule(), description="Eligibility rule.")
    severity: dict[str, Literal["error", "warning", "information"]] = Field(
        default_factory=dict,
        description=(
            "Severity of an edit's findings by edit code, where it isn't the edit's own default."
        ),
    )


class QuestionnaireRef(Applies):
    """A questionnaire and when it must be answered. Every condition given must hold; at least one
    must be given.
    """

    file: Asset = Field(description="FHIR R4 Questionnaire (JSON) in the pack's folder.")

    @property
    def id(self) -> str:
        """File name without folder and ending: the questionnaire's name in drafts and answers."""
        return self.file.rsplit("/", 1)[-1].removesuffix(".json")
