"""The web's modules stand on the tables: the settings are there before the first test is read."""

from tests.deciding.web import rendering

__all__ = ["rendering"]
