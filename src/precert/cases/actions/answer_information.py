"""Answer a request for information: note and documents; the clock starts again."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from precert.cases import access, clock, content, dialog, enclosures, events, subject
from precert.cases.dialog import Dialog, DialogField, DialogInput
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationAnswer, InformationRequest
from precert.cases.request_action import OnRequest
from precert.cases.subject import Subject
from precert.cases.transition import came, move
from precert.cases.windows import OpenWindow, written
from precert.conduct.refusal import Finding, refuse
from precert.kit.merge import storable
from precert.work import items as work

ABOUT = "information-request"
CLOSED = (
    "This request for information is closed. It was answered, the deadline passed, or the request was"
    " decided."
)
EMPTY = "Enter a note or add a document before you send your answer."


@dataclass(frozen=True)
class AnswerInformationInput:
    """A note, and stored files each with its document type; at least one of both."""

    information_request: UUID
    note: str = ""
    files: tuple[tuple[UUID, str], ...] = ()


class AnswerInformation(OnRequest[AnswerInformationInput]):
    """Gives the ball back to the review organization."""

    verb = "answer_information"
    label = "Answer request for information"
    permission = "information.answer"
    rank = 10
    pack_key = "answer-information"

    def dialog(self) -> Dialog:
        asked = self.found.asked
        if asked is None:
            return Dialog(documents=True)
        return Dialog(
            facts=(("Answer due", written(asked.due_at, self.found.pinned.pack)),),
            heading="Information requested",
            items=tuple(asked.items),
            fields=(
                DialogField("information_request", type="hidden", value=str(asked.pk)),
                dialog.note(hint="A note, documents, or both."),
            ),
            documents=True,
            anything=EMPTY,
            send="Send answer",
            final="You cannot change it after you send it. The review continues.",
        )

    @classmethod
    def read(cls, typed: DialogInput) -> AnswerInformationInput:
        """Raises Refusal("missing") for a question that can't be read."""
        try:
            asked = UUID(typed.fields.get("information_request", ""))
        except ValueError:
            raise _no_such_question() from None
        return AnswerInformationInput(asked, typed.fields.get("note", ""), typed.files)

    def subject(self) -> tuple[str, str]:
        return ABOUT, str(self.data.information_request)

    def find(self) -> Subject:
        row = InformationRequest.objects.filter(
            pk=self.data.information_request, request__in=access.requests(self.actor)
        ).first()
        if row is None:
            raise _no_such_question()
        return subject.find(self.actor, row.request_id)

    def possible(self) -> list[Finding]:
        """Whether a question is open."""
        if self.found.question is not None:
            return super().possible()
        return [Finding("answered", self._closed())]

    def _closed(self) -> str:
        asked = self.found.asked
        if asked is None:
            return "The review organization has not asked for information."
        answer = getattr(asked, "answer", None)
        if answer is None:
            return CLOSED
        at = written(answer.at, self.found.pinned.pack)
        if answer.missed:
            return f"The deadline to answer was {at}."
        if answer.not_needed:
            return f"This information is no longer needed. The determination was issued {at}."
        return f"Answered {at} by {answer.by_name}."

    def window(self) -> OpenWindow:
        """Until the answer is due."""
        asked = self.found.question
        return replace(super().window(), until=asked.due_at if asked else None)

    def check(self) -> list[Finding]:
        """Whether this question is the one that is open, then what was filled in."""
        asked = self.found.question
        if asked is None or asked.pk != self.data.information_request:
            raise refuse("conflict", "answered", CLOSED)
        self.asked = asked
        typed = DialogInput(self.found.id, {"note": self.data.note}, self.data.files)
        found = dialog.problems(self.dialog(), typed, self.document_types())
        return found + enclosures.refused(
            self.actor, [file for file, _ in self.data.files], self.now
        )

    def hold(self) -> None:
        """Only one answer has room; then the ball goes back."""
        self.end_wait(self.asked, InformationAnswer.ANSWERED, storable(self.data.note))
        move("answer_information", self.found.request, self.now)
        work.wait(REVIEW, self.found.id, self.now, waits=False)

    def apply(self) -> Any:
        request = self.found.request
        about = (ABOUT, str(self.asked.pk))
        enclosures.attach(self.actor, request.pk, self.data.files, self.now, about)
        came(request.pk, self.now)
        source = content.current(request).admission_source
        clock.reset(request, source, self.found.pinned, self.now)
        self.note(events.INFORMATION_ANSWERED, information_request=str(self.asked.pk))
        return {}


def _no_such_question() -> Exception:
    return refuse("missing", "no-such-request", "Request for information not found.")
