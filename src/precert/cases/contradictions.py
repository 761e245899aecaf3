"""Whether a determination says the opposite of the criteria as they were marked: a warning, and a
reason in writing. Pure.
"""

from dataclasses import dataclass

from precert.cases import statuses
from precert.cases.decision import Decided


@dataclass(frozen=True)
class Contradiction:
    """This outcome contradicts criteria that are all met, or all not met (`met`)."""

    outcome: str
    met: bool
    words: str


RULES = (
    Contradiction(
        statuses.APPROVED,
        met=False,
        words="every assessed criterion is Not met, but the determination is an approval.",
    ),
    Contradiction(
        statuses.DENIED,
        met=True,
        words="every assessed criterion is Met, but the determination is a denial.",
    ),
)


def contradiction(one: Decided) -> str:
    """How the determination contradicts its criteria, in words; empty where it doesn't, or where no
    criterion was assessed.
    """
    marks = {bool(row["met"]) for row in one.criteria}
    return next(
        (rule.words for rule in RULES if one.outcome == rule.outcome and marks == {rule.met}), ""
    )
