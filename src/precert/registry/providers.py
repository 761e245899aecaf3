"""Reading providers and their enrolments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from precert.kit.folding import identifier
from precert.kit.statements import Later, compiled
from precert.registry.folded import sought
from precert.registry.models import Enrolment, Provider

MOST_FOUND = 50


@dataclass(frozen=True)
class ProviderCard:
    """A provider as the registry has it now."""

    id: int
    name: str
    npi: str
    type_code: str
    type_label: str
    specialty: str
    medicaid_id: str
    address: str
    county: str
    phone: str
    fax: str
    first_name: str = ""
    last_name: str = ""
    facility_name: str = ""

    @property
    def copy(self) -> dict[str, str]:
        """What a content version keeps of the provider."""
        return {
            "name": self.name,
            "npi": self.npi,
            "type": self.type_label,
            "type_code": self.type_code,
            "specialty": self.specialty,
            "medicaid_id": self.medicaid_id,
            "address": self.address,
            "county": self.county,
            "phone": self.phone,
            "fax": self.fax,
        }


def many(ids: Iterable[int]) -> dict[int, ProviderCard]:
    """Providers by id; one query."""
    return many_later(ids)()


def many_later(ids: Iterable[int]) -> Later[dict[int, ProviderCard]]:
    """The same, asked now and read later."""
    rows = _with_ids.later(set(ids))
    return lambda: {row.pk: card(row) for row in rows()}


@compiled
def _with_ids(ids: set[int]) -> QuerySet[Any, Any]:
    return Provider.objects.filter(pk__in=ids)


def one(provider_id: int) -> ProviderCard | None:
    """A provider by its id."""
    return many([provider_id]).get(provider_id)


def ids_with_npi(npi: str) -> list[int]:
    """The records of one NPI."""
    return list(
        Provider.objects.filter(npi=identifier(npi))
        .exclude(npi="")
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def active_on(day: date) -> Q:
    """Enrolments that stand on a day."""
    return Q(active_from__lte=day) & (Q(active_to=None) | Q(active_to__gte=day))


def enrolled(contract: str, ids: Iterable[int], day: date) -> frozenset[int]:
    """Those of the providers that are enrolled in the contract on `day`."""
    return enrolled_later(contract, ids, day)()


def enrolled_later(contract: str, ids: Iterable[int], day: date) -> Later[frozenset[int]]:
    """The same, asked now and read later."""
    rows = _enrolled.later(contract, set(ids), day)
    return lambda: frozenset(rows())


@compiled
def _enrolled(contract: str, ids: set[int], day: date) -> QuerySet[Any, Any]:
    found = Enrolment.objects.filter(active_on(day), contract=contract, provider__in=ids)
    return found.values_list("provider_id", flat=True)


def search(
    contract: str,
    day: date,
    *,
    name: str = "",
    npi: str = "",
    type_code: str = "",
    specialty: str = "",
) -> list[ProviderCard]:
    """Providers enrolled in the contract that are called what is typed, or whose NPI or payer's id
    is the one typed.
    """
    rows = Provider.objects.filter(
        pk__in=Enrolment.objects.filter(active_on(day), contract=contract).values("provider")
    )
    if name.strip():
        rows = rows.filter(called(name))
    if npi.strip():
        rows = rows.filter(numbered(npi))
    if type_code:
        rows = rows.filter(type_code=type_code)
    if specialty.strip():
        rows = rows.filter(specialty__icontains=specialty.strip())
    return [card(row) for row in rows.order_by("name", "pk")[:MOST_FOUND]]


def of_contracts(contracts: Iterable[str], text: str, limit: int) -> list[ProviderCard]:
    """Providers that are or were enrolled in one of the contracts, by name (every word typed), NPI
    or payer's id; at most `limit`.
    """
    if not text.strip():
        return []
    rows = Provider.objects.filter(
        pk__in=Enrolment.objects.filter(contract__in=list(contracts)).values("provider")
    )
    rows = rows.filter(called(text))
    return [card(row) for row in rows.order_by("name", "pk")[:limit]]


def called(text: str, at: str = "") -> Q:
    """Providers whose name or town holds every word typed, in any order, or that have the number
    typed; none where nothing is typed that can be read. `at` leads to the provider.
    """
    named = Q()
    for word in sought(text):
        named &= Q(**{f"{at}search_text__contains": word}) | numbered(word, at)
    return named | numbered(text, at) if named else Q(pk__in=[])


def numbered(text: str, at: str = "") -> Q:
    """Providers of this NPI or payer's id, with or without blanks and dashes."""
    wanted = identifier(text)
    same = Q(**{f"{at}npi": wanted}) | Q(**{f"{at}search_id": wanted})
    return same if wanted else Q(pk__in=[])


def card(row: Provider) -> ProviderCard:
    """The card of a row."""
    street = " ".join(part for part in (row.address1, row.address2) if part)
    region = " ".join(
        part
        for part in (row.state, "" if row.country == "US" else row.country, row.postal_code)
        if part
    )
    address = ", ".join(part for part in (street, row.city, region) if part)
    return ProviderCard(
        id=row.pk,
        name=row.name,
        npi=row.npi,
        type_code=row.type_code,
        type_label=row.type_label,
        specialty=row.specialty,
        medicaid_id=row.medicaid_id,
        address=address,
        county=row.county,
        phone=row.phone,
        fax=row.fax,
        first_name=row.first_name,
        last_name=row.last_name,
        facility_name=row.facility_name,
    )
