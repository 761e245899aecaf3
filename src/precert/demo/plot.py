"""Which case of the demonstration goes how far: each ending with the services that end so, and when
each begins. Pure.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from precert.demo.cast import CO
from precert.demo.office import shift
from precert.demo.services import SERVICES, DemoService

ZONES = {"co-um": "America/Denver", "ms-state-um": "America/Chicago"}
# Ending: the services of its cases. 120 words.
ENDINGS: dict[str, str] = {
    "waiting": (
        "co-pt co-spine-mri co-cpap co-home-health ms-home-health ms-knee-scope co-knee"
        " ms-pneumonia co-ot co-oxygen ms-therapy co-knee-mri"
    ),
    "released": "co-bed co-reduction",
    "overdue": "co-swallowing co-wheelchair ms-antibiotics ms-nursing",
    "due-today": "co-knee-pt co-brain-mri co-unlisted co-rehab co-septum",
    "in-review": "co-pt co-pet co-wheelchair ms-hip ms-cataract co-spine ms-sepsis co-home-health",
    "referred": "co-out-of-state co-reduction ms-rehab co-bed",
    "with-physician": "co-spine ms-residential",
    "asked": "co-wheelchair ms-pump ms-therapy co-speech ms-nutrition co-septum",
    "answered": "co-oxygen ms-nursing co-brain-mri ms-home-health",
    "missed": "ms-knee-scope ms-antibiotics co-ot ms-pump co-spine-mri",
    "approved": (
        "co-pt co-knee-pt co-ot co-speech co-swallowing co-spine-mri co-knee-mri co-brain-mri"
        " co-pet co-cpap co-oxygen co-bed co-wheelchair co-home-health co-septum co-rehab co-knee"
        " co-spine co-cpap co-spine-mri co-pt co-knee co-out-of-state co-unlisted ms-home-health"
        " ms-therapy ms-antibiotics ms-nutrition ms-hospice ms-knee-scope ms-cataract ms-pump"
        " ms-pneumonia ms-sepsis ms-hip ms-rehab ms-nursing ms-residential"
    ),
    "approved-after-answer": "co-spine-mri ms-hip",
    "partial": (
        "co-pt co-ot co-home-health co-rehab ms-home-health ms-antibiotics ms-nursing"
        " ms-residential co-speech"
    ),
    "denied": (
        "co-reduction co-knee-mri co-out-of-state co-wheelchair co-brain-mri ms-cataract"
        " ms-residential ms-rehab"
    ),
    "denied-for-information": "co-septum co-swallowing co-oxygen",
    "not-covered": "co-unlisted co-reduction",
    "mixed": "co-pt co-pet co-bed co-wheelchair ms-home-health ms-pump",
}
# Office hours between submission and now for what is still open; what is decided is spread over the
# weeks before.
AGES = {
    "waiting": (0.5, 6), "released": (10, 16), "in-review": (5, 9), "referred": (10, 13), "with-physician": (10, 13), "asked": (12, 14),
    "answered": (16, 20), "missed": (62, 76),
}  # fmt: skip
FIRST_DAY, LAST_DAY = 58, 5  # of what is decided, in days before now
EXPEDITED_EVERY = 7


@dataclass(frozen=True)
class Plot:
    """One case to be: its number in the list, ending, service, and when it is submitted."""

    n: int
    ending: str
    name: str
    submitted: datetime
    expedited: bool

    @property
    def service(self) -> DemoService:
        """What is asked for."""
        return SERVICES[self.name]

    @property
    def zone(self) -> str:
        """The contract's time zone."""
        return ZONES[self.service.contract]

    def chance(self) -> random.Random:
        """Its own dice, so that another case more changes nothing in this one."""
        return random.Random(7919 * self.n + 13)  # nosec B311 - nothing secret


def plots(now: datetime, how_many: int) -> list[Plot]:
    """The cases; fewer than all are taken evenly from the list."""
    pairs = [(ending, name) for ending, names in ENDINGS.items() for name in names.split()]
    decided = [
        n
        for n, (ending, _) in enumerate(pairs)
        if ending not in AGES and ending not in {"overdue", "due-today"}
    ]
    random.Random(60).shuffle(decided)  # nosec B311 - outcomes mixed over the weeks
    days = {
        n: FIRST_DAY - (FIRST_DAY - LAST_DAY) * place / len(decided)
        for place, n in enumerate(decided)
    }
    made = [_plot(n, ending, name, now, days.get(n, 0)) for n, (ending, name) in enumerate(pairs)]
    return (
        [made[len(made) * n // how_many] for n in range(how_many)] if how_many < len(made) else made
    )


def _plot(n: int, ending: str, name: str, now: datetime, days: float) -> Plot:
    service = SERVICES[name]
    zone, dice = ZONES[service.contract], random.Random(n)  # nosec B311 - nothing secret
    expedited = (
        service.contract == CO
        and n % EXPEDITED_EVERY == 0
        and ending in {"waiting", "approved", "partial", "mixed"}
    )
    if ending == "due-today":  # seven calendar days end with the day
        at = now.astimezone(ZoneInfo(zone)) - timedelta(days=7)
        submitted = at.replace(hour=10, minute=7 * (n % 8)).astimezone(now.tzinfo)
    elif ending == "overdue":
        submitted = shift(now - timedelta(days=9), -dice.uniform(0, 5), zone)
    elif ending in AGES:
        submitted = shift(now, -dice.uniform(*AGES[ending]), zone)
    else:
        submitted = shift(now - timedelta(days=days), -dice.uniform(0, 6), zone)
    return Plot(n, ending, name, submitted, expedited)


@dataclass(frozen=True)
class Unfinished:
    """A request that isn't submitted: its service, who types, how far it got (0 to 4), and when it
    was begun.
    """

    n: int
    name: str
    steps: int
    begun: datetime


DRAFTS = (
    "co-pt:4 co-spine-mri:3 ms-home-health:2 co-cpap:1 ms-pneumonia:3 co-wheelchair:3 co-knee:2"
    " ms-knee-scope:4 co-rehab:1 "
)
DRAFTS += "ms-hospice:0 co-home-health:0 ms-residential:2"


def unfinished(now: datetime, how_many: int) -> Iterator[Unfinished]:
    """The first `how_many` drafts."""
    for n, word in enumerate(DRAFTS.split()[:how_many]):
        name, steps = word.split(":")
        yield Unfinished(
            n, name, int(steps), shift(now, -1.5 - 2.6 * n, ZONES[SERVICES[name].contract])
        )
