"""Makes the demonstration: everybody's steps in the order of time, and after each what the worker
would have done by then.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from precert.demo import stories
from precert.demo.people import Crowd, Member, Said, populate
from precert.demo.plot import plots, unfinished
from precert.demo.services import SERVICES, DemoService
from precert.jobs import worker
from precert.journal import delivery

CASES, DRAFTS = 120, 12
SAID_EVERY = 20


@dataclass(frozen=True)
class Built:
    """What was made."""

    cases: int
    drafts: int


def build(now: datetime, said: Said, *, cases: int = CASES) -> Built:
    """Fill a database that has codes and packs and nothing else. The same `now` and `cases` make
    the same data, ids apart.

    Raises RuntimeError when a letter or notice can't be made.
    """
    crowd = populate(now, said)
    people = _Casting(crowd)
    told = [
        stories.story(crowd, plot, people.member_for(plot.service)) for plot in plots(now, cases)
    ]
    left = [
        stories.draft(crowd, plan, people.member_for(SERVICES[plan.name]))
        for plan in unfinished(now, max(1, DRAFTS * cases // CASES))
    ]
    _tell([*told, *left], now, said, of_cases=len(told))
    said("drafts", len(left))
    if failing := delivery.failing():
        raise RuntimeError(
            f"{len(failing)} letters or notices failed, the first: {failing[0].error}"
        )
    return Built(len(told), len(left))


def _tell(
    all_stories: list[Iterator[datetime]], now: datetime, said: Said, *, of_cases: int
) -> None:
    """Step by step until every story is over or its next step lies ahead of now."""
    queue = [(next(one), n) for n, one in enumerate(all_stories)]
    heapq.heapify(queue)
    over = 0
    while queue:
        at, n = heapq.heappop(queue)
        following = next(all_stories[n], None) if at <= now else None
        worker.run_once(min(at, now))
        if following is not None:
            heapq.heappush(queue, (following, n))
        elif n < of_cases:
            over += 1
            if over % SAID_EVERY == 0 or over == of_cases:
                said("cases", over)


class _Casting:
    """Chooses whom each request is for: somebody covered and of fitting age, as few requests a
    person as can be.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.day = crowd.now.date()
        self.free = [
            member for n, member in enumerate(one for one in crowd.members if one.active) if n % 3
        ]  # others never asked
        self.asked: dict[int, set[str]] = {}

    def member_for(self, service: DemoService) -> Member:
        """The first who fits; moves to the end of the line, and never gets the same procedure or
        kind of stay twice.
        """
        wanted = {ask.code for ask in service.asks} | ({service.type} if service.stay else set())
        found = next(
            member
            for member in self.free
            if self._fits(member, service) and not wanted & self.asked.get(member.id, set())
        )
        self.free.remove(found)
        self.free.append(found)
        self.asked.setdefault(found.id, set()).update(wanted)
        return found

    def _fits(self, member: Member, service: DemoService) -> bool:
        youngest, oldest = service.ages
        right = member.contract == service.contract and service.gender in {"", member.gender}
        return right and youngest <= member.age(self.day) <= oldest
