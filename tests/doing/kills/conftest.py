"""The same world as the races have."""

from tests.doing.races.conftest import many, wide, world

__all__ = ["many", "wide", "world"]
