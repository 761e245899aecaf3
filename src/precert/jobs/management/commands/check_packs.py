"""`precert check-packs [folder …]`: names everything wrong with contract packs; exit code 1 if
anything is.
"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from precert.contracts.loader import check_folders
from precert.jobs.packs import known, roots


class Command(BaseCommand):
    help = (
        "Check contract packs: those that ship and your own, or the folders given (packs, or"
        " folders of packs)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *, folders: list[Path], verbosity: int, **options: object) -> None:
        problems = check_folders(folders or roots(), known())
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise SystemExit(1)
        if verbosity:
            self.stdout.write("The packs are valid.")
