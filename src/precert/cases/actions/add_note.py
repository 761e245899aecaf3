"""Add a Note: on a draft or a submitted request; a saved note is never changed or deleted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import access, events, subject
from precert.cases.digests import digest
from precert.cases.models import Note, by
from precert.cases.transition import came
from precert.conduct.action import Action
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts
from precert.contracts.schema import NoteType
from precert.kit.hidden_characters import blank
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
    """What the note is on: the case, if there is one yet, the contract, who reviews, the types."""

    case_id: UUID | None
    contract: str
    submitted: bool
    reviewer_id: int | None
    types: dict[str, NoteType]


class AddNote(Action[AddNoteInput, Noted]):
    """Appends the note; whether it is internal follows from its type."""

    verb = "add_note"
    label = "Add a Note"
    permission = "note.add"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def find(self) -> Noted:
        draft = access.drafts(self.actor).filter(pk=self.data.request).first()
        if draft is not None:
            rules = contracts.current(draft.contract).pack.category(draft.category)
            types = {one.code: one for one in rules.note_types}
            return Noted(draft.case_id, draft.contract, False, None, types)
        found = subject.find(self.actor, self.data.request)
        rules = found.pinned.pack.category(found.request.case.category)
        types = {one.code: one for one in rules.note_types}
        return Noted(found.case_id, found.contract, True, found.reviewer_id, types)

    def contract(self) -> str | None:
        return self.found.contract

    def check(self) -> list[Finding]:
        findings = []
        kind = self.found.types.get(self.data.type)
        if kind is None or (kind.audience == "internal" and not self.actor.may("note.internal")):
            findings.append(Finding("note-type", "Choose a note type.", path="type"))
        if blank(storable(self.data.text)):
            findings.append(Finding("note-text", "Enter a note.", path="text"))
        return findings

    def apply(self) -> Any:
        internal = self.found.types[self.data.type].audience == "internal"
        note = Note.objects.create(
            request_id=self.data.request,
            type=self.data.type,
            text=storable(self.data.text),
            internal=internal,
            step=self.data.step,
            at=self.now,
            **by(self.actor),
        )
        if self.found.submitted and self.found.reviewer_id != self.actor.account_id:
            came(self.data.request, self.now)
        self.record(
            events.NOTE_ADDED,
            events.SUBJECT_REQUEST,
            self.data.request,
            case_id=self.found.case_id,
            note=note.pk,
            internal=internal,
            digest=digest([note]),
        )
        return {"note": note.pk}
