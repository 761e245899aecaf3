"""The name under which Django looks for the engine of a database."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base
from psycopg.abc import Buffer
from psycopg.adapt import Loader


class MomentLoader(Loader):
    """A moment as PostgreSQL writes it to a connection in UTC: `2026-06-09 15:00:00.5+00`. Django
    reads it by a regular expression, which takes five times as long; a page has hundreds.
    """

    timezone = UTC  # by which Django knows that it needn't register its own

    def load(self, data: Buffer) -> datetime:
        """Raises ValueError for what Python has no moment for, such as infinity."""
        return datetime.fromisoformat(str(data, "ascii"))


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine."""

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with our reading of moments."""
        params: dict[str, Any] = super().get_connection_params()
        params["context"].register_loader("timestamptz", MomentLoader)
        return params
