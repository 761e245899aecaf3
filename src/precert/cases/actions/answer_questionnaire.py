"""Autosave of a questionnaire's answers, each with the value that was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from precert.cases import answering, events, held
from precert.cases.models import Answers
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts
from precert.questionnaires import changes, logic

MOST_ROUNDS = 20


@dataclass(frozen=True)
class AnswerQuestionnaireInput:
    """`changes` maps a link id to (values seen, new values)."""

    draft: UUID
    questionnaire: str
    changes: Mapping[str, tuple[list[Any], list[Any]]] = field(default_factory=dict)


class AnswerQuestionnaire(LockedAction[AnswerQuestionnaireInput]):
    """Applies what doesn't conflict; answers with the version, the score and the conflicts."""

    verb = "answer_questionnaire"
    label = "Take"
    permission = "draft.edit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)
        pinned = contracts.current(self.draft.contract)
        self.definition = answering.needed(self.draft, pinned, self.data.questionnaire)
        self.row = answering.row_of(
            self.draft, pinned, self.data.questionnaire, self.definition, self.actor, self.now
        )

    def apply(self) -> Any:
        for _ in range(MOST_ROUNDS):
            answering.still_open(self.draft.pk, self.row)
            result = changes.apply(self.row.values, self.data.changes, self.definition)
            score = logic.score(self.definition, result.values)
            if Answers.objects.filter(
                pk=self.row.pk, version=self.row.version, completed_at=None
            ).update(values=result.values, score=score, version=self.row.version + 1):
                self._journal(result.applied)
                return {
                    "version": self.row.version + 1,
                    "saved_at": self.now.isoformat(),
                    "score": str(score),
                    "values": {link: result.values.get(link, []) for link in self.data.changes},
                    **result.told(),
                }
            self.row.refresh_from_db()
        raise refuse(
            "conflict",
            "busy",
            "Many people are answering this questionnaire at the moment. Try again.",
        )

    def _journal(self, paths: set[str]) -> None:
        if paths:
            self.record(
                events.QUESTIONNAIRE_ANSWERED,
                events.SUBJECT_DRAFT,
                self.draft.pk,
                questionnaire=self.data.questionnaire,
                version=self.row.version + 1,
                paths=sorted(paths),
            )
