"""No step of a save grows faster than the number of lines: counted work, not time."""

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from precert.cases.draft import derivation, document
from precert.cases.draft.document import MOST_LINES, TOO_MANY, Value, merge, refusals
from precert.cases.draft.parse import parse
from precert.cases.edits._run import run
from precert.cases.facts import Facts
from tests.deciding.cases import building as b

TWICE = 2.3  # twice the lines: about twice the work


def work(act: Callable[[], Any]) -> int:
    """How many instructions of Python it takes."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def typed(n: int) -> dict[str, tuple[Value, Value]]:
    """`n` lines of the same procedure, as a page sends them."""
    changes: dict[str, tuple[Value, Value]] = {}
    for k in range(n):
        for name, value in {
            "kind": "procedure",
            "system": "cpt",
            "code": "97110",
            "position": k,
            "start": "2026-06-10",
            "end": "2026-06-09",  # before its start: a finding a line
        }.items():
            changes[f"line/k{k}/{name}"] = (None, value)
    return changes


def saved(n: int) -> None:
    """What a save does with them besides asking the database."""
    changes = typed(n)
    refused = refusals({}, changes)
    result = merge({}, {path: one for path, one in changes.items() if path not in refused})
    derivation.follow(result.values, b.CO, "outpatient", result.applied)
    parse(result.values)


def asked(n: int) -> Facts:
    """A request of `n` lines that all ask for the same, in another case too."""
    lines = tuple(b.procedure(end="2026-06-14", key=f"k{k}", duration=1) for k in range(n))
    return replace(b.OUTPATIENT, lines=lines, others=(b.other(b.procedure()),))


def test_a_save_is_linear_in_the_lines() -> None:
    assert work(lambda: saved(160)) < TWICE * work(lambda: saved(80))


def test_the_edits_are_linear_in_the_lines() -> None:
    few, many = asked(80), asked(160)
    run(asked(2), b.CO)  # the shelf is read once
    assert len(run(many, b.CO)) >= 160
    assert work(lambda: run(many, b.CO)) < TWICE * work(lambda: run(few, b.CO))


@pytest.mark.parametrize("typed_lines", [MOST_LINES + 1, 2_400])
def test_more_lines_than_a_request_holds_are_refused_each_by_name(typed_lines: int) -> None:
    refused = refusals({}, typed(typed_lines))
    assert set(refused.values()) == {TOO_MANY}
    assert len({path.split("/")[1] for path in refused}) == typed_lines - MOST_LINES
    assert str(MOST_LINES) in TOO_MANY


def test_a_full_request_is_still_changed() -> None:
    full = merge({}, typed(MOST_LINES)).values
    assert refusals(full, {"line/k0/rate": (None, "5")}) == {}
    assert refusals(full, {"line/new/kind": (None, "procedure")}) == {"line/new/kind": TOO_MANY}
    assert document.members(full, "line")[0] == "k0"
