"""What every part of a pack is made of: the strict base model, code patterns and the closed word
lists of the schema.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

CategoryId = Literal["inpatient", "outpatient"]
LineKind = Literal["procedure", "los"]
RequestKind = Literal["prior-auth", "concurrent", "retrospective", "reconsideration"]
ClockKind = Literal[
    "prior-auth", "concurrent", "retrospective", "reconsideration", "appeal", "peer-to-peer"
]
UrgencyId = Literal["standard", "expedited"]
Outcome = Literal["approved", "partial", "denied", "void"]
Ground = Literal["medical-necessity", "lack-of-information", "administrative"]
RoleId = Literal["servicing", "facility", "pcp", "attending"]
CodeSystem = Literal["icd10cm", "icd9cm", "cpt", "hcpcs", "icd10pcs"]
Unit = Literal["business-days", "days", "hours", "months"]
CaseField = Literal[
    "place_of_service",
    "service_type",
    "admission_source",
    "admit_date",
    "request_type",
    "diagnosis",
    "urgency",
    "urgency_reason",
    "fips_code",
    "document",
    "note",
]
LineField = Literal[
    "start", "end", "duration", "quantity", "frequency", "rate", "unit_qualifier", "modifiers"
]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
CodeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Asset = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$", max_length=200)]
PATTERN = re.compile(r"^[A-Z0-9][A-Z0-9.]*(\*|-[A-Z0-9][A-Z0-9.]*)?$")
CodePattern = Annotated[
    str,
    StringConstraints(pattern=PATTERN.pattern, max_length=20),
    Field(
        description=(
            "One code (70551), a range of codes of one length (K0813-K0899), or all codes that"
            " start alike (E12*)."
        )
    ),
]


class Part(BaseModel):
    """A table of the pack: frozen, no unknown keys, no silent conversion of one type into another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Code(Part):
    """An entry of a list."""

    code: CodeId = Field(
        description=(
            "Stable code that is stored; never shown alone. Use the code of a public code system"
            " where one exists."
        )
    )
    label: Words = Field(description="Text that people read.")


class Span(Part):
    """A stretch of time."""

    amount: int = Field(gt=0, le=1000, description="How many units.")
    unit: Unit = Field(
        description=(
            "Unit of the amount. A business-day span ends with the end of its last business day."
        )
    )


def matches(pattern: str, code: str) -> bool:
    """Is `code` the code, inside the range or under the prefix that `pattern` names? Dots and case
    do not matter.
    """
    wanted, found = pattern.replace(".", "").upper(), code.replace(".", "").upper()
    if wanted.endswith("*"):
        return found.startswith(wanted[:-1])
    first, dash, last = wanted.partition("-")
    if not dash:
        return found == first
    return len(found) == len(first) and first <= found <= last


def matches_any(patterns: tuple[str, ...], code: str) -> bool:
    """Does any of the patterns cover the code?"""
    return any(matches(pattern, code) for pattern in patterns)


class Applies(Part):
    """When something of the pack applies to a request: every condition given must hold."""

    categories: tuple[CategoryId, ...] = Field(default=(), description="Only in these categories.")
    service_types: tuple[CodeId, ...] = Field(
        default=(), description="Only for these service types."
    )
    codes: tuple[CodePattern, ...] = Field(
        default=(), description="Only with one of these procedure codes, ranges or prefixes."
    )

    def holds(self, category: str, service_type: str, codes: tuple[str, ...]) -> bool:
        """Do all conditions hold for a request with these procedure codes?"""
        return (
            (not self.categories or category in self.categories)
            and (not self.service_types or service_type in self.service_types)
            and (not self.codes or any(matches_any(self.codes, code) for code in codes))
        )
