"""File a letter that was made: its number on the case, once per issue and template."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases.queries.issues import issue_of
from precert.conduct.locked import LockedAction
from precert.letters import events
from precert.letters.models import Letter
from precert.transports.deliveries import lay_ready


@dataclass(frozen=True)
class FileLetterInput:
    """The issue, the letter's template, audience and start of its file name, and the stored PDF."""

    issue: UUID
    template: str
    audience: str
    file_name: str
    file: UUID


class FileLetter(LockedAction[FileLetterInput]):
    """Only the worker files letters; filing one again answers with the one that is there."""

    verb = "file_letter"
    label = "File a letter"
    permission = ""

    def allowed(self) -> bool:
        return self.actor.kind == "worker"

    def subject(self) -> tuple[str, str]:
        return "issue", str(self.data.issue)

    def lock(self) -> None:
        self.issue = issue_of(self.data.issue)

    def apply(self) -> Any:
        of_case = list(
            Letter.objects.filter(case=self.issue.case_id, template=self.data.template).only(
                "issue_id", "number"
            )
        )
        there = next((one for one in of_case if one.issue_id == self.issue.id), None)
        if there is not None:
            return {"letter": str(there.pk)}
        last = max((one.number for one in of_case), default=0)
        letter = Letter.objects.create(
            case_id=self.issue.case_id,
            request_id=self.issue.request_id,
            issue_id=self.issue.id,
            template=self.data.template,
            audience=self.data.audience,
            number=last + 1,
            file_name=f"{self.data.file_name}-{self.issue.case_number}-{last + 1:02d}.pdf",
            file_id=self.data.file,
            created_at=self.now,
        )
        lay_ready(
            f"letter/{letter.pk}/portal", letter.template, ("letter", str(letter.pk)), self.now
        )
        self.record(
            events.LETTER_ISSUED,
            "letter",
            letter.pk,
            case_id=self.issue.case_id,
            letter=str(letter.pk),
            template=letter.template,
        )
        return {"letter": str(letter.pk)}
