"""The shipped packs as parsed data, to be spoilt."""

import copy
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from precert.contracts.pack_reader import SHIPPED, from_data, json_schema
from precert.contracts.problems import PackError, PackProblem

Loc = tuple[int | str, ...]
IDS = ("co-um", "ms-state-um")
WHOLE = json_schema()
_PARSED = {name: tomllib.loads((SHIPPED / name / "contract.toml").read_text()) for name in IDS}


def data(name: str) -> dict[str, Any]:
    return copy.deepcopy(_PARSED[name])


def folder(name: str) -> Path:
    return SHIPPED / name


def at(tree: Any, loc: Loc) -> Any:
    for step in loc:
        tree = tree[step]
    return tree


def put(tree: Any, loc: Loc, value: Any) -> None:
    at(tree, loc[:-1])[loc[-1]] = value


def walk(tree: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    """Every place in the data; of lists the first entry."""
    yield loc, tree
    entries = (
        tree.items()
        if isinstance(tree, dict)
        else list(enumerate(tree))[:1]
        if isinstance(tree, list)
        else ()
    )
    for step, value in entries:
        yield from walk(value, (*loc, step))


def problems(name: str, spoil: Callable[[dict[str, Any]], object]) -> list[PackProblem]:
    tree = data(name)
    spoil(tree)
    with pytest.raises(PackError) as caught:
        from_data(folder(name), tree)
    return caught.value.problems


def schema_at(loc: Loc) -> dict[str, Any]:
    """The JSON Schema of the table or value at `loc`."""
    whole = WHOLE
    node: dict[str, Any] = whole
    for step in (*loc, None):
        node = next((one for one in node.get("anyOf", ()) if one.get("type") != "null"), node)
        if "$ref" in node:
            node = whole["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        if isinstance(step, int):
            node = node["items"]
        elif step is not None:
            node = (
                node["properties"][step]
                if "properties" in node
                else next(iter(node["patternProperties"].values()))
            )
    return node
