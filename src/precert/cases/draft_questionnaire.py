"""The questionnaire that a draft needs, as actions find it: its definition and its answers."""

from dataclasses import dataclass
from typing import Any, Generic, Protocol

from typing_extensions import TypeVar

from precert.cases import open_draft
from precert.cases.draft.parse import parse
from precert.cases.models import Answers, by
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, refuse
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import initial_answers


@dataclass(frozen=True)
class OpenQuestionnaire(open_draft.OpenDraft):
    """`answers` is a row, or one not `stored` yet where nothing was answered."""

    definition: Questionnaire
    answers: Answers
    stored: bool


class OfQuestionnaire(open_draft.OfDraft, Protocol):
    """The input of an action on a questionnaire of a draft."""

    @property
    def questionnaire(self) -> str:
        """The questionnaire's id."""


Data = TypeVar("Data", bound=OfQuestionnaire)


class QuestionnaireAction(open_draft.DraftAction[Data, OpenQuestionnaire], Generic[Data]):
    """A verb on the answers of a draft. Complete answers are locked."""

    def find(self) -> OpenQuestionnaire:
        """The questionnaire, if the draft as it stands asks for it. Raises Refusal."""
        draft = open_draft.find(self.actor, self.data.draft)
        definition = _needed(draft, self.data.questionnaire)
        row = Answers.objects.filter(
            request_id=draft.row.pk, questionnaire=self.data.questionnaire
        ).first()
        return OpenQuestionnaire(
            draft.row,
            draft.pinned,
            definition,
            row
            or Answers(
                request_id=draft.row.pk,
                questionnaire=self.data.questionnaire,
                questionnaire_version=definition.version,
                name=definition.title,
                pack_id=draft.pinned.version_pk,
                values=initial_answers(definition),
                created_at=self.now,
                **by(self.actor),
            ),
            row is not None,
        )

    def possible(self) -> list[Finding]:
        """Raises Refusal("conflict") when the answers are locked."""
        if self.found.answers.completed_at is not None:
            text = "This questionnaire is complete and can no longer be changed."
            raise refuse("conflict", "completed", text)
        return []

    def write_answers(self, **columns: Any) -> int:
        """Write these columns and count a new version, if the answers are still as they were found.
        Returns that version; raises Moved otherwise.
        """
        row = self.found.answers
        if not self.found.stored:  # of two who insert it one does
            Answers.objects.bulk_create([row], ignore_conflicts=True)
        same = Answers.objects.filter(
            request_id=row.request_id,
            questionnaire=row.questionnaire,
            version=row.version,
            completed_at=None,
        )
        if not same.update(version=row.version + 1, **columns):
            raise Moved
        return row.version + 1


def _needed(draft: open_draft.OpenDraft, ref_id: str) -> Questionnaire:
    typed = parse(draft.row.values)
    codes = tuple(line.code for line in typed.lines if line.kind == "procedure")
    pack = draft.pinned.pack
    for ref in pack.questionnaires_for(draft.row.category, typed.service_type or "", codes):
        if ref.id == ref_id:
            return draft.pinned.questionnaire(ref.file)
    text = "This request no longer needs that questionnaire."
    raise refuse("missing", "no-such-questionnaire", text)
