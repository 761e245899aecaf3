"""The whole contract pack."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from precert.contracts.schema.category import Category
from precert.contracts.schema.part import Code, Part, Slug, Words
from precert.contracts.schema.portal import (
    Calendar,
    ConsumerRules,
    CriteriaSheet,
    Customer,
    HelpDoc,
    Labels,
    LetterTemplate,
    Resource,
    Session,
    SignIn,
    Support,
    Terms,
)
from precert.contracts.schema.process import (
    ActionRule,
    DeterminationRule,
    Duration,
    Extension,
    ExternalAppeal,
    Federal,
    InformationRule,
    NoAuthorization,
    QuestionnaireRef,
    Rules,
    Turnaround,
    Uploads,
)


class Pack(Part):
    """One payer program: everything that differs between contracts."""

    id: Slug = Field(description="Name of the pack, the same as its folder's.")
    name: Words = Field(description="Case contract, shown on the case, as `CO UM`.")
    customer: Customer = Field(description="Customer contract, shown on the consumer.")
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="Postal abbreviation of the state."
    )
    plans: tuple[Code, ...] = Field(min_length=1, description="Plans of the payer.")
    time_zone: Words = Field(
        description="IANA time zone in which days, deadlines and case ids count."
    )
    provider_types: tuple[Code, ...] = Field(
        min_length=1, description="Provider types, as the payer's provider file uses them."
    )
    code_in_both_fields: bool = Field(
        description="May a provider without NPI enter the registration code in both fields?"
    )
    entry_form: Literal["wizard", "ribbons"] = Field(description="How a new request is entered.")
    look_back_months: int | None = Field(
        default=None,
        gt=0,
        le=120,
        description="How far back a retrospective request may reach; absent: no limit.",
    )
    service_search_days: int | None = Field(
        default=None,
        gt=0,
        le=3660,
        description="Longest service date span of a case search; absent: no limit.",
    )
    message_count_in_search: bool = Field(
        default=False, description="Show the number of messages in case search results."
    )
    preferences_open_to_staff: tuple[Literal["codes", "providers"], ...] = Field(
        default=(),
        description="Preferences that provider staff accounts may edit, not only admins.",
    )
    fax_target: Literal["submitter", "provider"] = Field(
        description=(
            "Whose number letters are faxed to: the submitting user's, or the provider's of the"
            " payer's file."
        )
    )
    reports: tuple[Slug, ...] = Field(
        default=(), description="Reports offered to providers; empty: none."
    )
    disclaimer: Words = Field(description="Text the submitter agrees to.")
    appeal_rights: Words = Field(
        description="How a denial can be answered, as letters and the portal say it."
    )
    criteria_agreement: Words = Field(description="Text a reader of the criteria sheets agrees to.")
    calendar: Calendar = Field(description="Business days.")
    labels: Labels = Field(description="Names that differ by contract.")
    support: Support = Field(description="Where to get help.")
    session: Session = Field(description="Idle time-out and nonuse.")
    sign_in: SignIn = Field(default=SignIn(), description="Password policy and second factors.")
    consumers: ConsumerRules = Field(description="How people are found and added.")
    uploads: Uploads = Field(description="Files that may be uploaded.")
    duration: Duration = Field(description="How durations are counted.")
    extension: Extension = Field(description="Start values of an extension.")
    inpatient: Category = Field(description="Lists and required fields of inpatient requests.")
    outpatient: Category = Field(description="Lists and required fields of outpatient requests.")
    actions: dict[Slug, ActionRule] = Field(description="Actions after submission, by verb.")
    external_appeal: ExternalAppeal | None = Field(
        default=None,
        description="The appeal outside the review organization, where the contract has one.",
    )
    turnaround: tuple[Turnaround, ...] = Field(min_length=1, description="When decisions are due.")
    information: InformationRule = Field(description="Effect of a request for information.")
    determination: DeterminationRule = Field(
        default=DeterminationRule(), description="Limits of a reviewer's determination."
    )
    federal: Federal = Field(description="National rules that bind.")
    rules: Rules = Field(default=Rules(), description="Rules of the edits at submission.")
    questionnaires: tuple[QuestionnaireRef, ...] = Field(
        default=(), description="Questionnaires and when they are asked."
    )
    letters: tuple[LetterTemplate, ...] = Field(min_length=1, description="Letters.")
    terms: Terms = Field(description="Terms of use.")
    help: tuple[HelpDoc, ...] = Field(default=(), description="Help documents.")
    criteria: tuple[CriteriaSheet, ...] = Field(default=(), description="Clinical criteria sheets.")
    community_resources: tuple[Resource, ...] = Field(
        default=(), description="Links to help outside the portal."
    )

    def category(self, name: str) -> Category:
        """The category of that name; ValueError for any other word."""
        if name == "inpatient":
            return self.inpatient
        if name == "outpatient":
            return self.outpatient
        raise ValueError(f"{name!r} is not a category; there are inpatient and outpatient")

    def questionnaires_for(
        self, category: str, service_type: str, codes: tuple[str, ...]
    ) -> tuple[QuestionnaireRef, ...]:
        """The questionnaires a request must answer, each once, in the pack's order."""
        found = {
            ref.file: ref
            for ref in reversed(self.questionnaires)
            if ref.holds(category, service_type, codes)
        }
        return tuple(reversed(found.values()))

    def no_authorization(
        self, code: str, service_type: str, category: str, diagnosis: str = ""
    ) -> NoAuthorization | None:
        """Why a line (procedure code; empty for length of stay) with this primary diagnosis needs
        no authorization; None if it does.
        """
        return next(
            (
                rule
                for rule in self.rules.no_authorization
                if rule.fits(code, service_type, category, diagnosis)
            ),
            None,
        )

    def turnaround_for(
        self, *, category: str, kind: str, urgency: str = "standard", source: str = ""
    ) -> Turnaround | None:
        """The rule for a request: of those that fit, the most specific, the earlier of two equals;
        None if none fits.
        """
        fitting = [
            rule
            for rule in self.turnaround
            if rule.fits(category=category, kind=kind, urgency=urgency, source=source)
        ]
        return max(fitting, key=lambda rule: rule.weight, default=None)

    def letters_for(self, outcome: str) -> tuple[LetterTemplate, ...]:
        """The letters made when a request ends with this outcome."""
        return tuple(letter for letter in self.letters if outcome in letter.outcomes)

    def criteria_for(
        self, category: str, service_type: str, codes: tuple[str, ...]
    ) -> tuple[CriteriaSheet, ...]:
        """The criteria sheets that apply to a request."""
        return tuple(sheet for sheet in self.criteria if sheet.holds(category, service_type, codes))

    def may_serve(self, service_type: str, provider_type: str) -> bool:
        """May a provider of this type serve the service type?"""
        return provider_type in self.rules.servicing_types.get(service_type, (provider_type,))

    def may_request(self, service_type: str, provider_type: str) -> bool:
        """May a provider of this type request the service type?"""
        return provider_type in self.rules.requesting_types.get(service_type, (provider_type,))
