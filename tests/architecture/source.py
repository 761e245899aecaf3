"""The product's source as syntax trees, read once."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "precert"
DOORS = ("demo", "web", "fhir", "jobs", "gate")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[Path, ast.Module]:
    """Each module of the product by its path relative to src/precert; migrations are left out."""
    files = [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]
    return {p.relative_to(SOURCE): ast.parse(p.read_text()) for p in files}


@cache
def trees_of_tests() -> dict[Path, ast.Module]:
    """Each test module by its path relative to tests/."""
    tests = ROOT / "tests"
    return {p.relative_to(tests): ast.parse(p.read_text()) for p in sorted(tests.rglob("*.py"))}


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (n for n in ast.walk(tree) if isinstance(n, Function))


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of everything imported: of `from a import b` both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def templates() -> list[Path]:
    """Every HTML template of the product."""
    return sorted(p for p in SOURCE.rglob("*.html") if "templates" in p.parts)


@cache
def rooms() -> list[set[str]]:
    """The rooms from top to bottom as the import contract lists them; those side by side in one
    set.
    """
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c["layers"] for c in contracts if c["id"] == "rooms")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def rank(room: str) -> int:
    """0 for the topmost rooms."""
    return next(n for n, names in enumerate(rooms()) if room in names)
