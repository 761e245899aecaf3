"""File a letter that was made: its number on the case, once for what caused it and template."""

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases.queries.numbers import RequestNumbers, numbers_later
from precert.conduct.action import Action, Moved
from precert.kit.inserts import insert_once, together
from precert.kit.statements import compiled, flight
from precert.letters import events
from precert.letters.models import Letter
from precert.transports.deliveries import lay_ready


@dataclass(frozen=True)
class FileLetterInput:
    """The request, kind and id of what caused the letter, its template, audience and start of its
    file name, and the stored PDF.
    """

    request: UUID
    cause_kind: str
    cause_id: str
    template: str
    audience: str
    file_name: str
    file: UUID


@dataclass(frozen=True)
class LetterPlace:
    """Where the letter belongs: the letter that is there already, or its number."""

    of: RequestNumbers
    there: Letter | None
    number: int


@compiled
def _filed(request_id: UUID, template: str) -> QuerySet[Letter, Letter]:
    """Those of the request's case."""
    return Letter.objects.filter(case__requests=request_id, template=template)


class FileLetter(Action[FileLetterInput, LetterPlace]):
    """Only the worker files letters; filing one again answers with the one that is there."""

    verb = "file_letter"
    label = "File a letter"
    permission = ""

    def find(self) -> LetterPlace:
        data = self.data
        with flight():
            numbers = numbers_later(data.request)
            filed = _filed.later(data.request, data.template)
        of, rows = numbers(), filed()
        cause = data.cause_kind, data.cause_id
        there = next((one for one in rows if (one.cause_kind, one.cause_id) == cause), None)
        return LetterPlace(of, there, max((one.number for one in rows), default=0) + 1)

    def allowed(self) -> bool:
        return self.actor.kind == "worker"

    def subject(self) -> tuple[str, str]:
        return self.data.cause_kind, self.data.cause_id

    def hold(self) -> None:
        """The row itself: its number and its cause are unique."""
        if self.found.there is not None:
            self.letter = self.found.there
            return
        self.letter = self._row()
        if not insert_once(self.letter):
            raise Moved

    def _row(self) -> Letter:
        data, of, number = self.data, self.found.of, self.found.number
        return Letter(
            id=uuid.uuid4(),
            case_id=of.case_id,
            request_id=of.id,
            cause_kind=data.cause_kind,
            cause_id=data.cause_id,
            template=data.template,
            audience=data.audience,
            number=number,
            file_name=f"{data.file_name}-{of.case_number}-{number:02d}.pdf",
            file_id=data.file,
            created_at=self.now,
        )

    def apply(self) -> Any:
        letter = self.letter
        answer = {"letter": str(letter.pk)}
        if self.found.there is not None:
            return answer
        with together():
            lay_ready(
                f"letter/{letter.pk}/portal", letter.template, ("letter", str(letter.pk)), self.now
            )
            self.record(
                events.LETTER_ISSUED,
                "letter",
                letter.pk,
                case_id=letter.case_id,
                template=letter.template,
                **answer,
            )
        return answer
