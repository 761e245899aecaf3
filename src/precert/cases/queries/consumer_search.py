"""Finding a consumer: by Consumer ID, or by last name and birth date. Nothing else finds anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from precert.cases.queries.consumer_cases import counts
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.contracts.schema import Pack
from precert.kit import folding
from precert.registry import consumers
from precert.registry.consumers import Person


@dataclass(frozen=True)
class SearchTerms:
    """What was typed; empty means not asked for."""

    member_id: str = ""
    last_name: str = ""
    birth_date: date | None = None
    first_name: str = ""

    @property
    def enough(self) -> bool:
        """Whether it may find anybody."""
        return bool(self.member_id.strip() or (self.last_name.strip() and self.birth_date))


@dataclass(frozen=True)
class FoundConsumer:
    """A row of the results."""

    person: Person
    contract: str
    cases: int


@dataclass(frozen=True)
class Results:
    """Who was found, and the contracts that ask for a first name which was not typed. `others`: the
    id is only that of people whom the rest of what was typed doesn't fit.
    """

    found: tuple[FoundConsumer, ...]
    first_name_needed: tuple[str, ...] = ()
    others: bool = False


def packs(actor: Actor) -> list[Pack]:
    """The current packs of the contracts that the actor serves or is served under, by name."""
    mine = actor.contracts
    if actor.by_contract:
        mine = actor.contracts_with("consumer.search") | actor.contracts_with("case.view")
    return [one.pack for one in contracts.all_current() if one.pack.id in mine]


def search(actor: Actor, terms: SearchTerms, contract: str = "") -> Results:
    """Consumers of the customer contracts that the actor's contracts (or the one named) belong to. A
    constant number of queries.

    By id alone, or by last name and birth date with what the contract asks beside them. What is
    typed beside an id has to be right: else somebody other than the one who was meant would be taken.
    """
    mine = [one for one in packs(actor) if contract in {"", one.id}]
    if "consumer.search" not in actor.anywhere or not terms.enough:
        return Results(())
    if terms.member_id.strip():
        there = consumers.by_member_id(_customers(mine), terms.member_id)
        meant = [one for one in there if _is_meant(one, terms)]
        return Results(_found(actor, meant, mine), others=bool(there) and not meant)
    asking = (
        []
        if terms.first_name.strip()
        else [p for p in mine if "first_name" in p.consumers.search_extra]
    )
    open_to = [p for p in mine if p not in asking]
    people = consumers.by_name_and_birth(
        _customers(open_to), terms.last_name, terms.birth_date or date.min, terms.first_name
    )
    return Results(_found(actor, people, mine), tuple(p.name for p in asking))


def consumer(actor: Actor, consumer_id: int) -> Person | None:
    """The consumer, None unless they belong to a customer contract of the actor's contracts. Notes
    the reading.
    """
    person = (
        consumers.person(consumer_id) if actor.anywhere & {"consumer.search", "case.view"} else None
    )
    if person is None or person.customer not in _customers(packs(actor)):
        return None
    reading_list.note("consumer", person.id)
    return person


def _is_meant(person: Person, terms: SearchTerms) -> bool:
    """Does what was typed beside the id fit the person?"""
    last, born = terms.last_name.strip() or person.last_name, terms.birth_date or person.birth_date
    same = folding.name(person.last_name) == folding.name(last) and person.birth_date == born
    return same and folding.name(f"{person.first_name} {person.middle_name}").startswith(
        folding.name(terms.first_name)
    )


def _customers(mine: Iterable[Pack]) -> set[str]:
    return {p.customer.number for p in mine}


def _names(mine: Iterable[Pack]) -> dict[str, str]:
    return {p.customer.number: p.customer.name for p in mine}


def _found(actor: Actor, people: list[Person], mine: list[Pack]) -> tuple[FoundConsumer, ...]:
    reading_list.note("consumer", *(p.id for p in people))
    cases, names = counts(actor, (p.id for p in people)), _names(mine)
    return tuple(
        FoundConsumer(p, names.get(p.customer, p.customer), cases.get(p.id, 0)) for p in people
    )
