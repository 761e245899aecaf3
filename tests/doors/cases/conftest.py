"""A submitted case, for its pages."""

from uuid import UUID

import pytest

from tests import world as w


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.fixture
def case(world, now):
    """Its Case ID, and the id of its request."""
    answer = w.submitted(world, now)
    return answer["case"], UUID(answer["request"])
