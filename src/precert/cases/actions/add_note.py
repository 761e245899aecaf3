"""Add a Note: on a draft or a submitted request; a saved note is never changed or deleted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import access, events, held
from precert.cases.models import Note
from precert.conduct.action import Action
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts
from precert.contracts.schema.category import NoteType
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


@dataclass(frozen=True)
class Noted:
    """What a note is written on."""

    case_id: UUID | None
    contract: str
    types: dict[str, NoteType]


class AddNote(Action[AddNoteInput, Noted]):
    """Appends the note; whether it is internal follows from its type."""

    verb = "add_note"
    label = "Add a Note"
    permission = "note.add"

    def subject(self) -> tuple[str, str]:
        """The draft or request."""
        return events.SUBJECT_REQUEST, str(self.data.request)

    def find(self) -> Noted:
        """The draft that the actor may continue, or the request that they may see."""
        draft = access.drafts(self.actor).filter(pk=self.data.request).first()
        if draft is not None:
            pack = contracts.current(draft.contract).pack
            case_id, contract, category = draft.case_id, draft.contract, draft.category
        else:
            found = held.request(self.actor, self.data.request)
            pack = contracts.pinned(found.case.pack_id).pack
            case_id, contract, category = found.case_id, found.case.contract, found.case.category
        return Noted(case_id, contract, {t.code: t for t in pack.category(category).note_types})

    def contract(self) -> str | None:
        """The case's or draft's."""
        return self.found.contract

    def check(self) -> list[Finding]:
        """A type that the actor may use, and text."""
        findings = []
        kind = self.found.types.get(self.data.type)
        if kind is None or (kind.audience == "internal" and not self.actor.may("note.internal")):
            findings.append(Finding("note-type", "Choose a note type.", path="type"))
        if not storable(self.data.text).strip():
            findings.append(Finding("note-text", "Write the note before you add it.", path="text"))
        return findings

    def apply(self) -> Any:
        """The note."""
        internal = self.found.types[self.data.type].audience == "internal"
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
            case_id=self.found.case_id,
            note=note.pk,
            internal=internal,
        )
        return {"note": note.pk}
