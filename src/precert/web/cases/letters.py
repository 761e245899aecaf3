"""The letters of cases as pages list them: the one place where these pages meet the letters' room."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from precert.cases.queries.case_file import CaseFile
from precert.cases.queries.consumer_cases import CaseGroup, ConsumerCases
from precert.cases.queries.timeline import TimelineEntry
from precert.conduct.actor import Actor
from precert.letters import queries
from precert.letters.queries import LetterRow


@dataclass(frozen=True)
class ListedLetter:
    """A letter in the shape of the file list; `title` as the contract calls it."""

    row: LetterRow
    title: str = ""

    @property
    def name(self) -> str:
        """Its file name."""
        return self.row.file_name

    @cached_property
    def url(self) -> str:
        """Where it opens."""
        return reverse("letter", kwargs={"letter": self.row.id})

    @property
    def kind(self) -> str:
        """To whom it is written."""
        return f"To the {self.row.audience}"

    @property
    def at(self) -> datetime:
        """When it was made or last sent."""
        return self.row.modified_at


@dataclass(frozen=True)
class BeingMade:
    """A place holder in the file list."""

    state: str
    name: str = "Letters of the determination"


def of_case(actor: Actor, file: CaseFile) -> list[ListedLetter]:
    """The letters of a case."""
    titles = {one.id: one.title for one in file.pinned.pack.letters}
    return [
        ListedLetter(row, titles.get(row.template, row.file_name))
        for row in queries.for_case(actor, file.row.pk)
    ]


def named(entries: list[TimelineEntry], made: list[ListedLetter]) -> list[TimelineEntry]:
    """A case's timeline with the titles of those of its letters that the reader may open, and the
    way to them.
    """
    known = {str(one.row.id): one for one in made}
    found = ((entry, known.get(entry.letter)) for entry in entries)
    return [
        replace(entry, what=f"{entry.what}: {one.title}", url=one.url) if one else entry
        for entry, one in found
    ]


def being_made(file: CaseFile) -> list[BeingMade]:
    """One place holder while letters of the case are on their way, or held."""
    state = queries.being_made(file.row.pk)
    return [BeingMade(state)] if state else []


def with_letters(actor: Actor, found: ConsumerCases) -> ConsumerCases:
    """The same rows, each with its letters; a constant number of queries."""
    groups = (*found.submitted, *found.servicing)
    cases = {row.case_id for group in groups for row in group.rows if row.case_id}
    by_case = queries.for_cases(actor, list(cases)) if cases else {}
    return replace(
        found,
        submitted=tuple(_group(group, by_case) for group in found.submitted),
        servicing=tuple(_group(group, by_case) for group in found.servicing),
    )


def _group(group: CaseGroup, by_case: dict[UUID, list[LetterRow]]) -> CaseGroup:
    rows = []
    for row in group.rows:
        mine = by_case.get(row.case_id, []) if row.case_id else []
        rows.append(
            replace(
                row,
                letters=tuple(ListedLetter(one) for one in mine if one.request_id == row.id),
            )
        )
    return CaseGroup(group.number, tuple(rows))
