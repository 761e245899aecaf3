"""Autosave of what a reviewer ticks and types on the lines, before Issue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import content, decision, events, held, statuses
from precert.cases.draft.document import LONGEST_VALUE
from precert.cases.models import RequestState, WorkingDecision
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.contracts import queries as contracts
from precert.kit.merge import merge, unstorable

MOST_ROUNDS = 20
MARKS = {"outcome": set(decision.DECIDABLE), "criterion": {"met", "unmet"}}


@dataclass(frozen=True)
class SaveDecisionInput:
    """`changes` maps a path (`line/<key>/outcome` …) to (value seen, new value)."""

    request: UUID
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class SaveDecision(LockedAction[SaveDecisionInput]):
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
        return refuse(
            "invalid", "not-yours", "You don't hold this request. Take it to decide on it."
        )

    def _hold(self) -> None:
        """Keep Issue, Release and Refer out until this is written; an UPDATE that changes nothing
        locks on every database.
        """
        mine = RequestState.objects.filter(
            pk=self.request.pk, reviewer=self.actor.account_id, status=statuses.ACTIVE_REVIEW
        )
        if not mine.update(reviewer=self.actor.account_id):
            raise self._not_yours()

    def apply(self) -> Any:
        self._hold()
        asked = content.asked(
            self.request, content.current(self.request), contracts.pinned(self.request.case.pack_id)
        )
        self.criteria = {line.key: line.criteria for line in asked}
        # Each save is one version on, so a page knows when another was between; 0 stands on a page
        # opened before anything was saved.
        row, _ = WorkingDecision.objects.get_or_create(
            request=self.request, defaults={"modified_at": self.now, "version": 0}
        )
        for _ in range(MOST_ROUNDS):
            result = merge(row.values, self.data.changes, self._unfit)
            rows = WorkingDecision.objects.filter(pk=row.pk, version=row.version)
            if rows.update(values=result.values, version=row.version + 1, modified_at=self.now):
                self._journal(row.version + 1, result.applied)
                return {
                    "version": row.version + 1,
                    "saved_at": self.now.isoformat(),
                    "values": {path: result.values.get(path) for path in result.applied},
                    **result.told(),
                }
            row.refresh_from_db()
        raise refuse(
            "conflict", "busy", "This request is being changed in another window. Try again."
        )

    def _journal(self, version: int, paths: set[str]) -> None:
        if paths:
            case = self.request.case_id
            subject = events.SUBJECT_REQUEST, self.request.pk
            self.record(
                events.DECISION_SAVED, *subject, case_id=case, version=version, paths=sorted(paths)
            )

    def _unfit(self, path: str, value: Any) -> str:
        """Only what was asked for is decided on, every value is text, and a mark is one of those
        there are.
        """
        _, key, name, *code = path.split("/") if decision.PATHS.fullmatch(path) else ("", "", "")
        criteria = self.criteria.get(key)
        if criteria is None or any(one not in criteria for one in code):
            return "This field is not part of this decision."
        if not isinstance(value, (str, type(None))):
            return "This value can't be stored."
        if value and value not in MARKS.get(name, {value}):
            return "Choose one of those that are offered."
        if value and len(value) > LONGEST_VALUE:
            return f"Use at most {LONGEST_VALUE:,} characters; this text has {len(value):,}."
        return unstorable(value)
