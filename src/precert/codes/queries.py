"""Look-up of codes: by code, and type-ahead by start of code or by words. Nothing typed can raise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from django.db.models import Count, QuerySet

from precert.codes import index, ranking, systems, words
from precert.codes.models import Code
from precert.kit.statements import Later, compiled

MOST_ROWS: Final = 20
Validity = Literal["", "ended", "not_yet"]
_COLUMNS: Final = ("code", "text", "billable", "valid_from", "valid_to", "system", "parent")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as shown. `validity` is for the day asked about ("" = valid, or no day was asked)."""

    code: str
    text: str
    billable: bool
    valid_from: date | None
    valid_to: date | None
    system: str
    parent: str = ""
    validity: Validity = ""

    def standing(self, on: date) -> Validity:
        """Whether the code had ended before the day `on`, or hadn't begun; its first and last day
        are valid.
        """
        if self.valid_to and on > self.valid_to:
            return "ended"
        return "not_yet" if self.valid_from and on < self.valid_from else ""


def search(
    system: str,
    text: str,
    *,
    limit: int = MOST_ROWS,
    on: date | None = None,
    favourites: Iterable[str] = (),
) -> list[CodeRow]:
    """At most `limit` (and MOST_ROWS) codes and headers: matching favourites first.

    What looks like a code finds codes that start with it, dot or not, in code order; anything else
    finds texts that hold a word beginning with each typed word, in the order of `ranking`: the
    frequent and plain before what else holds its words. A pasted "code description" finds the code.
    Without text: the favourites.
    """
    most = max(0, min(limit, MOST_ROWS))
    if system not in systems.LABELS or not most:
        return []
    text = text.strip()[: words.LONGEST_QUERY]
    liked = list(many(system, favourites).values())
    typed, prefix = words.typed(text), ""
    found: list[CodeRow] = []
    for prefix in systems.spellings(system, text):
        if found := _starting(system, prefix, most):
            break
    if found:
        liked = [row for row in liked if systems.key_of(row.code).startswith(prefix)]
    elif text:
        liked = [row for row in liked if typed and words.match(typed, _searched(row))]
        found = _rows(system, index.find(system, typed, most)) or _pasted(system, text)
    rows = list({row.code: row for row in [*liked, *found]}.values())[:most]
    return [_dated(row, on) for row in rows]


def meant(system: str, text: str, *, on: date | None = None) -> CodeRow | None:
    """The code that was typed or pasted with its words: as one code, then by its first two words,
    then its first.
    """
    parts = text.split()
    for size in dict.fromkeys((len(parts), 2, 1)):
        keys = systems.spellings(system, " ".join(parts[:size]))
        found = many(system, keys, on=on) if keys else {}
        if found:
            return next(iter(found.values()))
    return None


def get(system: str, code: str, *, on: date | None = None) -> CodeRow | None:
    """The code, written with or without the dot, or None."""
    return many(system, [code], on=on).get(code)


def many(system: str, codes: Iterable[str], *, on: date | None = None) -> dict[str, CodeRow]:
    """Those of the codes that exist, under the spelling asked for and in the order asked. One
    query.
    """
    return {
        code: _dated(row, on)
        for (_, code), row in of_systems((system, code) for code in codes).items()
    }


def of_systems(asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], CodeRow]:
    """Those of the codes, each of a system of its own, that exist, as they were asked for. One
    query.
    """
    return of_systems_later(asked)()


def of_systems_later(
    asked: Iterable[tuple[str, str]],
) -> Later[dict[tuple[str, str], CodeRow]]:
    """The same, asked now and read later."""
    keys = {
        (system, code): (system, key)
        for system, code in asked
        if system in systems.LABELS and (key := systems.key_of(code))
    }
    rows = _keyed.later({system for system, _ in keys}, {key for _, key in keys.values()})

    def read() -> dict[tuple[str, str], CodeRow]:
        there = (CodeRow(*values) for values in rows())
        found = {(row.system, systems.key_of(row.code)): row for row in there}
        return {one: found[key] for one, key in keys.items() if key in found}

    return read


@compiled
def _keyed(of: set[str], keys: set[str]) -> QuerySet[Any, Any]:
    return Code.objects.filter(system__in=of, key__in=keys).values_list(*_COLUMNS)


def counts() -> dict[str, int]:
    """How many codes and headers each system has; a system without any is left out."""
    return dict(Code.objects.order_by().values_list("system").annotate(Count("pk")))


def _starting(system: str, prefix: str, most: int) -> list[CodeRow]:
    """A range scan that stops by itself: no upper bound, so nothing depends on how a database
    sorts.
    """
    rows = (
        Code.objects.filter(system=system, key__gte=prefix)
        .order_by("key")
        .values_list(*_COLUMNS)[:most]
    )
    return [
        row
        for row in (CodeRow(*values) for values in rows)
        if systems.key_of(row.code).startswith(prefix)
    ]


def _rows(system: str, keys: list[str]) -> list[CodeRow]:
    """The codes of these keys, in this order."""
    if not keys:
        return []
    rows = Code.objects.filter(system=system, key__in=keys).order_by().values_list("key", *_COLUMNS)
    found = {key: CodeRow(*values) for key, *values in rows}
    return [found[key] for key in keys if key in found]


def _pasted(system: str, text: str) -> list[CodeRow]:
    """The code at the start of "M54.50 Low back pain", if there is one."""
    found = meant(system, text) if " " in text else None
    return [found] if found else []


def _searched(row: CodeRow) -> str:
    return ranking.searched(row.system, systems.key_of(row.code), row.text)


def _dated(row: CodeRow, on: date | None) -> CodeRow:
    if on is None:
        return row
    return replace(row, validity=row.standing(on))
