"""Whatever the answers hold, nothing raises and the results agree with each other."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from precert.questionnaires.changes import apply
from precert.questionnaires.form import fields
from precert.questionnaires.logic import check, complete, enabled, next_section, score, sections
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import load
from tests.deciding.questionnaires.building import (
    PACKS,
    SHIPPED,
    in_unit,
    option,
    question,
    resource,
)


def every_type() -> Questionnaire:
    kinds = ("boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url")
    items = [question(kind, kind, repeats=True) for kind in kinds]
    items += [
        question(kind, kind, repeats=True, answerOption=[option("a", 1), option("b")])
        for kind in ("choice", "open-choice")
    ]
    items.append(question("quantity", "quantity", extension=in_unit("kg", "g"), repeats=True))
    items += [
        question(
            f"{operator} date",
            "date",
            enableWhen=[{"question": "date", "operator": operator, "answerDate": "2026-01-01"}],
        )
        for operator in ("=", "!=", "<", ">=")
    ]
    return load(resource({"linkId": "s", "text": "S", "type": "group", "item": items}), "every")


QUESTIONNAIRES = {
    "every": every_type(),
    **{file: load((PACKS / file).read_bytes(), file) for file in SHIPPED},
}
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=12)
)
LIKELY = st.sampled_from(
    ["2026-01-01", "12/31/2025", "2026-01-01T10:00", "10:00", "5", "1.50", "-0", "0", "a", "b", "true", True, False, "https://x/", "",
     "9999-12-31", "2026-01-01T00:00+14:00", {"value": "5", "unit": "kg"}, {"value": "0.10", "unit": "g"}, {"unit": "kg"}]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS | LIKELY,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    name = draw(st.sampled_from(sorted(QUESTIONNAIRES)))
    answers: dict[str, Any] = {}
    for item in QUESTIONNAIRES[name].walk():
        keys = [each.key for each in item.options]
        values = LIKELY | ANYTHING | st.sampled_from(keys) if keys else LIKELY | ANYTHING
        if draw(st.booleans()):
            answers[item.link_id] = draw(st.lists(values, max_size=3) | ANYTHING)
    return name, answers


@given(answered())
@settings(max_examples=100)
def test_nothing_raises_and_the_results_agree(case: tuple[str, dict[str, Any]]) -> None:
    questionnaire, answers = QUESTIONNAIRES[case[0]], case[1]
    on, problems, states = (
        enabled(questionnaire, answers),
        check(questionnaire, answers),
        sections(questionnaire, answers),
    )
    assert on <= set(questionnaire.index)
    assert all(problem.link_id in on for problem in problems)
    assert (
        complete(questionnaire, answers)
        is (not problems)
        is all(state.complete for state in states)
    )
    assert sum(state.missing + state.wrong for state in states) == len(problems)
    assert isinstance(score(questionnaire, answers), Decimal)
    for section in questionnaire.sections:
        next_section(questionnaire, answers, section.link_id)
        for field in fields(questionnaire, answers, section.link_id):
            assert field.link_id in on


@given(
    st.dictionaries(st.text(max_size=3), ANYTHING, max_size=4),
    st.dictionaries(st.text(max_size=3), st.tuples(ANYTHING, ANYTHING), max_size=4),
)
@settings(max_examples=100)
def test_no_change_breaks_the_merge(
    answers: dict[str, Any], changes: dict[str, tuple[Any, Any]]
) -> None:
    result = apply(answers, changes)
    told = [*result.applied, *result.refused, *(one.path for one in result.conflicts)]
    assert sorted(told) == sorted(changes)
    assert set(result.values) <= set(answers) | set(changes)
