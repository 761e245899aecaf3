"""Remembering that the audit trail was verified."""

from dataclasses import dataclass

from precert.conduct.locked import LockedAction
from precert.people import events


@dataclass(frozen=True)
class Verified:
    """What a verification read and found."""

    rows: int
    seals: int
    flaws: int


class NoteVerification(LockedAction[Verified]):
    """Keep when the audit trail was verified, and with what result. The machine's own command does."""

    verb = "note-verification"
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
