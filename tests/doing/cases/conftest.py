"""The world, a draft of Ada's, and her submitted request, for every test of the cases room."""

from datetime import datetime
from uuid import UUID

import pytest

from tests import world as w


@pytest.fixture
def world(db: None, now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def draft_id(world: w.World, now: datetime) -> UUID:
    """A complete outpatient draft of Ada's for Carol."""
    made = w.draft(world, now)
    w.fill(world, made, w.OUTPATIENT, world.ada, now)
    return made


@pytest.fixture
def request_id(world: w.World, now: datetime) -> UUID:
    """The same, submitted."""
    return UUID(w.submitted(world, now)["request"])


@pytest.fixture
def held_id(world: w.World, request_id: UUID, now: datetime) -> UUID:
    """The same, taken by Grace."""
    w.take(request_id, world.grace, now)
    return request_id
