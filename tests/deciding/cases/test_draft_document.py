"""The draft document: merging two people's changes, and changes to several paths."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.cases.draft import document, edit
from precert.cases.draft.derivation import follow
from precert.cases.draft.document import Value, members, merge, upgrade
from precert.cases.draft.parse import diagnoses, parse
from precert.kit.merge import FULL, Conflict, same, tidy
from tests.deciding.cases.building import CO, PATHS, TYPED


@st.composite
def keystrokes(draw: st.DrawFn) -> list[tuple[int, str, Value]]:
    """Who typed what into which field, in the order in which it reaches the server; a save may
    leave before the other's arrives.
    """
    words = st.sampled_from(["", "a", "b", "2026-06-15", " a "])
    one = st.tuples(st.integers(0, 1), st.sampled_from(PATHS[:4]), words, st.booleans())
    return draw(st.lists(one, max_size=25))  # type: ignore[arg-type]


@settings(max_examples=60)
@given(keystrokes())
def test_no_keystroke_of_two_writers_is_lost_silently(
    strokes: list[tuple[int, str, str, bool]],
) -> None:
    stored: dict[str, Value] = {}
    pages: list[dict[str, Value]] = [{}, {}]
    for who, path, typed, fresh in strokes:
        if fresh:  # the page has seen the other's change before this one
            pages[who] = dict(stored)
        before = stored.get(path)
        result = merge(stored, {path: (pages[who].get(path), typed)})
        stored = result.values
        if path in result.applied:
            assert stored.get(path) == tidy(typed)
            assert same(before, pages[who].get(path)) or same(before, tidy(typed)), (
                "something unseen was overwritten"
            )
        else:
            [conflict] = result.conflicts
            assert (conflict.path, conflict.theirs, conflict.mine) == (path, before, tidy(typed))
            assert stored.get(path) == before
        pages[who][path] = stored.get(path)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(PATHS), TYPED),
    st.dictionaries(st.sampled_from(PATHS) | st.text(max_size=9), st.tuples(TYPED, TYPED)),
)
def test_every_change_is_applied_in_conflict_or_refused_and_the_result_can_be_stored(
    before: dict[str, Any], changes: dict[str, tuple[Any, Any]]
) -> None:
    start = merge({}, {path: (None, value) for path, value in before.items()}).values
    result = merge(start, changes)
    told = [*result.applied, *result.refused, *(c.path for c in result.conflicts)]
    assert sorted(told) == sorted(changes)
    assert json.loads(json.dumps(result.values, allow_nan=False).encode()) == result.values
    untouched = {path: value for path, value in start.items() if path not in result.applied}
    assert {path: result.values[path] for path in untouched} == untouched


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(PATHS), st.text(max_size=5)),
    st.dictionaries(st.sampled_from(PATHS), st.text(max_size=5)),
)
def test_saving_the_same_twice_changes_nothing(
    before: dict[str, str], typed: dict[str, str]
) -> None:
    start = merge({}, {path: (None, value) for path, value in before.items()}).values
    changes = {path: (start.get(path), value) for path, value in typed.items()}
    once = merge(start, changes)
    twice = merge(once.values, changes)
    assert twice.values == once.values
    assert not twice.conflicts


def test_two_people_who_add_to_a_list_do_not_meet() -> None:
    ada = edit.add_diagnosis({}, "icd10cm", "M54.50")
    bea = edit.add_diagnosis({}, "icd10cm", "E11.9")
    both = merge(merge({}, ada).values, bea)
    assert not both.conflicts
    assert set(diagnoses(both.values)) == {("icd10cm", "M54.50"), ("icd10cm", "E11.9")}


def test_a_real_conflict_keeps_theirs_and_tells_mine() -> None:
    result = merge(
        {"service/type": "111"}, {"service/type": (None, "112"), "service/place": (None, "11")}
    )
    assert (result.values, result.applied) == (
        {"service/type": "111", "service/place": "11"},
        {"service/place"},
    )
    assert result.conflicts == [Conflict("service/type", "111", "112")]


def test_a_number_seen_as_text_is_the_same_value() -> None:
    assert merge({"provider/servicing": 42}, {"provider/servicing": ("42", "43")}).conflicts == []
    assert merge({"line/k1/duration": "30"}, {"line/k1/duration": (30, None)}).values == {}
    assert merge({"provider/servicing": 42}, {"provider/servicing": (None, "43")}).conflicts != []


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("service/weather", "x", "not part of a request"),
        ("provider/attending/x", True, "not part of a request"),
        ("line/K1/start", "x", "not part of a request"),
        ("service/type", [1], "cannot be saved"),
        ("service/type", "x" * 4001, "at most 4,000 characters"),
        ("service/type", "a\x00b", "cannot be saved"),
        ("service/type", "\ud800", "cannot be saved"),
        ("line/k1/quantity", float("nan"), "too large"),
        ("line/k1/quantity", float("inf"), "too large"),
        ("line/k1/quantity", 10**400, "too large"),
        ("diagnosis/icd10cm/M54.50", "first", "must be a number"),
        ("line/k1/position", True, "must be a number"),
    ],
)
def test_what_can_not_be_stored_is_refused_by_name_and_the_rest_goes_in(
    path: str, value: Any, why: str
) -> None:
    result = merge({}, {path: (None, value), "service/place": (None, "11")})
    assert why in result.refused[path]
    assert result.values == {"service/place": "11"}


def test_a_document_has_a_limit() -> None:
    many = {f"line/k{n}/start": (None, "x") for n in range(document.MOST_PATHS + 1)}
    full = merge({}, many)
    assert (len(full.values), list(full.refused.values())) == (
        document.MOST_PATHS,
        [FULL.format(document.MOST_PATHS)],
    )
    assert merge(full.values, {"line/k0/start": ("x", "y")}).applied == {"line/k0/start"}


def test_a_newer_format_is_never_touched() -> None:
    assert upgrade({"service/type": "111"}, document.FORMAT) == {"service/type": "111"}
    with pytest.raises(ValueError, match="newer version"):
        upgrade({}, document.FORMAT + 1)


def applied(values: dict[str, Value], changes: edit.Changes) -> dict[str, Value]:
    result = merge(values, changes)
    assert not result.refused
    assert not result.conflicts
    return result.values


CODES = [("icd10cm", name) for name in ("M54.50", "E11.9", "I10", "J45.909")]


@pytest.mark.req("WIZ-06", part="order")
@settings(max_examples=60)
@given(st.permutations(CODES), st.integers(0, 4))
def test_diagnoses_stand_in_the_order_they_are_put_in(
    wanted: list[tuple[str, str]], named: int
) -> None:
    values: dict[str, Value] = {}
    for system, code in CODES:
        values = applied(values, edit.add_diagnosis(values, system, code))
    assert diagnoses(values) == tuple(CODES)
    values = applied(values, edit.order_diagnoses(values, wanted[:named]))
    assert list(diagnoses(values)) == [
        *wanted[:named],
        *(one for one in CODES if one not in wanted[:named]),
    ]


@pytest.mark.req("WIZ-06", part="primary")
def test_the_first_diagnosis_is_the_primary_one_and_the_next_takes_its_place() -> None:
    values: dict[str, Value] = {}
    for system, code in CODES[:2]:
        values = applied(values, edit.add_diagnosis(values, system, code))
    assert edit.add_diagnosis(values, *CODES[0]) == {}
    values = applied(values, edit.remove_diagnosis(values, *CODES[0]))
    assert diagnoses(values) == (CODES[1],)
    assert edit.order_diagnoses(values, [CODES[0], CODES[1]]) == {"diagnosis/icd10cm/E11.9": (2, 1)}


def test_two_hundred_diagnoses_and_a_hundred_procedures_fit() -> None:
    values: dict[str, Value] = {}
    for n in range(200):
        values = applied(values, edit.add_diagnosis(values, "icd10cm", f"A{n:03}"))
    for n in range(100):
        values = applied(values, edit.add_line(values, f"k{n}", "cpt", f"{10000 + n}"))
    found = parse(values)
    assert [code for _, code in found.diagnoses] == [f"A{n:03}" for n in range(200)]
    assert [line.key for line in found.lines] == [f"k{n}" for n in range(100)]


@pytest.mark.req("WIZ-07", part="line dates")
def test_a_new_line_takes_its_dates_from_the_stay_or_the_line_before_and_counts_its_own_days() -> (
    None
):
    stay: dict[str, Value] = {
        "line/los/kind": "los",
        "line/los/position": 0,
        "line/los/start": "2026-06-10",
        "line/los/end": "2026-06-13",
        "line/los/duration": "3",
    }
    with_stay = parse(applied(stay, edit.add_line(stay, "k1", "cpt", "27447"))).lines[1]
    assert (with_stay.start, with_stay.end, with_stay.duration) == (
        date(2026, 6, 10),
        date(2026, 6, 13),
        None,
    )
    counted = follow(
        applied(stay, edit.add_line(stay, "k1", "cpt", "27447")),
        CO,
        "inpatient",
        ["line/k1/start", "line/k1/end"],
    )
    assert counted == {"line/k1/duration": (None, "4")}
    first = applied({}, edit.add_line({}, "k1", "cpt", "97110"))
    assert parse(first).lines[0].start is None
    first |= {"line/k1/start": "2026-06-15", "line/k1/end": "2026-07-14"}
    second = applied(first, edit.add_line(first, "k2", "cpt", "97112"))
    assert second["line/k2/start"] == "2026-06-15"
    second |= {"line/k2/start": "2026-08-01"}
    third = applied(second, edit.add_line(second, "k3", "cpt", "97140"))
    assert third["line/k3/start"] == "2026-08-01"


def test_a_line_is_removed_with_everything_typed_in_it() -> None:
    values: dict[str, Value] = {path: "1" for path in PATHS if path.startswith("line/")}
    left = applied(values, edit.remove_line(values, "k1"))
    assert members(left, "line") == ["los"]
    assert edit.remove_line(left, "k1") == {}


def test_what_belongs_to_a_line_that_was_removed_is_told_apart() -> None:
    there: dict[str, Value] = {
        "line/k1/kind": "procedure",
        "line/k1/position": 1,
        "service/type": "111",
    }
    late = {
        "line/k2/rate": (None, "5"),
        "line/k2/position": (None, 0),
        "line/k2/quantity": ("1", None),
        "service/type": (None, "112"),
    }
    assert document.refusals(there, late) == dict.fromkeys(
        ["line/k2/rate", "line/k2/position"], document.GONE
    )
    assert (
        document.refusals(
            there, {"line/k1/rate": (None, "5"), **edit.add_line(there, "k2", "cpt", "97110")}
        )
        == {}
    )


def test_members_are_those_with_a_value() -> None:
    assert members(
        {"line/b/start": 1, "line/a/start": "x", "line/c/start": None, "liner/d/e": 1}, "line"
    ) == ["a", "b"]
    assert members({"provider/attending/7": True, "provider/pcp": 1}, "provider/attending") == ["7"]
