"""The three-way merge, against a slow model that knows who typed what."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.kit.merge import Conflict, merge, one_line_end, same, tidy

PATHS = ("a", "b", "c")
LEAVES = st.sampled_from([None, "", " ", "x", " x ", "x\ny", "x\r\ny", "5", 5, 5.0, True, "true"])
VALUES = LEAVES | st.lists(LEAVES, max_size=2)


def model(there: Any, seen: Any, new: Any) -> str:
    """What must become of one change, said in the words a person would use."""
    if reads_alike(there, seen) or reads_alike(there, new):
        return "applied"
    return "conflict"


def reads_alike(one: Any, other: Any) -> bool:
    """Do both look the same on a page?"""

    def lines(value: Any) -> list[str]:
        entries = value if isinstance(value, list) else [value]
        words = [
            {None: "", True: "true", False: "false"}.get(each, str(each))
            if each is None or isinstance(each, bool)
            else str(each)
            for each in entries
        ]
        return [" / ".join(word.split()) for word in words if word.strip()]

    return lines(one) == lines(other)


def kept(value: Any) -> Any:
    """Lists are stored as they are, but for what is empty."""
    if isinstance(value, list):
        return [found for found in map(tidy, value) if found is not None] or None
    return tidy(value)


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(PATHS), VALUES),
    st.dictionaries(st.sampled_from(PATHS), st.tuples(VALUES, VALUES)),
)
def test_each_change_ends_as_the_model_says(
    before: dict[str, Any], changes: dict[str, tuple[Any, Any]]
) -> None:
    there = {path: found for path, value in before.items() if (found := kept(value)) is not None}
    result = merge(there, changes, lambda path, value: "", tidy=kept)
    conflicts = {one.path: one for one in result.conflicts}
    assert result.applied | set(conflicts) == set(changes)
    for path, (seen, new) in changes.items():
        wanted = model(there.get(path), seen, new)
        assert (path in result.applied) == (wanted == "applied")
        if path in conflicts:
            assert conflicts[path] == Conflict(path, there.get(path), kept(new))
        assert result.values.get(path) == (kept(new) if path in result.applied else there.get(path))
    assert {p: v for p, v in result.values.items() if p not in changes} == {
        p: v for p, v in there.items() if p not in changes
    }


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(PATHS), st.text(max_size=4), min_size=1))
def test_the_same_twice_changes_nothing_and_none_is_lost(typed: dict[str, str]) -> None:
    changes = {path: (None, value) for path, value in typed.items()}
    once = merge({}, changes)
    twice = merge(once.values, changes)
    assert (twice.values, twice.conflicts) == (once.values, [])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("a\r\nb", "a\nb", True),
        ("a\rb", "a\nb", True),
        ("a\nb", "a b", False),
        (None, "", True),
        (None, [], True),
        (5, "5", True),
        (0, None, False),
        (True, "true", True),
        (True, "True", True),
        (1, True, False),
        (["x", ""], ["x"], True),
    ],
)
def test_what_reads_alike_is_the_same(one: Any, other: Any, alike: bool) -> None:
    assert same(one, other) is alike
    assert same(other, one) is alike


def test_lines_end_alike_once_stored() -> None:
    assert merge({}, {"a": (None, "x\r\ny\r")}).values == {"a": "x\ny"}
    assert one_line_end("a\r\n\rb") == "a\n\nb"


def test_what_is_refused_keeps_nothing_else_out() -> None:
    result = merge(
        {"a": "1"},
        {"a": ("1", "2"), "b": (None, "3"), "c": (None, "4")},
        lambda path, value: "No." if path == "a" else "",
        most=2,
    )
    assert (result.values, result.applied) == ({"a": "1", "b": "3"}, {"b"})
    assert result.refused == {
        "a": "No.",
        "c": "Not saved. There are already 2 entries, the most allowed.",
    }
