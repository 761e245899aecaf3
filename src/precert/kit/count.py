"""Counts of rows that never walk through a whole table."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

EXACT_TO = 1_000


@dataclass(frozen=True)
class Count:
    """A count that is exact up to 1,000."""

    n: int

    def __str__(self) -> str:
        return f"{self.n:,}" if self.n <= EXACT_TO else f"more than {EXACT_TO:,}"

    def __add__(self, other: "Count") -> "Count":
        return Count(self.n + other.n)


def capped(rows: "QuerySet[Any]") -> Count:
    """The count of rows, up to one more than 1,000."""
    return Count(rows.order_by().values_list("pk")[: EXACT_TO + 1].count())
