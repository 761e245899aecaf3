"""Every file dropped onto a shelf has a test of its own: `test_<name>.py` in a folder of its room,
or a test that imports it.
"""

from pathlib import Path

import pytest

from tests.architecture.source import SOURCE, imported, trees_of_tests

SHELVES = (
    "cases/actions",
    "cases/edits",
    "cases/draft/sections",
    "people/actions",
    "notices/catalog",
    "letters/catalog",
    "reports/catalog",
    "web/wizard/steps",
)


def untested(shelf: str) -> list[str]:
    """Names on the shelf that no test names."""
    room = shelf.split("/", maxsplit=1)[0]
    names = sorted(
        {
            p.stem
            for p in (SOURCE / shelf).glob("*")
            if p.is_file() and not p.name.startswith(("_", "."))
        }
    )
    files = {path.stem for path in trees_of_tests() if room in path.parts}
    modules = set().union(*(imported(tree) for tree in trees_of_tests().values()))
    dotted = "precert." + shelf.replace("/", ".")
    return [
        name for name in names if f"test_{name}" not in files and f"{dotted}.{name}" not in modules
    ]


@pytest.mark.parametrize("shelf", [s for s in SHELVES if (SOURCE / s).is_dir()])
def test_every_file_on_the_shelf_has_its_test(shelf: str) -> None:
    assert untested(shelf) == []


def test_a_file_without_a_test_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cases" / "edits").mkdir(parents=True)
    (tmp_path / "cases" / "edits" / "never_tested_edit.py").touch()
    monkeypatch.setattr("tests.architecture.test_shelves.SOURCE", tmp_path)
    assert untested("cases/edits") == ["never_tested_edit"]
