"""The lists and required fields of one category (inpatient or outpatient)."""

from typing import Literal

from pydantic import Field

from precert.contracts.schema.part import (
    CaseField,
    Code,
    CodeId,
    CodePattern,
    CodeSystem,
    Ground,
    LineField,
    LineKind,
    Outcome,
    Part,
    RequestKind,
    RoleId,
    UrgencyId,
    Words,
    matches,
)

CodeList = Literal[
    "service_types",
    "places_of_service",
    "admission_sources",
    "request_types",
    "document_types",
    "note_types",
    "unit_qualifiers",
    "frequencies",
    "discharge_dispositions",
    "determination_reasons",
]


class ServiceType(Code):
    """What is asked for, in the payer's own grouping."""

    show_code: bool = Field(
        default=True, description="Show the code before the label, as in `117b - Imaging Studies`."
    )
    procedures_on_extension: bool = Field(
        default=True,
        description="May procedure codes be added on an extension of a case of this service type?",
    )
    los_automatic: bool | None = Field(
        default=None, description="Overrides the category's `los_automatic` for this service type."
    )

    @property
    def shown(self) -> str:
        """The text in lists, cards and letters."""
        return f"{self.code} - {self.label}" if self.show_code else self.label


class RequestType(Part):
    """A kind of request under the contract's own name."""

    code: RequestKind = Field(description="Which kind of request this is.")
    label: Words = Field(description="Text that people read.")
    first: bool = Field(
        default=True, description="May the first request of a case be of this type?"
    )
    extension: bool = Field(default=True, description="May an extension be of this type?")


class NoteType(Code):
    """A type of note and who reads it."""

    audience: Literal["external", "internal"] = Field(
        description=(
            "external: provider and staff read it; internal: staff only, never outside the"
            " workbench."
        )
    )


class UnitQualifier(Code):
    """What a quantity or duration counts (X12 element 673 codes where they exist)."""

    lines: tuple[LineKind, ...] = Field(
        default=("procedure", "los"),
        min_length=1,
        description="Kinds of line on which it is offered.",
    )


class Reason(Code):
    """A reason a reviewer gives for the outcome of a line."""

    outcomes: tuple[Outcome, ...] = Field(
        min_length=1, description="Outcomes for which the reason may be chosen."
    )
    ground: Ground | None = Field(
        default=None,
        description=(
            "Ground of a denial; decides which ways to answer it are open. Mandatory where `denied`"
            " or `partial` is an outcome."
        ),
    )
    physician: bool = Field(
        default=False, description="Is it only for someone who may deny (a physician)?"
    )
    x12: str = Field(
        default="",
        max_length=10,
        description="X12 health care decision reason code (code source 886), if one fits.",
    )


class CodeTypes(Part):
    """Code systems offered."""

    diagnosis: tuple[CodeSystem, ...] = Field(
        min_length=1, description="Code systems for diagnoses, the default first."
    )
    procedure: tuple[CodeSystem, ...] = Field(
        min_length=1, description="Code systems for procedures, the default first."
    )


class RoleRule(Part):
    """A provider role on the case besides the requesting provider."""

    role: RoleId = Field(
        description="servicing (outpatient), facility (inpatient), pcp (PCP/Facility), attending."
    )
    label: Words = Field(description="Name of the role on the page.")
    required: bool = Field(default=False, description="Must the role be filled before submission?")
    many: bool = Field(default=False, description="May several providers hold it?")
    default_requesting: bool = Field(
        default=False, description="Filled with the requesting provider to begin with."
    )


class Urgency(Part):
    """Where the urgency of a request comes from."""

    asked: bool = Field(
        description=(
            "Ask the provider. If false it is derived from the admission source, and is standard"
            " without one."
        )
    )
    with_reason: bool = Field(
        default=False, description="An expedited request must say why it cannot wait."
    )
    levels: tuple[Code, ...] = Field(
        default=(
            Code(code="standard", label="Standard"),
            Code(code="expedited", label="Expedited"),
        ),
        description="Labels of the two levels; their codes are `standard` and `expedited`.",
    )
    derived_from_admission_source: dict[CodeId, UrgencyId] = Field(
        default_factory=dict, description="Urgency by admission source code."
    )


class Extra(Part):
    """More required fields where a service type or procedure code asks for them."""

    case: tuple[CaseField, ...] = Field(default=(), description="Fields of the case.")
    procedure: tuple[LineField, ...] = Field(
        default=(), description="Fields of each procedure line."
    )
    los: tuple[LineField, ...] = Field(default=(), description="Fields of the length-of-stay line.")


