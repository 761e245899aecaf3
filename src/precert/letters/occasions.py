"""What letters are made about: the event, what caused it, and how the request ended by it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from precert.cases import events, statuses
from precert.cases.queries.case_file import RequestView

DETERMINATION = "determination"


@dataclass(frozen=True)
class Occasion:
    """`name` as a template's header has it; `cause` is the kind of what caused the event and the key
    of its id in the event's data; `outcome` is that of the request as a whole, by that cause.
    """

    name: str
    cause: str
    outcome: Callable[[RequestView, str], str]


def outcome_of(outcomes: Iterable[str]) -> str:
    """Of all lines that were decided: all approved, all denied, or in part; void when none is left."""
    left = {one for one in outcomes if one != statuses.VOID}
    if not left:
        return statuses.VOID
    return left.pop() if len(left) == 1 else statuses.PARTIAL


def _determined(request: RequestView, issue: str) -> str:
    return outcome_of(
        made.outcome
        for line in request.lines
        for made in line.history
        if str(made.issue_id) == issue
    )


OCCASIONS: Mapping[str, Occasion] = {  # by the event
    events.DETERMINATION_ISSUED: Occasion(DETERMINATION, "issue", _determined),
}
