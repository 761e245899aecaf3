"""What the reviewers of the demonstration do: take, ask, refer, decide line by line, issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from precert.cases import subject
from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.actions.save_decision import SaveDecision, SaveDecisionInput
from precert.cases.actions.take import Take, TakeInput
from precert.cases.draft.durations import counts_last_day, duration_from
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.contracts.schema import Pack
from precert.demo.services import DemoService

LESS = (
    "The goals can be reached with less than was requested. You can request more if the record"
    " shows the need."
)
NOT_SHOWN = (
    "The record does not show that this criterion is met, and no reason for an exception is given."
)
NOTHING_CAME = "The records sent do not include the findings needed for a decision."
NOT_COVERED = "This item is not a covered benefit of the program."


@dataclass(frozen=True)
class Matter:
    """A submitted request as a reviewer sees it: what was asked for from `start` on."""

    request: UUID
    service: DemoService
    pack: Pack
    start: date

    @property
    def keys(self) -> list[str]:
        """Line keys, the length of stay first."""
        return [
            *(["los"] if self.service.stay else []),
            *(f"k{n}" for n, _ in enumerate(self.service.asks, 1)),
        ]


def take(matter: Matter, actor: Actor, now: datetime) -> None:
    """Take it from the queue."""
    perform(Take, TakeInput(matter.request), actor, now)


def release(matter: Matter, actor: Actor, now: datetime) -> None:
    """Give it back."""
    perform(Release, ReleaseInput(matter.request), actor, now)


def refer(matter: Matter, actor: Actor, now: datetime) -> None:
    """Hand it to the physicians."""
    reason = "One criterion does not seem to be met. Please decide on medical necessity."
    perform(ReferToPhysician, ReferToPhysicianInput(matter.request, reason), actor, now)


def ask(matter: Matter, actor: Actor, items: Sequence[str], now: datetime) -> tuple[UUID, datetime]:
    """Ask the provider for information: the question's id and when the answer is due."""
    answer = perform(
        RequestInformation, RequestInformationInput(matter.request, tuple(items)), actor, now
    ).answer
    return UUID(answer["information_request"]), datetime.fromisoformat(answer["due_at"])


def decide(matter: Matter, actor: Actor, outcomes: Mapping[str, str], now: datetime) -> int:
    """Type the decision on these lines; the version to issue with."""
    values: dict[str, Any] = {}
    for key, outcome in outcomes.items():
        values |= {
            f"line/{key}/{name}": value for name, value in _decision(matter, key, outcome).items()
        }
    changes = {path: (None, value) for path, value in values.items()}
    return int(
        perform(SaveDecision, SaveDecisionInput(matter.request, changes), actor, now).answer[
            "version"
        ]
    )


def issue(matter: Matter, actor: Actor, version: int, now: datetime) -> None:
    """Make it final, as the request is shown now."""
    shown = subject.find(actor, matter.request).request.state.revision
    data = IssueDeterminationInput(matter.request, version, shown)
    perform(IssueDetermination, data, actor, now)


def _decision(matter: Matter, key: str, outcome: str) -> dict[str, Any]:
    """Fields of one line's decision: approved, physician-approved, partial, or the reason code of a
    denial.
    """
    if outcome in {"approved", "physician-approved"}:
        reason = "meets-criteria" if outcome == "approved" else outcome
        return {"outcome": "approved", "reason": reason} | _criteria(matter, met=True)
    if outcome == "partial":
        return (
            {"outcome": "partial", "reason": "partly-necessary", "rationale": LESS}
            | _criteria(matter, met=True)
            | _half(matter, key)
        )
    why = {
        "not-necessary": NOT_SHOWN,
        "lack-of-information": NOTHING_CAME,
        "not-covered": NOT_COVERED,
    }[outcome]
    # only a denial for medical necessity weighs criteria
    unmet = _criteria(matter, met=False) if outcome == "not-necessary" else {}
    return {"outcome": "denied", "reason": outcome, "rationale": why} | unmet


def _criteria(matter: Matter, *, met: bool) -> dict[str, str]:
    """Marks on the criteria sheets that fit: all met, or the first one unmet; each with where it is
    found.
    """
    service = matter.service
    category = "inpatient" if service.category == "inpatient" else "outpatient"
    codes = tuple(ask.code for ask in service.asks)
    found = [
        f"{sheet.id}.{item.code}"
        for sheet in matter.pack.criteria_for(category, service.type, codes)
        for item in sheet.items
    ]
    marks = {f"criterion/{code}": "met" for code in found} | {
        f"evidence/{code}": "Documented in the records sent." for code in found
    }
    if not met and found:
        marks |= {
            f"criterion/{found[0]}": "unmet",
            f"evidence/{found[0]}": "The records sent do not mention it.",
        }
    elif not met:
        marks |= {
            "other_criterion": "The service is needed for this condition.",
            "other_evidence": "The records sent do not mention it.",
        }
    return marks


def _half(matter: Matter, key: str) -> dict[str, str]:
    """Half of the units, or of the nights."""
    if key != "los":
        asked = matter.service.asks[int(key.removeprefix("k")) - 1].quantity
        return {"quantity": str(max(asked // 2, 1))}
    end = matter.start + timedelta(days=max(matter.service.stay // 2, 1))
    return {
        "end": end.isoformat(),
        "duration": str(duration_from(matter.start, end, counts_last_day(matter.pack, "los"))),
    }
