"""Tests with a database and no HTTP: files and mail stay in the test's own folder."""

import pytest


@pytest.fixture(autouse=True)
def own_folders(folders: object) -> None:
    """Every test here writes under its own tmp_path."""
