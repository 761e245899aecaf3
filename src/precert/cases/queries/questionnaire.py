"""A questionnaire of a draft while it is answered: its definition, the answers so far, whether they
are locked.
"""

from dataclasses import dataclass
from typing import Any

from precert.cases.models import Answers
from precert.cases.queries.drafts import DraftFile
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import initial_answers


@dataclass(frozen=True)
class Taking:
    """`values` are the answers by link id; `version` counts their writes, 0 before the first."""

    ref: str
    definition: Questionnaire
    values: dict[str, Any]
    version: int
    row: Answers | None

    @property
    def locked(self) -> bool:
        """True once it was marked as complete."""
        return self.row is not None and self.row.completed_at is not None


def taking(file: DraftFile, ref_id: str) -> Taking | None:
    """The questionnaire with its answers; None when the request doesn't need it (any more)."""
    for ref in file.pack.questionnaires_for(
        file.category, file.facts.service_type or "", file.codes
    ):
        if ref.id == ref_id:
            row = Answers.objects.filter(request_id=file.id, questionnaire=ref_id).first()
            definition = file.pinned.questionnaire(ref.file)
            values = dict(row.values) if row else initial_answers(definition)
            return Taking(ref_id, definition, values, row.version if row else 0, row)
    return None
