"""Autosave of what a reviewer ticks and types on the lines, before Issue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import content, decision, events, held, statuses
from precert.cases.draft.document import merge
from precert.cases.models import RequestState, WorkingDecision
from precert.conduct.perform import Action
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.contracts import queries as contracts

MOST_ROUNDS = 20


@dataclass(frozen=True)
class SaveDecisionInput:
    """`changes` maps a path (`line/<key>/outcome` …) to (value seen, new value)."""

    request: UUID
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class SaveDecision(Action[SaveDecisionInput]):
    """Only by the reviewer who holds the request; answers like the autosave of a draft."""

    verb = "save_decision"
    label = "Save"
    permission = "request.determine"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)

    def check(self) -> list[Finding]:
        if self.request.state.reviewer_id != self.actor.account_id:
            raise self._not_yours()
        return []

    def _not_yours(self) -> Refusal:
        return refuse("invalid", "not-yours", "You don't hold this request. Take it to decide on it.")

    def _hold(self) -> None:
        """Keep Issue, Release and Refer out until this is written; an UPDATE that changes nothing locks on every database."""
        mine = RequestState.objects.filter(pk=self.request.pk, reviewer=self.actor.account_id, status=statuses.ACTIVE_REVIEW)
        if not mine.update(reviewer=self.actor.account_id):
            raise self._not_yours()

    def apply(self) -> Any:
        self._hold()
        row, _ = WorkingDecision.objects.get_or_create(request=self.request, defaults={"modified_at": self.now})
        for _ in range(MOST_ROUNDS):
            result = merge(row.values, self.data.changes, decision.PATHS)
            rows = WorkingDecision.objects.filter(pk=row.pk, version=row.version)
            if rows.update(values=result.values, version=row.version + 1, modified_at=self.now):
                self._journal(row.version + 1, result.applied)
                return {
                    "version": row.version + 1,
                    "saved_at": self.now.isoformat(),
                    "applied": sorted(result.applied),
                    "values": {path: result.values.get(path) for path in self.data.changes},
                    "conflicts": {c.path: {"theirs": c.theirs, "mine": c.mine} for c in result.conflicts},
                    "refused": result.refused,
                    "findings": self._findings(result.values),
                }
            row.refresh_from_db()
        raise refuse("conflict", "busy", "This request is being changed in another window. Try again.")

    def _journal(self, version: int, paths: set[str]) -> None:
        if paths:
            case = self.request.case_id
            subject = events.SUBJECT_REQUEST, self.request.pk
            self.record(events.DECISION_SAVED, *subject, case_id=case, version=version, paths=sorted(paths))

    def _findings(self, values: Mapping[str, Any]) -> list[list[str]]:
        pinned = contracts.pinned(self.request.case.pack_id)
        category = pinned.pack.category(self.request.case.category)
        asked = content.asked(self.request, content.current(self.request), pinned)
        decided, unreadable = decision.read(values, asked, category)
        found = unreadable + decision.problems(decided, asked, pinned.pack, category, self.actor.may("request.deny"))
        return [[f.path, f.text] for f in found]
