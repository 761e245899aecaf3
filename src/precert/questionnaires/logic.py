"""What the answers so far mean: which items are asked, what is missing or wrong, which sections are
done, the score.

Answers are a plain dict, link id to list of stored answers (`values` says how each is stored); text
that is no valid answer is kept as typed and counts as not answered. Answers of items that are not
asked are kept too, and ignored. Nothing here raises for any answers.

Decided where R4 leaves it open: questions and groups below a question are asked once that question
is answered; `!=` holds when no answer is equal, so also when there is none (R4's operator
definitions say so).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from precert.questionnaires.limits import count_problems, limit_problem
from precert.questionnaires.model import Condition, Item, Option, Questionnaire, Value
from precert.questionnaires.values import UnreadableError, compare, is_blank, read

ORDERED = {
    ">": lambda sign: sign > 0,
    "<": lambda sign: sign < 0,
    ">=": lambda sign: sign >= 0,
    "<=": lambda sign: sign <= 0,
}


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What keeps an item from being complete, for the person answering. `missing`: nothing is
    wrong, it is just not answered.
    """

    link_id: str
    text: str
    section: str
    missing: bool


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section that is asked: `complete` earns its check mark, `missing` counts unanswered
    required items, `wrong` the other problems.
    """

    link_id: str
    title: str
    complete: bool
    missing: int
    wrong: int


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """One stored answer: its value, or why it is none."""

    raw: object
    value: Value | None
    fault: str = ""


def stored(answers: Mapping[str, Any], link_id: str) -> list[Any]:
    """The stored answers of one item that say something."""
    found = answers.get(link_id)
    listed = found if isinstance(found, (list, tuple)) else [found]
    return [each for each in listed if not is_blank(each)]


def readings(item: Item, answers: Mapping[str, Any]) -> list[AnswerReading]:
    """The stored answers of `item`, read."""
    return (
        [_reading(item, raw) for raw in stored(answers, item.link_id)] if item.is_question else []
    )


def _reading(item: Item, raw: object) -> AnswerReading:
    try:
        return AnswerReading(raw, read(item, raw))
    except UnreadableError as error:
        return AnswerReading(raw, None, str(error))


def values(item: Item, answers: Mapping[str, Any]) -> list[Value]:
    """The valid answers of `item`."""
    return [reading.value for reading in readings(item, answers) if reading.value is not None]


def enabled(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> set[str]:
    """Link ids of the items that are asked or shown."""
    on: set[str] = set()
    answered: dict[str, list[Value]] = {}
    for link_id in questionnaire.order:
        item = questionnaire.index[link_id]
        around = questionnaire.parents.get(link_id)
        if around is not None and not _open(questionnaire.index[around], item, on, answered):
            continue
        tests = [
            _holds(condition, answered.get(condition.question, []))
            for condition in item.enable_when
        ]
        if not tests or (any(tests) if item.enable_behavior == "any" else all(tests)):
            on.add(link_id)
            answered[link_id] = values(item, answers)
    return on


def _open(around: Item, item: Item, on: set[str], answered: Mapping[str, list[Value]]) -> bool:
    if around.link_id not in on:
        return False
    return around.type == "group" or item.type == "display" or bool(answered[around.link_id])


def _holds(condition: Condition, answered: list[Value]) -> bool:
    if condition.operator == "exists":
        return bool(answered) is condition.answer
    signs = [compare(value, condition.answer) for value in answered]
    if condition.operator in ("=", "!="):
        return (0 in signs) is (condition.operator == "=")
    return any(ORDERED[condition.operator](sign) for sign in signs if sign is not None)


def check(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[AnswerProblem]:
    """Everything that is missing or wrong, in the order of the form. Empty: the questionnaire is
    complete.
    """
    on = enabled(questionnaire, answers)
    found = []
    for item in questionnaire.walk():
        if item.link_id in on:
            section = questionnaire.section_of[item.link_id]
            problems = _question(item, answers) if item.is_question else _group(item, answers, on)
            found += [
                AnswerProblem(item.link_id, text, section, missing) for text, missing in problems
            ]
    return found


def _question(item: Item, answers: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    read_answers = readings(item, answers)
    if not read_answers:
        if item.required or item.min_occurs:
            yield (
                (
                    "Choose an answer."
                    if item.options or item.type == "boolean"
                    else "Enter an answer."
                ),
                True,
            )
        return
    texts = [reading.fault or limit_problem(item, reading.value) for reading in read_answers]
    yield from ((text, False) for text in dict.fromkeys(texts) if text)
    yield from (
        (text, False) for text in count_problems(item, [reading.value for reading in read_answers])
    )


def _group(item: Item, answers: Mapping[str, Any], on: set[str]) -> Iterator[tuple[str, bool]]:
    inside = [each for each in item.walk() if each.link_id in on and each.is_question]
    if item.required and not any(each.required or stored(answers, each.link_id) for each in inside):
        yield "Answer at least one question here.", True


def sections(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[SectionState]:
    """The sections that are asked, in order."""
    on, problems = enabled(questionnaire, answers), check(questionnaire, answers)
    states = []
    for section in questionnaire.sections:
        if section.link_id in on or any(item.link_id in on for item in section.items):
            missing = [
                problem.missing for problem in problems if problem.section == section.link_id
            ]
            states.append(
                SectionState(
                    section.link_id,
                    section.title,
                    not missing,
                    sum(missing),
                    len(missing) - sum(missing),
                )
            )
    return states


def next_section(
    questionnaire: Questionnaire, answers: Mapping[str, Any], current: str
) -> SectionState | None:
    """The next asked section after `current`; None after the last."""
    later = [section.link_id for section in questionnaire.sections]
    later = later[later.index(current) + 1 :] if current in later else later
    return next(
        (state for state in sections(questionnaire, answers) if state.link_id in later), None
    )


def complete(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> bool:
    """Whether nothing is missing or wrong, so that it may be marked as complete."""
    return not check(questionnaire, answers)


def score(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Decimal:
    """The sum of the scores of the chosen options of asked items; each option counts once."""
    total = Decimal(0)
    for link_id in enabled(questionnaire, answers):
        chosen = {
            value
            for value in values(questionnaire.index[link_id], answers)
            if isinstance(value, Option)
        }
        total += sum((option.score for option in chosen if option.score is not None), Decimal(0))
    return total
