"""What every door shares lies below all of them, so that none needs another; and a room's
tables are its own.
"""

import importlib
import tomllib

import pytest

from tests.architecture.source import ROOT, imported, rank, rooms, trees

SHARED = {  # what a door takes from the gate
    "rules": ("requires", "signed_in", "public", "background", "machine", "rule_of"),
    "request": ("Request",),
    "identity": ("identify", "denial"),
    "origin": ("address_of",),
    "result": ("run", "Result"),
    "reading_log": ("write",),
    "middleware": ("CorrelationMiddleware", "GateMiddleware", "ReadingMiddleware"),
}


def rooms_used_by(room: str) -> set[str]:
    """The rooms that a room imports, itself and through others."""
    seen: set[str] = set()
    ahead = {room}
    while ahead:
        one = ahead.pop()
        seen.add(one)
        for path, tree in trees().items():
            if path.parts[0] == one:
                used = {name.split(".")[1] for name in imported(tree) if name.count(".")}
                ahead |= {name for name in used if any(name in row for row in rooms())} - seen
    return seen - {room}


def test_doors_stand_side_by_side_above_the_gate() -> None:
    assert rank("web") == rank("fhir") == rank("jobs") < rank("gate")


def test_the_gate_needs_no_door() -> None:
    assert rooms_used_by("gate") & {"config", "demo", "web", "fhir", "jobs"} == set()
    assert "cases" in rooms_used_by("web")  # the look-up finds something


@pytest.mark.parametrize("module", SHARED)
def test_what_doors_share_is_the_gates_own(module: str) -> None:
    found = importlib.import_module(f"precert.gate.{module}")
    assert {getattr(found, name).__module__ for name in SHARED[module]} == {found.__name__}


TABLES = (("models.py",), ("models",))


def test_every_rooms_tables_are_its_own() -> None:
    """Each room with tables has the import contract that keeps others away from them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    kept = {
        (one["protected_modules"][0], one["allowed_importers"][0])
        for one in contracts["contracts"]
        if one["type"] == "protected"
    }
    with_tables = {path.parts[0] for path in trees() if path.parts[1:2] in TABLES}
    assert {"cases", "conversations", "transports"} <= with_tables
    assert kept == {(f"precert.{room}.models", f"precert.{room}") for room in with_tables}
