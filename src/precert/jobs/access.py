"""What time does to accounts: once a day what is unused is closed, each minute old locks are taken
away where a setting says so.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings

from precert.conduct.action import Action
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people.actions.close_unused import CloseUnused, CloseUnusedInput
from precert.people.actions.look_for_unused import LookForUnused, LookForUnusedInput
from precert.people.actions.unlock_by_time import UnlockByTime, UnlockByTimeInput
from precert.people.locks import overdue
from precert.people.queries.unused_accounts import candidates

CLOCK = worker("clock")

log = logging.getLogger(__name__)


def tick(now: datetime) -> None:
    """Both, as far as they are due."""
    for account_id in overdue(now):
        attempt(UnlockByTime, UnlockByTimeInput(account_id), now)
    if (
        settings.MODE != "demo"
    ):  # whoever comes back to a demonstration after a month finds everybody where they were
        close_unused(now)


def close_unused(now: datetime) -> bool:
    """The day's look for what is unused; False when it was made already, here or by another worker
    of the installation.
    """
    day = now.date().isoformat()
    if perform(LookForUnused, LookForUnusedInput(day), CLOCK, now, key=f"nonuse:{day}").repeated:
        return False
    for account_id in candidates(now):
        attempt(CloseUnused, CloseUnusedInput(account_id), now)
    return True


def attempt(kind: type[Action[Any]], data: Any, now: datetime) -> None:
    """Have the clock do something. A refusal (it was overtaken, or mustn't be) is logged, and
    journaled by `perform`.
    """
    try:
        perform(kind, data, CLOCK, now)
    except Refusal as refusal:
        log.info(
            "clock",
            extra={
                "action": kind.verb,
                "refused": refusal.kind,
                "codes": [one.code for one in refusal.findings],
            },
        )
