"""The people of a review, for its pages."""

from datetime import datetime

import pytest

from tests import world as w


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)
