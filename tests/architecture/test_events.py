"""Every verb that anything records is an event with its words."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import precert
from precert.journal.event import Event

RECORDERS = {"record", "_record"}


def recorded() -> Iterator[tuple[str, str, object]]:
    """Each call that records: module, what it names, what that is."""
    for found in pkgutil.walk_packages(precert.__path__, "precert."):
        if ".migrations" in found.name or ".management" in found.name:
            continue
        spec = importlib.util.find_spec(found.name)
        assert spec is not None
        source = getattr(spec.loader, "get_source", lambda name: None)(found.name) or ""
        if "record(" not in source:
            continue
        module = importlib.import_module(found.name)
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in RECORDERS
                and node.args
            ):
                yield found.name, ast.unparse(node.args[0]), _value(node.args[0], vars(module))


def _value(node: ast.expr, names: dict[str, object]) -> object:
    """What an expression of names says; both sides of a choice; a local name is left to its caller."""
    if isinstance(node, ast.IfExp):
        return (_value(node.body, names), _value(node.orelse, names))
    try:
        return eval(ast.unparse(node), dict(names))
    except NameError:
        return None


@pytest.mark.req("ACC-16", part="every event is said in words")
def test_every_verb_that_is_recorded_has_its_event() -> None:
    found = list(recorded())
    assert len(found) > 50
    loose = [
        (where, said)
        for where, said, what in found
        for one in (what if isinstance(what, tuple) else (what,))
        if one is not None and not isinstance(one, Event)
    ]
    assert loose == []


def test_the_words_are_words() -> None:
    for verb, event in Event.known.items():
        assert event.done[0].isupper(), verb
        assert not event.timeline or event.timeline[0].isupper(), verb
