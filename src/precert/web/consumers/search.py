"""The search for a consumer: one form with one set of rules and words, on the Consumers page and in
Create Case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from precert.cases.draft.parse import day
from precert.cases.queries import consumer_search
from precert.cases.queries.consumer_search import FoundConsumer, Results, SearchTerms
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack
from precert.web.consumer_terms import Wording, wording
from precert.web.fields import Field

NAMES = ("member_id", "last_name", "first_name", "birth_date")
LONGEST = 100  # characters of one field


@dataclass
class ConsumerSearch:
    """A search in these contracts as far as it is typed, what is wrong with it, whom it found."""

    packs: list[Pack]
    typed: dict[str, str] = field(default_factory=lambda: dict.fromkeys(NAMES, ""))
    findings: list[Finding] = field(default_factory=list)
    results: Results | None = None

    @property
    def words(self) -> Wording:
        """What a person is called by these contracts."""
        return wording(self.packs)

    @property
    def hint(self) -> str:
        """What a search must have."""
        first = ", first name" if self._first_name_needed else ""
        return f"Enter a {self.words.person_id}, or a last name{first} and date of birth."

    @property
    def _first_name_needed(self) -> bool:
        return all(map(_asks_first_name, self.packs))

    @property
    def found(self) -> tuple[FoundConsumer, ...]:
        """Whom it found."""
        return self.results.found if self.results else ()

    @property
    def in_vain(self) -> bool:
        """It was made, and found nobody."""
        return self.results is not None and not self.found and not self.findings

    @property
    def terms(self) -> SearchTerms:
        """What was typed, read."""
        one = self.typed
        return SearchTerms(
            one["member_id"], one["last_name"], _day(one["birth_date"]), one["first_name"]
        )

    @property
    def fields(self) -> list[Field]:
        """By id, or by the others."""
        some_ask = any(map(_asks_first_name, self.packs))
        asked = [
            Field("member_id", self.words.person_id),
            Field("last_name", "Last Name"),
            *([Field("first_name", "First Name (at least 1st letter)")] if some_ask else []),
            Field("birth_date", "Date of Birth", more={"placeholder": "MM/DD/YYYY"}),
        ]
        errors = {one.path: one.text for one in self.findings}
        return [
            replace(
                one,
                value=self.typed[one.path],
                error=errors.get(one.path, ""),
                width="md",
                saves=False,
            )
            for one in asked
        ]

    def read(self, typed: Mapping[str, str]) -> None:
        """Take what was typed."""
        self.typed = {name: typed.get(name, "").strip()[:LONGEST] for name in NAMES}

    def check(self) -> None:
        """What it lacks, or what in it can't be read: half a search finds nobody."""
        one = self.typed
        if one["birth_date"] and _day(one["birth_date"]) is None:
            text = f"“{one['birth_date']}” is not a date. Enter the date of birth as MM/DD/YYYY."
            self._refuse("birth_date", text)
        if one["member_id"]:
            return
        if not one["last_name"] and not one["birth_date"]:
            text = f"Enter the {self.words.person_id}, or the last name and the date of birth."
            self._refuse("member_id", text)
            return
        if not one["last_name"]:
            self._refuse("last_name", "Enter the last name too.")
        if not one["birth_date"]:
            self._refuse("birth_date", "Enter the date of birth too, as MM/DD/YYYY.")
        if self._first_name_needed and not one["first_name"]:
            text = "Enter at least the first letter of the first name too."
            self._refuse("first_name", text)

    def run(self, actor: Actor, contract: str = "") -> None:
        """Look for them, in one contract or in all; not while something is wrong."""
        if self.findings:
            return
        self.results = consumer_search.search(actor, self.terms, contract)
        if self.results.others:
            text = (
                f"This {self.words.person_id} belongs to someone with a different name or date of"
                " birth. Correct it, or clear the fields that are wrong."
            )
            self._refuse("member_id", text)

    def _refuse(self, path: str, text: str) -> None:
        self.findings.append(Finding("search", text, path=path))


def support_of(packs: Iterable[Pack]) -> list[str]:
    """Whom to call about somebody who can't be found, by contract."""
    return [
        f"{pack.name}: A newborn without an ID (NICU) cannot be found here. Call"
        f" {pack.support.name}, {pack.support.phone} ({pack.support.hours})."
        for pack in packs
    ]


def _asks_first_name(pack: Pack) -> bool:
    return "first_name" in pack.consumers.search_extra


def _day(typed: str) -> date | None:
    try:
        return day(typed)
    except (ValueError, OverflowError):
        return None
