"""`precert migrate`: Django's own, then those triggers of the append-only tables that aren't in place
(a remade table loses them).
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from precert.jobs.frozen import tables
from precert.kit import frozen


class Command(migrate.Command):
    """Migrations, then triggers."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["check_unapplied"] or options["plan"]:
            return
        connection = connections[options["database"]]
        present = set(connection.introspection.table_names())
        frozen.install(
            connection, {table: columns for table, columns in tables().items() if table in present}
        )
