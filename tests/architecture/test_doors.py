"""Doors write through actions and read through queries; only doors read the clock and the request."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import DOORS, imported, trees

WRITES = {
    "save",
    "delete",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "select_for_update",
}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "now"),
    ("clock", "now"),
    ("time", "time"),
}
REQUEST_TYPES = ("django.http", "django.shortcuts", "django.urls")
# Below the doors and yet not under the rule: the clock itself, the store of sessions (as Django's own
# does, it asks whether one is over), and wiring.
CLOCK_KEEPERS = {Path("kit/clock.py"), Path("kit/sessions.py")}
HTTP_KEEPERS = {"config"}


def table_access(tree: ast.AST) -> Iterator[str]:
    """`.objects` and the writing calls of a table or its rows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield f"line {node.lineno}: .{node.attr}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
        ):
            yield f"line {node.lineno}: .{node.func.attr}()"


def clock_reads(tree: ast.AST) -> Iterator[str]:
    """Any mention of a clock, called or handed on (as a field's default), and auto_now fields."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in CLOCKS
        ):
            yield f"line {node.lineno}: {node.value.id}.{node.attr}"
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield f"line {node.value.lineno}: {node.arg}"
    if "precert.kit.clock.now" in imported(tree):
        yield "imports kit.clock.now"


def test_doors_touch_no_table() -> None:
    bad = [
        f"{path} {what}"
        for path, tree in trees().items()
        if path.parts[0] in DOORS
        for what in table_access(tree)
    ]
    assert bad == []


def test_only_doors_read_the_clock() -> None:
    below = {p: t for p, t in trees().items() if p.parts[0] not in DOORS and p not in CLOCK_KEEPERS}
    assert [f"{path} {what}" for path, tree in below.items() for what in clock_reads(tree)] == []


def test_nothing_below_a_door_knows_http() -> None:
    below = {p: t for p, t in trees().items() if p.parts[0] not in {*DOORS, *HTTP_KEEPERS}}
    bad = [
        f"{path} imports {name}"
        for path, tree in below.items()
        for name in imported(tree)
        if name.startswith(REQUEST_TYPES)
    ]
    assert bad == []


def test_each_rule_would_find_its_breach() -> None:
    door = ast.parse("def view(request):\n    Draft.objects.get(pk=1).save()\n")
    assert [what.split(": ")[1] for what in table_access(door)] == [".save()", ".objects"]
    below = ast.parse(
        "from precert.kit.clock import now\nat = Field(auto_now=True, default=timezone.now)\n"
    )
    assert sorted(clock_reads(below)) == [
        "imports kit.clock.now",
        "line 2: auto_now",
        "line 2: timezone.now",
    ]


def session_writes(tree: ast.AST) -> Iterator[str]:
    """`….session[key]` and the dictionary calls of a session."""
    for node in ast.walk(tree):
        target = node.value if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value if node.func.attr in {"get", "pop", "setdefault"} else None
        if isinstance(target, ast.Attribute) and target.attr == "session":
            yield f"line {node.lineno}"


def test_pages_remember_things_by_one_mechanism() -> None:
    """Typed, and for a while: `web.session_state`."""
    pages = {p: t for p, t in trees().items() if p.parts[0] in {"web", "demo"}}
    assert [f"{path} {line}" for path, tree in pages.items() for line in session_writes(tree)] == []
    by_hand = ast.parse("request.session['a'] = request.session.get('b')")
    assert len(list(session_writes(by_hand))) == 2
