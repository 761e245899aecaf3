"""What a case copied from the registry, beside what the registry says today: differences are
marked, never carried over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from precert.cases.fact_reader import consumer_fact
from precert.cases.queries.case_file import CaseFile, RequestView
from precert.registry import consumers, providers

CONSUMER = {
    "name": "Name",
    "birth_date": "Date of birth",
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
    """The consumer's and the providers' copies of one content, or what differs in it."""

    consumer: tuple[Copied, ...]
    providers: tuple[ProviderCopy, ...]

    def __bool__(self) -> bool:
        return bool(self.consumer or self.providers)


def copies(file: CaseFile) -> Copies:
    """The copies of the case with their differences to today; at most four queries."""
    person = consumers.person(file.row.consumer_id)
    cards = providers.many(p["id"] for p in file.providers)
    return _copies(
        file.current,
        consumer_fact(person).copy if person else {},
        {pk: card.copy for pk, card in cards.items()},
    )


def own(file: CaseFile, request: RequestView) -> Copies:
    """What an earlier request says otherwise than the latest: facts of the consumer, and the providers
    in every role in which they aren't the same; a role that it leaves open is empty. No query.
    """
    if request is file.current:
        return Copies((), ())
    mine, latest = (_copies(one, {}, {}) for one in (request, file.current))
    kept: list[ProviderCopy] = []
    for role in dict.fromkeys(one.role for one in (*mine.providers, *latest.providers)):
        here, there = (
            [one for one in copied.providers if one.role == role] for copied in (mine, latest)
        )
        if _said(here) != _said(there):
            kept += here or [ProviderCopy(role, there[0].role_label, "", "", ())]
    facts = zip(mine.consumer, latest.consumer, strict=True)
    return Copies(tuple(one for one, other in facts if one.value != other.value), tuple(kept))


def _said(copied: list[ProviderCopy]) -> list[list[str]]:
    return [[one.value for one in each.values] for each in copied]


def _copies(
    request: RequestView, today: dict[str, str], cards: Mapping[Any, dict[str, str]]
) -> Copies:
    labels = request.pinned.pack.labels
    consumer = _compared(CONSUMER | {"member_id": labels.person_id}, request.consumer, today)
    names = PROVIDER | {"medicaid_id": labels.provider_id}
    return Copies(
        consumer,
        tuple(
            ProviderCopy(
                copy["role"],
                copy["role_label"],
                copy["name"],
                copy["npi"],
                _compared(names, copy, cards.get(copy["id"], {})),
            )
            for copy in request.providers
        ),
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
