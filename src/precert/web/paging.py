"""The state of a table in its address: page, entries shown, sort. What can't be read is the
default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from precert.kit.count import EXACT_TO, Count
from precert.kit.numbers import whole

SIZES = (10, 25, 50, 100)
# rows; nobody pages further, and an address must not make the database count to a billion
DEEPEST = 100_000


@dataclass(frozen=True)
class Paging:
    """Which page of how many entries."""

    page: int
    size: int

    def shown(self, total: Count, rows: int) -> dict[str, Any]:
        """What the pager takes: records shown, of how many, and the number of pages as far as it is
        known.
        """
        start = (self.page - 1) * self.size + 1
        known = min(total.n, EXACT_TO)
        return {
            "start": start if rows else 0,
            "end": start + rows - 1 if rows else 0,
            "total": str(total),
            "number": self.page,
            "pages": max(-(-known // self.size), self.page),
            "show": self.size,
        }


def onward(
    query: QueryDict,
    state: Mapping[str, object],
    rows: int,
    total: Count,
    after: str | None,
    show: int,
) -> dict[str, Any]:
    """What the pager takes of a list that only goes on (`after` the last row shown) and back to its
    start.

    `state` is what else stands in the address; `rows` how many are shown. The number of the first
    one is counted along in the address.
    """
    first = number_in(query, "at", 1)
    return {
        "start": first if rows else 0,
        "end": first + rows - 1 if rows else 0,
        "total": str(total),
        "next_url": f"?{urlencode({**state, 'after': after, 'at': first + rows})}" if after else "",
        "first_url": f"?{urlencode(state)}" if first > 1 else "",
        "show": show,
    }


def paging(query: QueryDict) -> Paging:
    """Page and size from the address."""
    size = number_in(query, "show", SIZES[0])
    size = size if size in SIZES else SIZES[0]
    page = number_in(query, "page", 1)
    return Paging(min(max(page, 1), DEEPEST // size), size)


def number_in(query: QueryDict, name: str, default: int) -> int:
    """A whole number from the address."""
    found = whole(query.get(name))
    return default if found is None else found
