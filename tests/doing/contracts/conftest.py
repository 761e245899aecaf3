"""Copies of shipped packs, changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from precert.contracts import queries
from precert.contracts.pack_reader import SHIPPED

Copy = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What an earlier test parsed is forgotten. The shipped packs may be loaded already; tests of
    versions use copies.
    """
    queries.forget()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Copies a shipped pack under another name and replaces texts in its contract.toml."""

    def make(name: str, source: str = "co-um", /, **texts: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(SHIPPED / source, folder, dirs_exist_ok=True)
        toml = (folder / "contract.toml").read_text().replace(f'id = "{source}"', f'id = "{name}"')
        for old, new in texts.items():
            line = next(line for line in toml.splitlines() if line.startswith(f"{old} ="))
            toml = toml.replace(line, f"{old} = {new}", 1)
        (folder / "contract.toml").write_text(toml)
        return folder

    return make
