"""Fills an empty database: schema, triggers, the full code sets, the shipped packs. Run by `template.build`."""

import os

import django
from django.core.management import call_command, get_commands
from django.db import connection

# Management commands of the product that fill a new installation, in their order.
COMMANDS = ("load_codes", "load_packs")


def main() -> None:
    """Migrate and load, then leave the database as one file or one quiet database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "precert.config.settings")
    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    for name in COMMANDS:
        if name in get_commands():
            call_command(name, verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.cursor().execute("ANALYZE")
    else:
        connection.cursor().execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    main()
