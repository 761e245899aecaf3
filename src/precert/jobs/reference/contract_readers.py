"""Which code outside `contracts` reads each key of the contract pack, worked out from the source.

A package reads a key when it names the key as an attribute and has the key's table at hand: it
imports the table's type, or has a table at hand of which it names a key that holds such tables, or
a method that gives them. A method of the schema reads for whoever calls it. The demonstration's
reading doesn't count. Keys that nothing reads yet are listed in WAITING with what will read them.
"""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from precert.contracts import schema
from precert.contracts.schema import Part

SOURCE = Path(__file__).resolve().parents[2]
ROOM = "precert.contracts.schema"
TAG = re.compile(r"{{.*?}}|{%.*?%}|:\w+=\"[^\"]*\"", re.DOTALL)
LEFT_OUT = {"contracts", "demo", "migrations"}
MOST = 2  # packages named one by one; of more than these the rooms
WAITING = {
    "ActionRule.asker": "actions after submission",
    "ActionRule.document_mandatory": "actions after submission",
    "ActionRule.offered_times": "Peer-to-peer",
    "Category.discharge_dispositions": "Discharge",
    "ConsumerRules.temporary": "Add Temporary Consumer",
    "CriteriaSheet.source": "criteria sheets under Help",
    "CriteriaSheet.version": "determinations that cite it",
    "Extension": "Extend",
    "ExternalAppeal.after": "external appeal",
    "HelpDoc.id": "documents under Help",
    "HelpDoc.title": "documents under Help",
    "Pack.criteria_agreement": "criteria sheets under Help",
    "Pack.entry_form": "the ribbons page",
    "Pack.extension": "Extend",
    "Pack.fax_target": "letters by fax",
    "Pack.message_count_in_search": "messages",
    "Pack.preferences_open_to_staff": "preferences",
    "Pack.reports": "reports",
    "Pack.service_search_days": "Cases by Case",
    "Pack.state": "Add Temporary Consumer",
    "Reason.x12": "X12 278",
    "ServiceType.procedures_on_extension": "Extend",
}
PARTS: dict[str, type[Part]] = {
    name: one
    for name, one in vars(schema).items()
    if inspect.isclass(one) and issubclass(one, Part)
}
Key = tuple[str, str]


class NamesRead(NamedTuple):
    """What code names: attributes, texts, and the tables whose types it imports."""

    attributes: frozenset[str]
    texts: frozenset[str]
    tables: frozenset[str]

    def __or__(self, other: tuple[frozenset[str], ...]) -> "NamesRead":
        return NamesRead(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


ROOT = ""  # the owner of `pack`, wherever it is named
NOTHING = NamesRead(frozenset(), frozenset(), frozenset())


@cache
def readers() -> Mapping[Key, tuple[str, ...]]:
    """The packages (`cases.edits`) that read each key, by table and key; only keys that are read."""
    named: defaultdict[str, NamesRead] = defaultdict(lambda: NOTHING)
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE).parts[:-1]
        if path.suffix in {".py", ".html"} and not LEFT_OUT & set(inside):
            package = ".".join(one for one in inside if one != "templates")
            named[package] |= _of_file(path)
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for package, names in named.items():
        for key in _read(names):
            found[key].add(package)
    return {key: tuple(sorted(places)) for key, places in found.items()}


def each_key() -> Iterator[Key]:
    """Every key as (table, key as the author of a pack writes it)."""
    for table, part in PARTS.items():
        if not _giving()[table]:
            continue  # only other tables are made of it
        for name, key in part.model_fields.items():
            yield table, key.alias or name


def words(table: str, key: str) -> str:
    """What reads the key, as the reference page puts it."""
    if what := waiting(table, key):
        return f"waiting: {what}"
    places = readers().get((table, key), ())
    if len(places) > MOST:
        places = tuple(sorted({one.partition(".")[0] for one in places}))
    return ", ".join(f"`{one}`" for one in places) or "nothing"


def waiting(table: str, key: str) -> str | None:
    """What will read the key, when nothing reads it yet; None for all others."""
    return WAITING.get(f"{table}.{key}", WAITING.get(table))


def _read(names: NamesRead) -> Iterator[Key]:
    """The keys that code with these names reads, whether itself or by a method of the schema."""
    at_hand: set[str] = set()
    called: set[Key] = set()
    while True:
        more = {table for table in PARTS.keys() - at_hand if _is_given(table, names, at_hand)}
        at_hand |= more
        new = {one for one in _methods() if one[0] in at_hand and one[1] in names.attributes}
        if not more and new <= called:
            break
        for one in new - called:
            names |= _methods()[one]
        called |= new
    for table in at_hand:
        for name, field in PARTS[table].model_fields.items():
            if name in names.attributes or (table == "Category" and name in names.texts):
                yield table, field.alias or name


def _is_given(table: str, names: NamesRead, at_hand: set[str]) -> bool:
    """Whether code with these names has the table at hand, given those that it has already."""
    return table in names.tables or any(
        owner in at_hand | {ROOT} and name in names.attributes for owner, name in _giving()[table]
    )


@cache
def _methods() -> Mapping[Key, NamesRead]:
    """The names in each method and property of the schema's tables."""
    return {
        (table, node.name): _of_tree(node)
        for table, part in PARTS.items()
        for base in part.__mro__
        if base in PARTS.values()
        for node in ast.walk(ast.parse(inspect.getsource(base)))
        if isinstance(node, ast.FunctionDef)
    }


@cache
def _giving() -> Mapping[str, frozenset[Key]]:
    """By table: the keys and methods of the schema that give such tables, each with its owner."""
    found: defaultdict[str, set[Key]] = defaultdict(set)
    found["Pack"].add((ROOT, "pack"))
    for owner, part in PARTS.items():
        given: dict[str, Any] = {k: str(f.annotation) for k, f in part.model_fields.items()}
        given |= {
            name: str(inspect.signature(one).return_annotation)
            for name, one in vars(part).items()
            if inspect.isfunction(one)
        }
        for name, text in given.items():
            for table in PARTS.keys() & set(re.findall(r"\w+", text)):
                found[table].add((owner, name))
    return {table: frozenset(found[table]) for table in PARTS}


def _of_file(path: Path) -> NamesRead:
    text = path.read_text()
    if path.suffix == ".py":
        return _of_tree(ast.parse(text))
    tags = " ".join(TAG.findall(text))
    return NOTHING._replace(attributes=frozenset(re.findall(r"\.([a-z_]\w*)", tags)))


def _of_tree(tree: ast.AST) -> NamesRead:
    nodes = list(ast.walk(tree))
    return NamesRead(
        frozenset(one.attr for one in nodes if isinstance(one, ast.Attribute)),
        frozenset(
            one.value
            for one in nodes
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ),
        frozenset(
            alias.name
            for one in nodes
            if isinstance(one, ast.ImportFrom) and one.module and one.module.startswith(ROOM)
            for alias in one.names
        ),
    )
