"""The product on a real port, with the stand-in telephone service in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from precert.kit import clock
from tests import world as w
from tests.harness import telephone


@pytest.fixture
def installation(committed: object, settings: Any) -> Iterator[str]:
    """Its address; the settings name its stand-in as the telephone service."""
    with telephone.installation(settings) as address:
        yield address


@pytest.fixture
def moment(installation: str) -> datetime:
    """The real time, at which the world was made: the server's clock runs."""
    now = clock.now()
    w.build(now)
    return now
