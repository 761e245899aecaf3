"""Reading consumers: the only two ways to find one (member id, or last name with birth date), and
one by its id.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from precert.kit import folding
from precert.kit.statements import Later, compiled
from precert.registry import identity
from precert.registry.models import Consumer, Eligibility

MOST_FOUND = 50


@dataclass(frozen=True)
class EligibilitySpan:
    """One eligibility span; an open end is None."""

    program: str
    plan: str
    start: date
    end: date | None


@dataclass(frozen=True)
class Person:
    """A consumer as the registry has them now. `merged_from` names the alias under which they were
    found, if any.
    """

    id: int
    customer: str
    member_id: str
    subscriber_id: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    birth_date: date
    gender: str
    address: str
    city: str
    state: str
    postal_code: str
    county: str
    country: str
    phone: str
    temporary: bool
    spans: tuple[EligibilitySpan, ...] = ()
    merged_from: str = ""

    @property
    def name(self) -> str:
        """First, middle and last name with suffix."""
        return " ".join(
            part
            for part in (self.first_name, self.middle_name, self.last_name, self.suffix)
            if part
        )

    @property
    def location(self) -> str:
        """Address in one line."""
        return ", ".join(
            part
            for part in (self.address, self.city, f"{self.state} {self.postal_code}".strip())
            if part
        )


def person(consumer_id: int) -> Person | None:
    """The consumer, an alias resolved to the one it was merged into, with its spans in time order."""
    return standing([consumer_id]).get(consumer_id)


def person_later(remaining_id: int) -> Later[Person | None]:
    """The consumer of this id, of one who remains; asked now, read later."""
    rows, spans = _with_ids.later([remaining_id]), _eligibility.later([remaining_id])

    def read() -> Person | None:
        found = tuple(_span(row) for row in spans())
        return next((_person(row, found) for row in rows()), None)

    return read


def standing(ids: Iterable[int]) -> dict[int, Person]:
    """The persons who remain of these consumers, by the id asked for; at most three queries."""
    rows = {row.pk: row for row in _with_ids(list(set(ids)))}
    return _remaining(rows.values())


def many(ids: Iterable[int]) -> dict[int, Person]:
    """These consumers by id, each as they stand, aliases too; two queries."""
    return {one.id: one for one in _people(_with_ids(set(ids)))}


def by_member_id(customers: Iterable[str], member_id: str) -> list[Person]:
    """Consumers of these customer contracts with this member id, however it is parted, or who had it
    before they were merged.
    """
    wanted = folding.identifier(member_id)
    if not wanted:
        return []
    rows = Consumer.objects.filter(customer__in=list(customers), search_id=wanted)
    return _found(rows.order_by("pk"))


def ids_with_member_id(member_id: str) -> list[int]:
    """All ids of the persons of any contract who have or had this member id."""
    wanted = folding.identifier(member_id)
    if not wanted:
        return []
    rows = Consumer.objects.filter(search_id=wanted)
    ends = identity.remaining_of(rows.values_list("pk", flat=True))
    return sorted(identity.persons_of(ends.values()))


def by_name_and_birth(
    customers: Iterable[str], last_name: str, birth_date: date, first_name: str = ""
) -> list[Person]:
    """Consumers who have or had this last name with this birth date; `first_name` narrows by its
    first letters.
    """
    wanted, first = folding.name(last_name), folding.name(first_name)
    if not wanted or (first_name.strip() and not first):
        return []
    rows = Consumer.objects.filter(
        customer__in=list(customers),
        search_last=wanted,
        birth_date=birth_date,
        search_first__startswith=first,
    )
    return _found(rows.order_by("first_name", "member_id"))


def _found(rows: QuerySet[Consumer]) -> list[Person]:
    """Each person once, in the order of the rows: found as themselves rather than as an alias."""
    found: dict[int, Person] = {}
    for one in _remaining(rows[:MOST_FOUND]).values():
        if one.id not in found or not one.merged_from:
            found[one.id] = one
    return list(found.values())


def _remaining(rows: Iterable[Consumer]) -> dict[int, Person]:
    asked = {row.pk: row for row in rows}
    aliases = [row.pk for row in asked.values() if row.merged_into_id is not None]
    ends = identity.remaining_of(aliases)
    people = {one.id: one for one in _people(asked[pk] for pk in asked if pk not in ends)}
    people |= many(set(ends.values()) - people.keys())
    found = {}
    for pk, row in asked.items():
        one = people[ends.get(pk, pk)]
        old = _person(row, ())
        found[pk] = replace(one, merged_from=f"{old.name}, {row.member_id}") if pk in ends else one
    return found


@compiled
def _with_ids(ids: Iterable[int]) -> QuerySet[Any, Any]:
    return Consumer.objects.filter(pk__in=ids)


@compiled
def _eligibility(ids: list[int]) -> QuerySet[Any, Any]:
    return Eligibility.objects.filter(consumer__in=ids).order_by("from_date")


def _people(rows: Iterable[Consumer]) -> list[Person]:
    found = list(rows)
    spans = _spans([row.pk for row in found])
    return [_person(row, spans.get(row.pk, ())) for row in found]


def _spans(ids: list[int]) -> dict[int, tuple[EligibilitySpan, ...]]:
    found: dict[int, tuple[EligibilitySpan, ...]] = {}
    for row in _eligibility(ids):
        found[row.consumer_id] = (*found.get(row.consumer_id, ()), _span(row))
    return found


def _span(row: Eligibility) -> EligibilitySpan:
    return EligibilitySpan(row.program, row.plan, row.from_date, row.to_date)


def _person(row: Consumer, spans: tuple[EligibilitySpan, ...]) -> Person:
    return Person(
        id=row.pk,
        customer=row.customer,
        member_id=row.member_id,
        subscriber_id=row.subscriber_id,
        first_name=row.first_name,
        middle_name=row.middle_name,
        last_name=row.last_name,
        suffix=row.suffix,
        birth_date=row.birth_date,
        gender=row.gender,
        address=" ".join(part for part in (row.address1, row.address2) if part),
        city=row.city,
        state=row.state,
        postal_code=row.postal_code,
        county=row.county,
        country=row.country,
        phone=row.phone,
        temporary=row.temporary,
        spans=spans,
    )
