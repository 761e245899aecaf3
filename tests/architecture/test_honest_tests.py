"""Tests that can't fail: the kinds that can be seen in the source."""

import ast
from collections.abc import Iterator

from tests.architecture.source import ROOT

TESTS = ROOT / "tests"


def asserts() -> Iterator[tuple[str, ast.expr]]:
    """Every assertion of the tests with its place."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assert):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.test


def test_no_answer_of_a_page_is_one_of_several_statuses() -> None:
    """Which of them is right, the test should know."""
    assert [place for place, test in asserts() if vague(test)] == []


def vague(test: ast.expr) -> bool:
    """`… .status_code in {302, 422}`."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], ast.In)
        and isinstance(test.left, ast.Attribute)
        and test.left.attr == "status_code"
    )


def test_nothing_is_asserted_that_is_always_so() -> None:
    assert [place for place, test in asserts() if constant(test)] == []


def constant(test: ast.expr) -> bool:
    """`True`, a text, a tuple (of assertion and message, in brackets), or one of these with `or`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(constant(one) for one in test.values)
    return isinstance(test, ast.Constant | ast.Tuple | ast.JoinedStr)


def test_every_test_asserts_something() -> None:
    """By `assert`, `raises`, an expectation of a page, or a function that does it."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and empty(node)
    ]
    assert silent == []


def empty(test: ast.FunctionDef) -> bool:
    """Nothing in it asserts, calls or expects: only docstrings, names and `pass`."""
    return not any(isinstance(one, ast.Assert | ast.Call) for one in ast.walk(test))


def test_the_kinds_are_recognized() -> None:
    def tree(text: str) -> ast.expr:
        [found] = ast.parse(text).body
        assert isinstance(found, ast.Assert)
        return found.test

    assert vague(tree("assert client.get('/').status_code in {200, 302}"))
    assert not vague(tree("assert client.get('/').status_code == 200"))
    for always in ("True", "x == 1 or True", "(x == 1, 'message')", "'text'"):
        assert constant(tree(f"assert {always}")), always
    assert not constant(tree("assert x"))
