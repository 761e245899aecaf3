"""The demonstration always runs on a database of its own, so what starts it as a process runs once:
with the SQLite suite.
"""

import pytest
from django.conf import settings

from tests.harness.template import ROOT

ONCE = ROOT / "tests" / "doing" / "demo" / "test_start.py"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL the start is left to the other suite."""
    if not settings.DATABASE_URL.startswith("sqlite"):
        dropped = [item for item in items if item.path == ONCE]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
            items[:] = [item for item in items if item.path != ONCE]
