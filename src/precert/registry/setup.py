"""Rows of the registry made by loaders (the demo, a first import): many at a time, each call in one
transaction.

Payers' files are the registry's source; nothing here asks for a permission, so no door may call it
on a person's behalf.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction

from precert.registry.consumers import EligibilitySpan
from precert.registry.models import Consumer, Eligibility, Enrolment, Provider, RegistrationCode
from precert.registry.registration import code_digest

OF_ENROLMENT = frozenset({"contracts", "active_from", "registration_code"})


@dataclass(frozen=True, kw_only=True)
class NewProvider:
    """A provider as a payer's file brings it, and the contracts it is enrolled in from
    `active_from` on.

    `source` names the payer's files, `source_id` the provider's id in them, where they have one;
    `registration_code` is the same under each of these contracts; empty: none is issued yet.
    """

    source: str
    npi: str
    type_code: str
    type_label: str
    name: str
    address1: str
    city: str
    state: str
    postal_code: str
    county: str
    phone: str
    fax: str
    medicaid_id: str
    contracts: tuple[str, ...]
    active_from: date
    facility_name: str = ""
    first_name: str = ""
    last_name: str = ""
    specialty: str = ""
    source_id: str = ""
    registration_code: str = ""


@dataclass(frozen=True, kw_only=True)
class NewConsumer:
    """A consumer as a payer's file brings them, with their spans of eligibility."""

    customer: str
    member_id: str
    first_name: str
    middle_name: str
    last_name: str
    birth_date: date
    gender: str
    address1: str
    city: str
    state: str
    postal_code: str
    county: str
    phone: str
    spans: tuple[EligibilitySpan, ...]


def add_providers(rows: Sequence[NewProvider]) -> list[int]:
    """Providers and their enrolments; ids in the order given. Raises IntegrityError for one that is
    there already.
    """
    plain = [
        {f.name: getattr(row, f.name) for f in fields(row) if f.name not in OF_ENROLMENT}
        for row in rows
    ]
    with transaction.atomic():
        made = Provider.objects.bulk_create(Provider(**values) for values in plain)
        Enrolment.objects.bulk_create(
            Enrolment(
                provider=provider,
                contract=contract,
                active_from=row.active_from,
            )
            for provider, row in zip(made, rows, strict=True)
            for contract in row.contracts
        )
        RegistrationCode.objects.bulk_create(
            RegistrationCode(
                provider=provider,
                contract=contract,
                digest=code_digest(contract, row.registration_code),
            )
            for provider, row in zip(made, rows, strict=True)
            for contract in row.contracts
            if row.registration_code
        )
    return [provider.pk for provider in made]


def add_consumers(rows: Sequence[NewConsumer]) -> list[int]:
    """Consumers and their eligibility; ids in the order given. Raises IntegrityError for a member
    id that is there already.
    """
    plain = [asdict(row) for row in rows]
    for values in plain:
        del values["spans"]
    with transaction.atomic():
        made = Consumer.objects.bulk_create(
            Consumer(
                **values,
                subscriber_id=values["member_id"],
            )
            for values in plain
        )
        Eligibility.objects.bulk_create(
            Eligibility(
                consumer=consumer,
                program=span.program,
                plan=span.plan,
                from_date=span.start,
                to_date=span.end,
            )
            for consumer, row in zip(made, rows, strict=True)
            for span in row.spans
        )
    return [consumer.pk for consumer in made]
