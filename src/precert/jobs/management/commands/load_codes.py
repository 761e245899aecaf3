"""`precert load-codes`: fills or renews the code tables from the lists that ship, and from official
files where you have them.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from precert.codes import loaders
from precert.codes.store import LoadedCodes

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Load ICD-10-CM and our list of procedures, then the official files given. Loading the same"
        " list again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--hcpcs",
            type=Path,
            metavar="FILE",
            help="the yearly HCPCS Level II file of CMS (ANWEB text)",
        )
        parser.add_argument(
            "--cpt",
            type=Path,
            metavar="FILE",
            help="a license holder's CSV with the columns code,description",
        )

    def handle(
        self, *, hcpcs: Path | None, cpt: Path | None, verbosity: int, **options: Any
    ) -> None:
        self.loud = bool(verbosity)
        try:
            self.tell("ICD-10-CM", loaders.icd10cm())
            self.tell("Procedures", loaders.procedures())
            if hcpcs is not None:
                self.tell("HCPCS", loaders.hcpcs(hcpcs))
            if cpt is not None:
                self.tell("CPT", loaders.cpt(cpt))
        except OSError as error:
            raise CommandError(
                f"{error.filename or 'a list'} can't be read: {error.strerror or error}"
            ) from error

    def tell(self, name: str, loaded: LoadedCodes) -> None:
        """The counts, and the first of the rows that were rejected."""
        if self.loud:
            counts = (
                f"{loaded.added:,} added, {loaded.changed:,} changed, {loaded.ended:,} ended,"
                f" {loaded.kept:,} unchanged"
            )
            self.stdout.write(f"  {name}: {counts}")
        for one in loaded.rejected[:MOST_SHOWN]:
            self.stderr.write(f"  {name}: row {one.row}, {one.column}: {one.reason}")
        if loaded.rejected:
            self.stderr.write(
                f"  {name}: {len(loaded.rejected):,} rows were rejected; nothing of this list was"
                " ended because of them"
            )
