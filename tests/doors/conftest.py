"""Tests through a door: the clock stands at `now` and files and mail stay in the test's own folder."""

from collections.abc import Iterator

import pytest

from tests.harness.layout import pages_on_one_line


@pytest.fixture(autouse=True)
def own_folders(folders: object) -> None:
    """Every test here writes under its own tmp_path."""


@pytest.fixture(autouse=True)
def standing_clock(clock: object) -> None:
    """A door reads the clock; here it always reads `now`, until a test turns it."""


@pytest.fixture(scope="session", autouse=True)
def no_layout() -> Iterator[None]:
    """Pages come without the line breaks of their templates."""
    with pages_on_one_line():
        yield
