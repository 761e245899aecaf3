"""Ids in a JSON list: how each database finds the rows that list one of them, and the index that it
does so by.

PostgreSQL keeps an inverted index. SQLite has none; there the index holds the lists themselves, so
what is walked is the index alone, and of it only the rows of one kind. A table with a row an id
would serve both, but its rows could be taken away unseen by the seals.
"""

import json
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Index, JSONField, Lookup, Model
from django.db.models.sql.compiler import SQLCompiler


@JSONField.register_lookup
class Lists(Lookup):
    """`column__lists="12"`: the list holds this text, which has no quotes and no backslashes."""

    lookup_name = "lists"
    prepare_rhs = False

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Containment, which the inverted index answers."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> %s::jsonb", (*params, json.dumps([self.rhs]))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The text in its quotes stands in the list's own text."""
        column, params = self.process_lhs(compiler, connection)
        return f"instr({column}, %s) > 0", (*params, json.dumps(self.rhs))


class ListIndex(Index):
    """The last of `fields` is the list; those before it narrow and order the rows, which only
    SQLite's index needs.
    """

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **more: Any,
    ) -> Statement:
        """PostgreSQL: each id is put in its place at once, so that no writer meets a heap of them
        left by others.
        """
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **more)
        inverted = GinIndex(
            fields=[self.fields[-1]], name=self.name, opclasses=["jsonb_path_ops"], fastupdate=False
        )
        return inverted.create_sql(model, schema_editor)
