"""Whether a database can be worked on: its tables are those of this version, and
those that never change are guarded.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from precert.jobs.frozen import tables
from precert.kit import frozen


def problems(connection: BaseDatabaseWrapper) -> list[str]:
    """What the database lacks, in words; empty when it lacks nothing. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unguarded = [] if plan else frozen.missing(connection, tables())
    waiting = [f"Migration {one.app_label}.{one.name} is not applied." for one, _ in plan]
    return waiting + [
        f"Table {table} is not guarded against changes: its triggers are missing."
        for table in unguarded
    ]
