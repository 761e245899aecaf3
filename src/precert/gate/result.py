"""Having something done by who asks. What became of it is data: each door shows it in its own way."""

from dataclasses import dataclass
from typing import Any

from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, Refusal
from precert.gate.request import Request


@dataclass(frozen=True)
class Result:
    """What became of an action: its answer, or the refusal."""

    answer: Any = None
    repeated: bool = False
    refusal: Refusal | None = None

    @property
    def done(self) -> bool:
        """True when it was carried out, now or the first time."""
        return self.refusal is None

    @property
    def findings(self) -> list[Finding]:
        """Why not; empty when it was done."""
        return self.refusal.findings if self.refusal else []


def run(request: Request, kind: type[Action[Any]], data: Any, key: str = "") -> Result:
    """Have an action done by the request's actor; a refusal of whatever kind is a result, too."""
    try:
        outcome = perform(kind, data, request.actor, request.now, key)
    except Refusal as refusal:
        return Result(refusal=refusal)
    return Result(outcome.answer, outcome.repeated)
