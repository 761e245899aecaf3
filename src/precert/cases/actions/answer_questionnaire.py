"""Autosave of a questionnaire's answers, each with the value that was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import draft_questionnaire, events
from precert.questionnaires import changes, logic


@dataclass(frozen=True)
class AnswerQuestionnaireInput:
    """`changes` maps a link id to (values seen, new values)."""

    draft: UUID
    questionnaire: str
    changes: Mapping[str, tuple[list[Any], list[Any]]] = field(default_factory=dict)


class AnswerQuestionnaire(draft_questionnaire.QuestionnaireAction[AnswerQuestionnaireInput]):
    """Applies what doesn't conflict; answers with the version, the score and the conflicts."""

    verb = "answer_questionnaire"
    label = "Take"
    permission = "draft.edit"

    def prepare(self) -> None:
        """Merge into the answers as they were found."""
        found = self.found
        self.merged = changes.apply(found.answers.values, self.data.changes, found.definition)
        self.score = logic.score(found.definition, self.merged.values)

    def hold(self) -> None:
        """The answers that were merged, of a draft that stays open meanwhile."""
        self.version = self.found.answers.version
        if self.merged.applied:
            self.keep_open()
            self.version = self.write_answers(values=self.merged.values, score=self.score)

    def apply(self) -> Any:
        """The journal has the paths, never the values."""
        if self.merged.applied:
            self.record(
                events.QUESTIONNAIRE_ANSWERED,
                events.SUBJECT_DRAFT,
                self.found.row.pk,
                questionnaire=self.data.questionnaire,
                version=self.version,
                paths=sorted(self.merged.applied),
            )
        return {
            "version": self.version,
            "saved_at": self.now.isoformat(),
            "score": str(self.score),
            "values": {link: self.merged.values.get(link, []) for link in self.data.changes},
            **self.merged.told(),
        }
