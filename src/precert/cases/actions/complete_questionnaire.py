"""Mark as Complete: locks a questionnaire's answers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import draft_questionnaire, events, open_draft
from precert.cases.draft import missing
from precert.cases.models import by
from precert.conduct.refusal import Finding, refuse
from precert.questionnaires import logic


@dataclass(frozen=True)
class CompleteQuestionnaireInput:
    """`version` is that of the answers on the page; 0 takes them as they are."""

    draft: UUID
    questionnaire: str
    version: int = 0


class CompleteQuestionnaire(draft_questionnaire.QuestionnaireAction[CompleteQuestionnaireInput]):
    """Refused with every question that still lacks a good answer. What is locked was checked."""

    verb = "complete_questionnaire"
    label = "Mark as Complete"
    permission = "draft.edit"

    def check(self) -> list[Finding]:
        """The answers as they are now, if they are those of the page."""
        found = self.found
        if self.data.version and self.data.version != found.answers.version:
            text = "Someone has just changed an answer. Review the questionnaire again."
            raise refuse("conflict", "moved-on", text)
        return [
            Finding("answer", p.text, path=p.link_id)
            for p in logic.check(found.definition, found.answers.values)
        ]

    def prepare(self) -> None:
        """What is missing in the draft with this questionnaire complete."""
        self.findings = open_draft.findings(
            self.found, self.actor, self.now, completed=self.data.questionnaire
        )

    def hold(self) -> None:
        """A new version of the draft, and the lock on the answers that were checked."""
        found = self.found
        self.write_draft(missing=missing.paths(self.findings))
        self.write_answers(
            completed_at=self.now,
            **by(self.actor, "completed_by"),
            score=logic.score(found.definition, found.answers.values),
            questionnaire_version=found.definition.version,
            pack_id=found.pinned.version_pk,
        )

    def apply(self) -> Any:
        """The event."""
        self.record(
            events.QUESTIONNAIRE_COMPLETED,
            events.SUBJECT_DRAFT,
            self.found.row.pk,
            questionnaire=self.data.questionnaire,
        )
        return {}
