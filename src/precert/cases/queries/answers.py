"""The answers of one questionnaire of a case, to be read: each question that was asked, with its
answer in words.
"""

from dataclasses import dataclass
from typing import Any

from precert.cases.models import Answers
from precert.cases.queries.case_file import CaseFile, RequestView
from precert.contracts import queries as contracts
from precert.questionnaires import form
from precert.questionnaires.form import FieldSpec
from precert.questionnaires.model import Questionnaire


@dataclass(frozen=True)
class Answered:
    """One row: a heading, or a question with its answer; `depth` is 0 directly in the section."""

    number: str
    label: str
    answer: str
    heading: bool
    depth: int


@dataclass(frozen=True)
class GivenAnswers:
    """A questionnaire as it was answered."""

    row: Any
    request: RequestView
    sections: tuple[tuple[str, tuple[Answered, ...]], ...]


def answers_of(file: CaseFile, answers_id: int) -> GivenAnswers | None:
    """The answers with that id, None when the case has no such."""
    for one in file.requests:
        for row in one.questionnaires:
            if row.pk == answers_id:
                return GivenAnswers(row, one, _sections(row))
    return None


def kind_of(row: Answers) -> str:
    """The questionnaire's type; empty when it is no longer part of the contract."""
    definition = _definition(row)
    return definition.kind if definition else ""


def _definition(row: Answers) -> Questionnaire | None:
    """By the version of the pack that the answers were given to."""
    pinned = contracts.pinned(row.pack_id)
    ref = next((one for one in pinned.pack.questionnaires if one.id == row.questionnaire), None)
    return pinned.questionnaire(ref.file) if ref else None


def _sections(row: Answers) -> tuple[tuple[str, tuple[Answered, ...]], ...]:
    definition = _definition(row)
    if definition is None:
        return ()
    return tuple(
        (
            section.title,
            tuple(
                _answered(spec)
                for spec in form.fields(definition, row.values, section.link_id)
                if spec.kind not in {"text", "footer"}
            ),
        )
        for section in definition.sections
    )


def _answered(spec: FieldSpec) -> Answered:
    return Answered(
        spec.number, spec.label, form.in_words(spec), spec.kind == "heading", spec.depth
    )
