"""Brings a database to one stage of the template: `codes` (schema, triggers, the full code sets),
then `packs`. Run by `template.build`.
"""

import os
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string


def codes() -> None:
    """Schema and triggers by the product's own `migrate`, and every code set that can be shipped."""
    call_command("migrate", verbosity=0)
    # A function of a room is imported only now: its tables need Django to be set up.
    for loader in ("precert.codes.loaders.icd10cm", "precert.codes.loaders.procedures"):
        import_string(loader)()


def packs() -> None:
    """The packs in the product."""
    call_command("load_packs", verbosity=0)


def main() -> None:
    """Do the stage, then leave the database as one file or one quiet database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    django.setup()
    {"codes": codes, "packs": packs}[sys.argv[1]]()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.cursor().execute("ANALYZE")
    else:
        connection.cursor().execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    main()
