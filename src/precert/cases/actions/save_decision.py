"""Autosave of what a reviewer ticks and types on the lines, before Issue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from precert.cases import content, decision, events
from precert.cases.draft.document import LONGEST_VALUE
from precert.cases.draft.parse import READERS
from precert.cases.models import WorkingDecision
from precert.cases.request_action import ByReviewer
from precert.conduct.action import Moved
from precert.kit.merge import Merged, merge, unstorable

MARKS = {"outcome": set(decision.DECIDABLE), "criterion": {"met", "unmet"}}


@dataclass(frozen=True)
class SaveDecisionInput:
    """`changes` maps a path (`line/<key>/outcome` …) to (value seen, new value)."""

    request: UUID
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class SaveDecision(ByReviewer[SaveDecisionInput]):
    """Only by the reviewer who holds the request; answers like the autosave of a draft."""

    verb = "save_decision"
    label = "Save"
    permission = "request.determine"
    result: Merged

    def prepare(self) -> None:
        """Merged into what is decided so far. Each save is one version on, so a page knows when
        another was between; 0 is the version of a page opened before anything was saved.
        """
        request = self.found.request
        lines = content.asked(request, content.current(request), self.found.pinned)
        self.lines = {line.key: line for line in lines}
        self.row = WorkingDecision.objects.filter(request=request).first()
        self.result = merge(self.row.values if self.row else {}, self.data.changes, self._unfit)
        self.version = (self.row.version if self.row else 0) + 1

    def hold(self) -> None:
        super().hold()
        columns = {
            "values": self.result.values,
            "version": self.version,
            "modified_at": self.now,
        }
        if self.row is not None:
            same = WorkingDecision.objects.filter(pk=self.row.pk, version=self.version - 1)
            if not same.update(**columns):
                raise Moved
            return
        try:
            with transaction.atomic():
                WorkingDecision.objects.create(request=self.found.request, **columns)
        except IntegrityError:
            raise Moved from None

    def apply(self) -> Any:
        result = self.result
        if result.applied:
            self.note(events.DECISION_SAVED, version=self.version, paths=sorted(result.applied))
        return {
            "version": self.version,
            "saved_at": self.now.isoformat(),
            "values": {path: result.values.get(path) for path in result.applied},
            **result.told(),
        }

    def _unfit(self, path: str, value: Any) -> str:
        """Only what was asked for is decided on, every value is text, and a mark is one of those
        there are.
        """
        _, key, name, *code = path.split("/") if decision.PATHS.fullmatch(path) else ("", "", "")
        line = self.lines.get(key)
        if line is None or any(one not in line.criteria for one in code):
            return "This field is not part of this decision."
        if name in READERS and not line.asks(name) and value is not None:
            return "This was not requested, so it cannot be approved."
        if not isinstance(value, (str, type(None))):
            return "This value cannot be saved."
        if value and value not in MARKS.get(name, {value}):
            return "Choose one from the list."
        if value and len(value) > LONGEST_VALUE:
            return f"Use at most {LONGEST_VALUE:,} characters; this text has {len(value):,}."
        return unstorable(value)
