"""Autosave: changes to a draft, each with the value that was seen, so that nobody overwrites what
they haven't seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import events, open_draft
from precert.cases.draft import missing
from precert.cases.draft.document import FORMAT


@dataclass(frozen=True)
class SaveDraftInput:
    """`changes` maps a path of the document to (value seen, new value)."""

    draft: UUID
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class SaveDraft(open_draft.DraftAction[SaveDraftInput]):
    """Applies what doesn't conflict; answers with the new version, the conflicts and what was
    refused, by path. Where nothing is applied nothing is written.
    """

    verb = "save_draft"
    label = "Save"
    permission = "draft.edit"

    def prepare(self) -> None:
        """Merge, and run the edits over the result, while nobody waits for it."""
        self.merged = open_draft.merged(self.found, self.data.changes)
        self.findings = (
            open_draft.findings(self.found, self.actor, self.now, values=self.merged.values)
            if self.merged.applied
            else []
        )

    def hold(self) -> None:
        """The document and the columns beside it, in one UPDATE of the version that was merged."""
        row, values = self.found.row, self.merged.values
        self.version, self.missing = row.version, row.missing
        if self.merged.applied:
            self.missing = missing.paths(self.findings)
            self.version = self.write_draft(
                values=values,
                format=FORMAT,
                service_type=str(values.get("service/type") or "")[:40],
                missing=self.missing,
            )

    def apply(self) -> Any:
        """The journal has the paths, never the values."""
        merged, row = self.merged, self.found.row
        if merged.applied:
            self.record(
                events.DRAFT_SAVED,
                events.SUBJECT_DRAFT,
                row.pk,
                version=self.version,
                paths=sorted(merged.applied),
            )
        return {
            "version": self.version,
            "saved_at": (self.now if merged.applied else row.modified_at).isoformat(),
            "values": {
                path: merged.values.get(path) for path in {*self.data.changes, *merged.applied}
            },
            "by": row.modified_by_name if merged.conflicts else "",
            "findings": [[f.path, f.text] for f in self.findings if f.path],
            "missing": self.missing,
            **merged.told(),
        }
