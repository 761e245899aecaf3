"""Autosave: changes to a draft, each with the value that was seen, so that nobody overwrites what
they haven't seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import events, held, saving
from precert.conduct.locked import LockedAction
from precert.contracts import queries as contracts
from precert.people.queries import person


@dataclass(frozen=True)
class SaveDraftInput:
    """`changes` maps a path of the document to (value seen, new value)."""

    draft: UUID
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class SaveDraft(LockedAction[SaveDraftInput]):
    """Applies what doesn't conflict; answers with the new version, the conflicts and what was
    refused, by path.
    """

    verb = "save_draft"
    label = "Save"
    permission = "draft.edit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)

    def apply(self) -> Any:
        pinned = contracts.current(self.draft.contract)
        before = self.draft.modified_by_id  # whose change it is that a conflict shows
        draft, result = saving.write(
            self.draft, self.data.changes, pinned.pack, self.actor, self.now
        )
        findings = (
            saving.note_missing(draft, pinned, self.actor, self.now) if result.applied else []
        )
        if result.applied:
            self.record(
                events.DRAFT_SAVED,
                events.SUBJECT_DRAFT,
                draft.pk,
                version=draft.version,
                paths=sorted(result.applied),
            )
        return {
            "version": draft.version,
            "saved_at": draft.modified_at.isoformat(),
            "values": {
                path: result.values.get(path) for path in {*self.data.changes, *result.applied}
            },
            "by": _name(before) if result.conflicts else "",
            "findings": [[f.path, f.text] for f in findings if f.path],
            "missing": draft.missing,
            **result.told(),
        }


def _name(account_id: int) -> str:
    found = person(account_id)
    return found.name if found else ""
