"""What is asked, typed and frozen; absent is None. The edits look at nothing else. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID


@dataclass(frozen=True)
class CodeFact:
    """A code as the code set has it; `known` is False when the set has no such code."""

    system: str
    code: str
    text: str = ""
    known: bool = True
    billable: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class DiagnosisFact:
    """One diagnosis; position 1 is the primary one."""

    position: int
    code: CodeFact


@dataclass(frozen=True)
class LineFact:
    """One procedure or the length of stay. `unreadable` names fields whose typed text is no date or
    number.
    """

    key: str
    kind: str  # procedure | los
    code: CodeFact
    modifiers: tuple[str, ...] = ()
    unit_qualifier: str | None = None
    start: date | None = None
    end: date | None = None
    duration: int | None = None  # days
    quantity: Decimal | None = None  # units
    frequency: str | None = None
    rate: Decimal | None = None  # US dollars
    unreadable: tuple[tuple[str, str], ...] = ()  # (field, as typed)


@dataclass(frozen=True)
class ProviderFact:
    """A provider in a role, as the registry has it now."""

    role: str  # requesting | servicing | facility | pcp | attending
    id: int
    name: str
    npi: str
    type_code: str
    type_label: str
    enrolled: bool
    copy: dict[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class CoverageFact:
    """One eligibility span; an open end is None."""

    program: str
    plan: str
    start: date
    end: date | None


@dataclass(frozen=True)
class ConsumerFact:
    """The person the service is for."""

    id: int
    birth_date: date
    coverage: tuple[CoverageFact, ...]
    temporary: bool = False
    copy: dict[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class OtherLine:
    """A line of another case of the same consumer that is neither void nor denied."""

    case_number: str
    visible: bool  # may the submitting user see that case
    service_type: str
    system: str
    code: str
    kind: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class QuestionnaireFact:
    """A questionnaire this request needs, and how far it is."""

    url: str
    name: str
    complete: bool
    score: Decimal | None = None


def numbered(codes: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Of lines (key, code) that ask for the same code, which one each is; those that are alone are
    left out.
    """
    alike: dict[str, list[str]] = {}
    for key, code in codes:
        alike.setdefault(code, []).append(key)
    return {key: n for keys in alike.values() if len(keys) > 1 for n, key in enumerate(keys, 1)}


@dataclass(frozen=True)
class Facts:
    """All that a request says and all that is known around it, gathered at one moment."""

    request_id: UUID
    category: str  # inpatient | outpatient
    today: date  # in the contract's time zone
    received_at: datetime
    consumer: ConsumerFact
    providers: tuple[ProviderFact, ...] = ()
    place_of_service: str | None = None
    service_type: str | None = None
    admission_source: str | None = None
    admit_date: date | None = None
    request_type: str | None = None
    urgency: str | None = None
    urgency_reason: str | None = None
    fips: str | None = None
    diagnoses: tuple[DiagnosisFact, ...] = ()
    lines: tuple[LineFact, ...] = ()
    questionnaires: tuple[QuestionnaireFact, ...] = ()
    others: tuple[OtherLine, ...] = ()
    documents: int = 0
    notes: int = 0  # that the provider may read
    extension: bool = False
    unreadable: tuple[tuple[str, str], ...] = ()  # (path, as typed) of request-wide fields

    def providers_in(self, role: str) -> tuple[ProviderFact, ...]:
        """The providers in one role."""
        return tuple(p for p in self.providers if p.role == role)

    @cached_property
    def procedures(self) -> tuple[LineFact, ...]:
        """The lines that ask for a procedure."""
        return tuple(line for line in self.lines if line.kind == "procedure")

    @cached_property
    def numbered(self) -> dict[str, int]:
        """Of the procedures that ask for the same code, which one a line is, by key; those that
        are alone are left out.
        """
        return numbered((line.key, line.code.code) for line in self.procedures)

    @cached_property
    def los(self) -> LineFact | None:
        """The length-of-stay line, if any."""
        return next((line for line in self.lines if line.kind == "los"), None)

    @property
    def span(self) -> tuple[date | None, date | None]:
        """First start and last end over all lines."""
        starts = [line.start for line in self.lines if line.start]
        ends = [line.end or line.start for line in self.lines if line.end or line.start]
        return min(starts, default=None), max((e for e in ends if e), default=None)
