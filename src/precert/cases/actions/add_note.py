"""Add a Note: on a draft or a submitted request; a saved note is never changed or deleted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import access, events, held
from precert.cases.models import Note
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts
from precert.kit.merge import storable


@dataclass(frozen=True)
class AddNoteInput:
    """A note of one of the contract's types; there is no limit to its length. `step` names the
    wizard step it was written at.
    """

    request: UUID
    type: str
    text: str
    step: str = ""


class AddNote(LockedAction[AddNoteInput]):
    """Appends the note; whether it is internal follows from its type."""

    verb = "add_note"
    label = "Add a Note"
    permission = "note.add"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        draft = access.drafts(self.actor).filter(pk=self.data.request).first()
        if draft is not None:
            self.case_id, category = draft.case_id, draft.category
            pack = contracts.current(draft.contract).pack
        else:
            found = held.under_contract(self, self.data.request)
            self.case_id, category = found.case_id, found.case.category
            pack = contracts.pinned(found.case.pack_id).pack
        self.types = {t.code: t for t in pack.category(category).note_types}

    def check(self) -> list[Finding]:
        findings = []
        kind = self.types.get(self.data.type)
        if kind is None or (kind.audience == "internal" and not self.actor.may("note.internal")):
            findings.append(Finding("note-type", "Choose a note type.", path="type"))
        if not storable(self.data.text).strip():
            findings.append(Finding("note-text", "Write the note before you add it.", path="text"))
        return findings

    def apply(self) -> Any:
        internal = self.types[self.data.type].audience == "internal"
        note = Note.objects.create(
            request_id=self.data.request,
            type=self.data.type,
            text=storable(self.data.text),
            internal=internal,
            step=self.data.step,
            author_id=self.actor.person_id,
            author_name=self.actor.name,
            at=self.now,
        )
        self.record(
            events.NOTE_ADDED,
            events.SUBJECT_REQUEST,
            self.data.request,
            case_id=self.case_id,
            note=note.pk,
            internal=internal,
        )
        return {"note": note.pk}