class Required(Part):
    """What must be filled before submission."""

    case: tuple[CaseField, ...] = Field(
        description=(
            "Fields of the case and request. `diagnosis` asks for at least one, the first being"
            " primary."
        )
    )
    procedure: tuple[LineField, ...] = Field(
        default=("start", "end", "duration", "quantity"),
        description="Fields of each procedure line.",
    )
    los: tuple[LineField, ...] = Field(
        default=("start", "end", "duration"), description="Fields of the length-of-stay line."
    )
    by_service_type: dict[CodeId, Extra] = Field(
        default_factory=dict, description="Additional required fields by service type code."
    )
    by_code: dict[CodePattern, Extra] = Field(
        default_factory=dict,
        description="Additional required fields by procedure code, range or prefix.",
    )


class Category(Part):
    """Everything that differs between inpatient and outpatient."""

    service_types: tuple[ServiceType, ...] = Field(
        min_length=1, description="Service types, in the order shown."
    )
    places_of_service: tuple[Code, ...] = Field(
        min_length=1, description="Places of service; codes are the public place-of-service codes."
    )
    admission_sources: tuple[Code, ...] = Field(
        default=(), description="Admission sources; empty where the contract has none."
    )
    request_types: tuple[RequestType, ...] = Field(
        min_length=1, description="Request types; if there is only one, it is chosen automatically."
    )
    code_types: CodeTypes = Field(description="Code systems offered for diagnoses and procedures.")
    document_types: tuple[Code, ...] = Field(min_length=1, description="Document types.")
    note_types: tuple[NoteType, ...] = Field(min_length=1, description="Types of note.")
    unit_qualifiers: tuple[UnitQualifier, ...] = Field(
        min_length=1, description="Unit qualifiers of lines."
    )
    frequencies: tuple[Code, ...] = Field(
        min_length=1, description="How often a service is provided."
    )
    discharge_dispositions: tuple[Code, ...] = Field(
        min_length=1, description="Where the person went at discharge."
    )
    determination_reasons: tuple[Reason, ...] = Field(
        min_length=1, description="Reasons for outcomes."
    )
    roles: tuple[RoleRule, ...] = Field(min_length=1, description="Provider roles on the case.")
    los_automatic: bool = Field(description="Is a length-of-stay line added automatically?")
    urgency: Urgency = Field(description="Where the urgency comes from.")
    required: Required = Field(description="Required fields.")

    def service_type(self, code: str) -> ServiceType | None:
        """The service type of that code, None if the list has none (any more)."""
        return next((one for one in self.service_types if one.code == code), None)

    def role(self, role: str) -> RoleRule | None:
        """The rule of a provider role, None if this category has no such role."""
        return next((one for one in self.roles if one.role == role), None)

    def reason(self, code: str) -> Reason | None:
        """The determination reason of that code."""
        return next((one for one in self.determination_reasons if one.code == code), None)

    def reasons_for(self, outcome: str) -> tuple[Reason, ...]:
        """The determination reasons that may be chosen for an outcome."""
        return tuple(one for one in self.determination_reasons if outcome in one.outcomes)

    def label(self, name: CodeList, code: str) -> str:
        """The shown text of a code in one of the lists; the code itself where the list doesn't know
        it.
        """
        for entry in getattr(self, name):
            if entry.code == code:
                return entry.shown if isinstance(entry, ServiceType) else str(entry.label)
        return code

    def has_los(self, service_type: str = "") -> bool:
        """Does a request of this service type get a length-of-stay line by itself?"""
        found = self.service_type(service_type)
        return (
            self.los_automatic
            if found is None or found.los_automatic is None
            else found.los_automatic
        )

    def required_for_case(
        self, service_type: str = "", codes: tuple[str, ...] = ()
    ) -> frozenset[str]:
        """Names of the case fields that must be filled, given the service type and the procedure
        codes asked for.
        """
        names = set(self.required.case)
        for extra in self._extras(service_type, codes):
            names |= set(extra.case)
        return frozenset(names)

    def required_for_line(
        self, kind: LineKind, service_type: str = "", code: str = ""
    ) -> frozenset[str]:
        """Names of the fields of a line of that kind (and procedure code) that must be filled."""
        names: set[str] = set(self.required.los if kind == "los" else self.required.procedure)
        for extra in self._extras(service_type, (code,) if code else ()):
            names |= set(extra.los if kind == "los" else extra.procedure)
        return frozenset(names)

    def urgency_of(self, asked: str, admission_source: str) -> str:
        """The urgency that counts: what the provider chose where it is asked, else what the
        admission source means.
        """
        if self.urgency.asked:
            return asked or "standard"
        return self.urgency.derived_from_admission_source.get(admission_source, "standard")

    def _extras(self, service_type: str, codes: tuple[str, ...]) -> list[Extra]:
        found = (
            [self.required.by_service_type[service_type]]
            if service_type in self.required.by_service_type
            else []
        )
        return found + [
            extra
            for pattern, extra in self.required.by_code.items()
            if any(matches(pattern, code) for code in codes)
        ]
