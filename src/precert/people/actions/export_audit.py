"""Taking a copy of the audit trail away."""

from dataclasses import dataclass, field

from precert.conduct.action import Action
from precert.people import events


@dataclass(frozen=True)
class ExportAuditInput:
    """Its form (csv, jsonl) and what it is narrowed to: names of filters with ids, times or
    addresses.
    """

    form: str
    filters: dict[str, str] = field(default_factory=dict)


class ExportAudit(Action[ExportAuditInput]):
    """Export the audit trail. Leaves a journal row before the first line goes out; the machine's
    own command may, too.
    """

    verb = "export_audit"
    label = "Export the audit trail"
    permission = "audit.view"

    def allowed(self) -> bool:
        """Who reads it may export it, and so may who runs commands on the machine."""
        return self.actor.kind == "worker" or self.actor.may(self.permission)

    def apply(self) -> None:
        """Nothing changes but the journal."""
        self.record(
            events.AUDIT_EXPORTED,
            events.SUBJECT_AUDIT,
            "all",
            form=self.data.form,
            filters=self.data.filters,
        )
