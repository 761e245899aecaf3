"""Fills an empty database: schema, triggers, the full code sets, the shipped packs. Run by `template.build`."""

import os

import django
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string


def main() -> None:
    """Migrate and load, then leave the database as one file or one quiet database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    # A function of a room is imported only now: its tables need Django to be set up.
    for loader in ("precert.codes.load.icd10cm", "precert.codes.load.procedures"):
        import_string(loader)()
    call_command("load_packs", verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.cursor().execute("ANALYZE")
    else:
        connection.cursor().execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    main()
