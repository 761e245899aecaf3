"""Whether a determination says the opposite of the criteria as they were marked: a warning, and a
reason in writing. Pure.
"""

from dataclasses import dataclass

from precert.cases import statuses
from precert.cases.decision import Decided


@dataclass(frozen=True)
class Contradiction:
    """These outcomes contradict criteria that are all met, or all not met (`met`)."""

    outcomes: frozenset[str]
    met: bool
    words: str


RULES = (
    Contradiction(
        frozenset({statuses.APPROVED}),
        met=False,
        words="every assessed criterion is Not met, but the determination is an approval.",
    ),
    Contradiction(
        frozenset({statuses.DENIED}),
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
        (rule.words for rule in RULES if one.outcome in rule.outcomes and marks == {rule.met}), ""
    )
