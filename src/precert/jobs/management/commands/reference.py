"""`precert reference [--check]`: writes the generated pages of docs/reference; with --check names
the stale ones, exit code 1.
"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from precert.jobs.reference.pages import stale, write


class Command(BaseCommand):
    help = "Write the generated pages of docs/reference, or check that they are fresh."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; exit with 1 when a page is stale, naming it",
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path("docs/reference"),
            help="where the pages are (docs/reference)",
        )

    def handle(self, *, check: bool, folder: Path, verbosity: int, **options: object) -> None:
        if not check:
            for name in write(folder):
                self.stdout.write(f"wrote {folder / name}")
            return
        if names := stale(folder):
            for name in names:
                self.stderr.write(f"{folder / name} is stale; `make fix` writes it")
            raise SystemExit(1)
        if verbosity:
            self.stdout.write("The reference pages are fresh.")
