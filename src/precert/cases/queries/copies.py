"""What a case copied from the registry, beside what the registry says today: differences are
marked, never carried over.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from precert.cases.fact_reader import consumer_fact
from precert.cases.queries.case_file import CaseFile
from precert.registry import consumers, providers

CONSUMER = {
    "name": "Name",
    "birth_date": "Birth date",
    "gender": "Gender",
    "member_id": "Member ID",  # the contract's own name for it is shown
    "subscriber_id": "Subscriber ID",
    "address": "Street",
    "city": "City",
    "state": "State",
    "postal_code": "Postal code",
    "phone": "Phone",
    "coverage": "Eligibility",
}
PROVIDER = {
    "name": "Name",
    "npi": "NPI",
    "medicaid_id": "Payer's ID",  # the contract's own name for it is shown
    "type": "Type",
    "specialty": "Specialty",
    "address": "Address",
    "county": "County",
    "phone": "Phone",
    "fax": "Fax",
}


@dataclass(frozen=True)
class Copied:
    """One copied value. `today` is what the registry says now where that differs, else None."""

    name: str
    value: str
    today: str | None = None


@dataclass(frozen=True)
class ProviderCopy:
    """A provider of the case in one role."""

    role: str
    role_label: str
    name: str
    npi: str
    values: tuple[Copied, ...]


@dataclass(frozen=True)
class Copies:
    """The consumer's and the providers' copies of the latest content."""

    consumer: tuple[Copied, ...]
    providers: tuple[ProviderCopy, ...]


def copies(file: CaseFile) -> Copies:
    """The copies of the case with their differences to today; at most four queries."""
    person = consumers.person(file.row.consumer_id)
    today = consumer_fact(person).copy if person else {}
    labels = file.pinned.pack.labels
    cards = providers.many(p["id"] for p in file.providers)
    found = []
    for copy in file.providers:
        card = cards.get(copy["id"])
        values = _compared(
            PROVIDER | {"medicaid_id": labels.provider_id}, copy, card.copy if card else {}
        )
        found.append(
            ProviderCopy(copy["role"], copy["role_label"], copy["name"], copy["npi"], values)
        )
    return Copies(
        _compared(CONSUMER | {"member_id": labels.person_id}, file.consumer, today), tuple(found)
    )


def _compared(
    names: dict[str, str], copy: dict[str, Any], today: dict[str, str]
) -> tuple[Copied, ...]:
    return tuple(
        Copied(
            label,
            _shown(key, str(copy.get(key, ""))),
            (
                _shown(key, today[key])
                if key in today and today[key] != str(copy.get(key, ""))
                else None
            ),
        )
        for key, label in names.items()
    )


def _shown(key: str, value: str) -> str:
    return f"{date.fromisoformat(value):%m/%d/%Y}" if key == "birth_date" and value else value
