"""Enrolments as values: each contract has its own time zone, so whoever asks decides what day it is
there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from precert.kit.statements import compiled
from precert.registry.models import Enrolment


@dataclass(frozen=True)
class Enrolled:
    """One enrolment of a provider: the contract and the days it holds, the last one included."""

    provider_id: int
    contract: str
    active_from: date
    active_to: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on that day of the contract's time zone."""
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


def enrolments(provider_ids: Iterable[int]) -> list[Enrolled]:
    """All enrolments of these providers, past and future ones too; one query."""
    return [Enrolled(*row) for row in _of(list(provider_ids))]


@compiled
def _of(provider_ids: list[int]) -> QuerySet[Any, Any]:
    rows = Enrolment.objects.filter(provider__in=provider_ids).order_by("provider_id", "contract")
    return rows.values_list("provider_id", "contract", "active_from", "active_to")


def enrolled_in(contracts: Iterable[str]) -> QuerySet[Any, Any]:
    """The ids of providers that are or were enrolled in one of these contracts, as a subquery for
    `provider__in`.
    """
    return Enrolment.objects.filter(contract__in=sorted(contracts)).values("provider")
