"""Mark as Complete: locks a questionnaire's answers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import answering, events, held, saving
from precert.cases.models import Answers
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.contracts import queries as contracts
from precert.questionnaires import logic


@dataclass(frozen=True)
class CompleteQuestionnaireInput:
    """`version` is that of the answers on the page; 0 takes them as they are."""

    draft: UUID
    questionnaire: str
    version: int = 0


class CompleteQuestionnaire(LockedAction[CompleteQuestionnaireInput]):
    """Refused with every question that still lacks a good answer."""

    verb = "complete_questionnaire"
    label = "Mark as Complete"
    permission = "draft.edit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)
        self.pinned = contracts.current(self.draft.contract)
        self.definition = answering.needed(self.draft, self.pinned, self.data.questionnaire)
        self.row = answering.row_of(
            self.draft, self.pinned, self.data.questionnaire, self.definition, self.actor, self.now
        )

    def check(self) -> list[Finding]:
        answering.still_open(self.draft.pk, self.row)
        return [
            Finding("answer", p.text, path=p.link_id)
            for p in logic.check(self.definition, self.row.values)
        ]

    def apply(self) -> Any:
        rows = Answers.objects.filter(
            pk=self.row.pk, version=self.data.version or self.row.version, completed_at=None
        )
        if not rows.update(
            completed_at=self.now,
            completed_by_name=self.actor.name,
            score=logic.score(self.definition, self.row.values),
            questionnaire_version=self.definition.version,
            pack_id=self.pinned.version_pk,
            version=self.row.version + 1,
        ):
            raise refuse(
                "conflict",
                "moved-on",
                "An answer was changed in the meantime. Look at the questionnaire again.",
            )
        saving.touch(self.draft, self.actor, self.now)
        saving.note_missing(self.draft, self.pinned, self.actor, self.now)
        self.record(
            events.QUESTIONNAIRE_COMPLETED,
            events.SUBJECT_DRAFT,
            self.draft.pk,
            questionnaire=self.data.questionnaire,
        )
        return {}
