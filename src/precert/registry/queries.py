"""Reading providers and their enrolments. Everything comes back as plain values; the tables stay in this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from precert.registry.models import Enrolment, Provider

MOST_FOUND = 50


@dataclass(frozen=True)
class ProviderRow:
    """A provider as the registry has it now."""

    id: int
    npi: str
    type_code: str
    type_label: str
    name: str
    facility_name: str
    first_name: str
    last_name: str
    specialty: str
    taxonomy: str
    medicaid_id: str
    address1: str
    address2: str
    city: str
    state: str
    postal_code: str
    county: str
    country: str
    phone: str
    fax: str

    @property
    def type(self) -> str:
        """Type as shown: `0 - Acute Hospital`."""
        return f"{self.type_code} - {self.type_label}"

    @property
    def address(self) -> str:
        """Address in one line."""
        street = " ".join(part for part in (self.address1, self.address2) if part)
        return ", ".join(part for part in (street, self.city, f"{self.state} {self.postal_code}".strip()) if part)


@dataclass(frozen=True)
class Enrolled:
    """One enrolment of a provider: the contract and the days it holds, the last one included."""

    provider_id: int
    contract: str
    active_from: date
    active_to: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on that day (of the contract's time zone)."""
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


def provider(provider_id: int) -> ProviderRow | None:
    """The provider with that id, or None."""
    return next(iter(providers([provider_id]).values()), None)


def providers(provider_ids: Iterable[int]) -> dict[int, ProviderRow]:
    """Those of the providers that exist, by id; one query."""
    return {row.pk: _row(row) for row in Provider.objects.filter(pk__in=list(provider_ids))}


def enrolments(provider_ids: Iterable[int]) -> list[Enrolled]:
    """All enrolments of these providers, past and future ones too; one query."""
    rows = Enrolment.objects.filter(provider__in=list(provider_ids)).order_by("provider_id", "contract")
    return [Enrolled(row.provider_id, row.contract, row.active_from, row.active_to) for row in rows]


def contracts_of(provider_ids: Iterable[int], on: date) -> dict[int, frozenset[str]]:
    """The contracts each provider is enrolled in on that day; a provider with none is there with an empty set."""
    wanted = list(provider_ids)
    held = [one for one in enrolments(wanted) if one.on(on)]
    return {pk: frozenset(one.contract for one in held if one.provider_id == pk) for pk in wanted}


def search_providers(
    contract: str,
    *,
    on: date,
    type: str = "",  # noqa: A002  # the field's word
    name: str = "",
    npi: str = "",
    specialty: str = "",
    medicaid_id: str = "",
    limit: int = MOST_FOUND,
) -> list[ProviderRow]:
    """Providers enrolled in the contract on that day, by name, at most `limit`.

    `type` is a type code, `npi` and `medicaid_id` are whole numbers, each word of `name` and `specialty` begins a word of the
    provider's. Without anything but a type nothing is found: a look-up is no directory.
    """
    if not any(text.strip() for text in (name, npi, specialty, medicaid_id)):
        return []
    enrolled = Enrolment.objects.filter(contract=contract, active_from__lte=on).exclude(active_to__lt=on)
    rows = Provider.objects.filter(pk__in=enrolled.values("provider"))
    if type:
        rows = rows.filter(type_code=type)
    if npi.strip():
        rows = rows.filter(npi=npi.strip())
    if medicaid_id.strip():
        rows = rows.filter(medicaid_id__iexact=medicaid_id.strip())
    rows = _with_words(rows, name, ("name", "facility_name", "first_name", "last_name"))
    rows = _with_words(rows, specialty, ("specialty",))
    return [_row(row) for row in rows.order_by("name", "pk")[:limit]]


def _with_words(rows: QuerySet[Provider], text: str, columns: tuple[str, ...]) -> QuerySet[Provider]:
    for word in text.split():
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__istartswith": word}) | Q(**{f"{column}__icontains": f" {word}"})
        rows = rows.filter(found)
    return rows


def _row(row: Provider) -> ProviderRow:
    return ProviderRow(
        id=row.pk,
        npi=row.npi,
        type_code=row.type_code,
        type_label=row.type_label,
        name=row.name,
        facility_name=row.facility_name,
        first_name=row.first_name,
        last_name=row.last_name,
        specialty=row.specialty,
        taxonomy=row.taxonomy,
        medicaid_id=row.medicaid_id,
        address1=row.address1,
        address2=row.address2,
        city=row.city,
        state=row.state,
        postal_code=row.postal_code,
        county=row.county,
        country=row.country,
        phone=row.phone,
        fax=row.fax,
    )
