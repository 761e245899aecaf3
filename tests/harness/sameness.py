"""Whether two answers are the same to a stranger: their bytes once what differs each time is
masked, and their times.

The times are compared by the Mann-Whitney U test, two-sided, with the normal approximation (ties
corrected, continuity corrected), which needs some twenty samples on each side. `alike` calls two
series different only when the test says so (p ≤ 0.01) three times in a row on fresh, interleaved
samples: a busy machine errs once in a hundred, so a million runs, a real difference stays.
"""

import gc
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import erfc, sqrt
from typing import Any

import pytest
import time_machine

MASKS = (
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'), rb"\1-"),
    (re.compile(rb'(<meta name="csrf-token" content=")[^"]*'), rb"\1-"),
    (re.compile(rb'(nonce=")[^"]*'), rb"\1-"),
)
EACH_TIME = {"x-request-id", "date"}  # headers of which only the name counts
COOKIES = ("__Host-session", "__Host-csrf")
LEAST_P, ROUNDS = 0.01, 3
COUNTS = [30, pytest.param(500, marks=pytest.mark.torture)]
HOUR = 3600  # from try to try: no counter fills up

Masked = tuple[int, tuple[tuple[str, str], ...], bytes]


def masked(answer: Any, *typed: str) -> Masked:
    """Status, headers (names and values) and body of a response without nonce, CSRF token, request
    id, Date and cookie values.

    `typed` are words that the page may repeat because they were typed; they are masked with their
    length kept, so give both sides words of the same length.
    """
    body = bytes(answer.content)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    for pattern, blank in MASKS:
        body = pattern.sub(blank, body)
    for word in typed:
        body = body.replace(word.encode(), b"*" * len(word.encode()))
    shown = {
        name: "-" if name in EACH_TIME else re.sub(r"'nonce-[^']*'", "-", value)
        for name, value in headers.items()
    }
    cookies = [(f"cookie {name}", _cookie(answer, name)) for name in sorted(answer.cookies)]
    return answer.status_code, (*sorted(shown.items()), *cookies), body


def _cookie(answer: Any, name: str) -> str:
    morsel = answer.cookies[name]
    shown = "-" if name in COOKIES and morsel.value else morsel.value
    flags = {key: value for key, value in morsel.items() if value and key != "expires"}
    return f"{shown} {sorted(flags.items())}"


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes, by a clock that no test turns."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def p_value(left: Sequence[float], right: Sequence[float]) -> float:
    """The probability that two series of one kind differ at least this much: Mann-Whitney U,
    two-sided, normal approximation.
    """
    n, m = len(left), len(right)
    ranked = sorted([*((value, True) for value in left), *((value, False) for value in right)])
    rank, of_left, ties = 1, 0.0, 0
    for _, group in groupby(ranked, key=lambda one: one[0]):
        members = list(group)
        middle = rank + (len(members) - 1) / 2
        of_left += middle * sum(mine for _, mine in members)
        ties += len(members) ** 3 - len(members)
        rank += len(members)
    u = of_left - n * (n + 1) / 2
    total = n + m
    spread = sqrt(n * m / 12 * ((total + 1) - ties / (total * (total - 1))))
    if not spread:
        return 1.0
    z = max(abs(u - n * m / 2) - 0.5, 0) / spread
    return erfc(z / sqrt(2))


def samples(
    count: int, left: Callable[[int], Any], right: Callable[[int], Any]
) -> tuple[list[float], list[float]]:
    """`count` times of each, taken in turn and with the first changing, so that whatever slows the
    machine slows both.
    """
    first, second = [], []
    gc.collect()
    gc.disable()
    try:
        for n in range(count):
            pair = [(left, first), (right, second)]
            for work, times in pair if n % 2 else reversed(pair):
                times.append(seconds(lambda work=work, n=n: work(n)))  # type: ignore[misc]
    finally:
        gc.enable()
    return first, second


def alike(count: int, left: Callable[[int], Any], right: Callable[[int], Any]) -> list[float]:
    """The p of each round needed; the times can't be told apart when the last of them is above
    LEAST_P.
    """
    found: list[float] = []
    while len(found) < ROUNDS and (not found or found[-1] <= LEAST_P):
        found.append(p_value(*samples(count, left, right)))
    return found


@dataclass(frozen=True)
class Compared:
    """Everything that the known and the unknown were answered, and the p of each round of their
    times.
    """

    known: frozenset[Any]
    unknown: frozenset[Any]
    p: list[float]

    @property
    def difference(self) -> str:
        """What tells one from the other; empty when nothing does."""
        if self.known != self.unknown or len(self.known) != 1:
            return f"not one answer, whenever: {len(self.known)} and {len(self.unknown)}"
        return "" if self.p[-1] > LEAST_P else f"the times: {self.p}"


def compare(
    clock: time_machine.Traveller, count: int, known: Callable[[], Any], unknown: Callable[[], Any]
) -> Compared:
    """Ask the known and the unknown in turn, each time an hour later by the test's clock; both give
    what they were answered, masked.
    """
    answers: tuple[set[Any], set[Any]] = set(), set()

    def asker(ask: Callable[[], Any], got: set[Any]) -> Callable[[int], None]:
        def later(n: int) -> None:
            clock.shift(HOUR)
            got.add(ask())

        return later

    left, right = asker(known, answers[0]), asker(unknown, answers[1])
    left(0), right(0)  # whatever is made at first use is there
    p = alike(count, left, right)
    return Compared(frozenset(answers[0]), frozenset(answers[1]), p)
