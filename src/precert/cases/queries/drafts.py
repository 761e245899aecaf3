"""A draft as its pages show it: what is typed, what that means, what is missing; its notes, files
and questionnaires.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models.functions import Substr

from precert.cases import access, fact_reader
from precert.cases.draft.discontinued import CODE as UNFIT
from precert.cases.draft.document import Values, upgrade
from precert.cases.draft.outline import findings_by_section, sections
from precert.cases.draft.sections._base import Part, Section
from precert.cases.edits._run import run
from precert.cases.facts import Facts, LineFact
from precert.cases.models import Answers, Attachment, Draft, Note
from precert.cases.numbering import FIRST, request_name
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.contracts.schema import Category, Pack
from precert.registry.consumers import Person

BEGINNING, LATEST = 300, 10  # of notes shown beside a step
REQUEST_NAME = request_name(FIRST)  # what a new case's only request will be called


@dataclass(frozen=True)
class Card:
    """One section with what it says so far and what is wrong in it."""

    section: Section
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    untouched: bool = False  # may stay empty, is empty, and nobody went on from its step yet

    @property
    def missing(self) -> bool:
        """True when something in it stops the submission."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class DraftFile:
    """One open draft, read at one moment. `values` is the document, `facts` what it means."""

    row: Draft
    pinned: Pinned
    values: Values
    facts: Facts
    person: Person
    findings: tuple[Finding, ...]

    @property
    def id(self) -> UUID:
        """The draft's uuid, later the request's."""
        return self.row.pk

    @property
    def version(self) -> int:
        """Counts every write; submitting names the one that was reviewed."""
        return self.row.version

    @property
    def pack(self) -> Pack:
        """The contract as it stands now."""
        return self.pinned.pack

    @property
    def category(self) -> str:
        """Inpatient or outpatient."""
        return self.row.category

    @property
    def rules(self) -> Category:
        """The contract's lists for this category."""
        return self.pack.category(self.row.category)

    @property
    def unfit(self) -> tuple[Finding, ...]:
        """What the contract doesn't offer any more."""
        return tuple(finding for finding in self.findings if finding.code == UNFIT)

    @property
    def codes(self) -> tuple[str, ...]:
        """The procedure codes asked for."""
        return tuple(line.code.code for line in self.facts.procedures)

    def cards(self) -> list[Card]:
        """Every section in the order of the wizard."""
        found = findings_by_section(self.findings)
        return [
            Card(
                one, one.summary(self.facts, self.pack), tuple(found[one.key]), self._untouched(one)
            )
            for one in sections()
        ]

    def _untouched(self, section: Section) -> bool:
        return section.empty(self.facts) and self.values.get(visit(section.key)) is None

    @cached_property
    def findings_at(self) -> dict[str, list[Finding]]:
        """The findings by their path."""
        return grouped(self.findings, lambda one: one.path)

    @cached_property
    def findings_of_line(self) -> dict[str, list[Finding]]:
        """The findings by the key of the line they are about."""
        return grouped(self.findings, lambda one: one.line or line_of(one.path))

    def line(self, key: str) -> LineFact | None:
        """The line of that key."""
        return next((line for line in self.facts.lines if line.key == key), None)


def line_of(path: str) -> str:
    """The key of the line that a path belongs to; nothing for any other path."""
    return path.split("/")[1] if path.startswith("line/") else ""


def grouped(findings: Iterable[Finding], key: Callable[[Finding], str]) -> dict[str, list[Finding]]:
    """The findings under what `key` says of them, in their order."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(key(one), []).append(one)
    return found


def visit(section: str) -> str:
    """The path that says that somebody went on from the step of a section that may stay empty."""
    return f"visited/{section}"


def draft_file(actor: Actor, draft_id: UUID, now: datetime) -> DraftFile | None:
    """The open draft, None when there is none that the actor may continue. A constant number of
    queries; notes the reading.
    """
    row = access.drafts(actor).filter(pk=draft_id).first()
    if row is None:
        return None
    reading_list.note("draft", row.pk)
    reading_list.note("consumer", row.consumer_id)
    pinned = contracts.current(row.contract)
    gathered = fact_reader.gather(row, pinned, actor, now)
    findings = tuple(run(gathered.facts, pinned.pack))
    return DraftFile(
        row, pinned, upgrade(row.values, row.format), gathered.facts, gathered.person, findings
    )


def is_open(actor: Actor, draft_id: UUID) -> bool:
    """Whether the actor may continue that draft."""
    return access.drafts(actor).filter(pk=draft_id).exists()


def case_of(actor: Actor, draft_id: UUID) -> str | None:
    """The Case ID of a draft that has been submitted, if the actor may see that case."""
    return access.requests(actor).filter(pk=draft_id).values_list("case__number", flat=True).first()


def notes(draft_id: UUID) -> list[Note]:
    """The notes on a draft that providers may read, oldest first. The caller has seen to it that
    the draft is theirs.
    """
    return list(Note.objects.filter(request_id=draft_id, internal=False).order_by("id"))


def latest_notes(draft_id: UUID) -> list[Note]:
    """The latest notes with `start`, the beginning of their text, newest first: a note may be very
    long.
    """
    rows = (
        Note.objects.filter(request_id=draft_id, internal=False)
        .annotate(start=Substr("text", 1, BEGINNING))
        .defer("text")
    )
    return list(rows.order_by("-id")[:LATEST])


def attachments(draft_id: UUID) -> list[Attachment]:
    """The documents on a draft with their files, in the order they came."""
    return list(
        Attachment.objects.filter(request_id=draft_id, removed_at=None)
        .select_related("file")
        .order_by("received_at", "pk")
    )


def answers(draft_id: UUID) -> dict[str, Answers]:
    """The answers given so far, by questionnaire."""
    return {row.questionnaire: row for row in Answers.objects.filter(request_id=draft_id)}
