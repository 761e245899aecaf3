"""`precert migrate`: Django's own, then those triggers of the append-only tables that aren't in place
(a remade table loses them).
"""

from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from precert.jobs.frozen import tables
from precert.kit import frozen


class Command(migrate.Command):
    """Migrations, then triggers."""

    help = (
        "Apply the migrations of this version, then install the triggers of append-only tables that"
        " are missing or changed. A SQLite database is created with its folder."
    )

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the system checks, which ask the database, and the rest."""
        database = connections[options["database"]].settings_dict
        if database["ENGINE"].endswith("sqlite3"):
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["check_unapplied"] or options["plan"]:
            return
        connection = connections[options["database"]]
        present = set(connection.introspection.table_names())
        frozen.install(
            connection, {table: columns for table, columns in tables().items() if table in present}
        )
