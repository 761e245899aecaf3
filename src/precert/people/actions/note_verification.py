"""Remembering that the audit trail was verified."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events


@dataclass(frozen=True)
class NoteVerificationInput:
    """What a verification read and found."""

    rows: int
    seals: int
    flaws: int


class NoteVerification(Action[NoteVerificationInput]):
    """Keep when the audit trail was verified, and with what result. The machine's own command does."""

    verb = "note_verification"
    label = "Note a verification of the audit trail"
    permission = ""

    def allowed(self) -> bool:
        """Nobody says so of themselves."""
        return self.actor.kind == "worker"

    def apply(self) -> None:
        """Nothing changes but the journal."""
        found = self.data
        self.record(
            events.AUDIT_VERIFIED,
            events.SUBJECT_AUDIT,
            "all",
            rows=found.rows,
            seals=found.seals,
            flaws=found.flaws,
        )
