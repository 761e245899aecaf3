"""The pages of the contract pack: the JSON Schema for editors, and every key in tables."""

import json
from collections.abc import Iterator
from typing import Any

from precert.contracts.pack_reader import json_schema
from precert.jobs.reference import contract_readers
from precert.jobs.reference import markdown as md

INTRO = """
Every key of `contract.toml`. `precert check-packs` names a key that is missing, unknown or wrong, with its place. Editors that know JSON
Schema complete and check a pack with [contract.schema.json](contract.schema.json). [How to add a contract](../how-to/add-a-contract.md).
"Read by" names the parts of the code that use a key; a key that says "waiting" can be set but changes nothing yet.
"""
LIMITS = {
    "minimum": "at least {}", "maximum": "at most {}", "exclusiveMinimum": "above {}", "exclusiveMaximum": "below {}",
    "minLength": "at least {} characters", "maxLength": "at most {} characters", "minItems": "at least {} entries",
    "maxItems": "at most {} entries", "format": "{}",
}  # fmt: skip
EMPTY = {("minLength", 1), ("minItems", 1)}
NOT_EMPTY = "not empty"
Node = dict[str, Any]


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def page() -> str:
    """The page as Markdown."""
    whole = json_schema()
    return md.page("Contract pack", INTRO, *_part("contract.toml", whole, whole), *_parts(whole))


def _parts(whole: Node) -> Iterator[str]:
    for name, node in sorted(whole["$defs"].items()):
        if "properties" in node:
            yield from _part(name, node, whole)


def _part(name: str, node: Node, whole: Node) -> Iterator[str]:
    yield f"## {name}"
    yield node.get("description", "")
    required = set(node.get("required", ()))
    rows = [
        (
            md.code(key),
            kind(value),
            "required" if key in required else _default(value),
            _meaning(value) or _about(value, whole),
            contract_readers.words("Pack" if node is whole else name, key),
        )
        for key, value in node["properties"].items()
    ]
    yield md.table(("key", "type", "default", "meaning", "read by"), rows)


def _default(node: Node) -> str:
    value = node.get("default")
    return "absent" if value is None else md.code(json.dumps(value, ensure_ascii=False))


def _meaning(node: Node) -> str:
    main = _main(node)
    limits = [
        NOT_EMPTY if (key, value) in EMPTY else LIMITS[key].format(value)
        for key, value in main.items()
        if key in LIMITS
    ]
    text = str(node.get("description", ""))
    return f"{text} ({', '.join(limits)})" if limits else text


def _about(node: Node, whole: Node) -> str:
    """Of a key that stands for a table of its own, what that table is."""
    name = str(_main(node).get("$ref", "")).rsplit("/", 1)[-1]
    return str(whole["$defs"].get(name, {}).get("description", ""))


def kind(node: Node) -> str:
    """What a key holds, in words: a type, a list of types, one of some words, a table of its own
    (linked).
    """
    node = _main(node)
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in node or "const" in node:
        return "one of " + md.codes(node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return "list of " + kind(node.get("items", {}))
    if node.get("type") == "object":
        free = next(
            iter(node.get("patternProperties", {}).values()), node.get("additionalProperties", {})
        )
        return "table of " + (kind(free) if isinstance(free, dict) else "text")
    return {
        "string": "text",
        "boolean": "true or false",
        "integer": "whole number",
        "number": "number",
    }.get(node.get("type", ""), "any")


def _main(node: Node) -> Node:
    """Of an optional value the value itself."""
    return next((one for one in node.get("anyOf", ()) if one.get("type") != "null"), node)
